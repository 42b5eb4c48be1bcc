/** The editor of one passage: Markdown, with references shown as the figures that they print. */
import { defaultKeymap } from "@codemirror/commands";
import { defineLanguageFacet, HighlightStyle, Language, languageDataProp, syntaxHighlighting } from "@codemirror/language";
import { ChangeSet, EditorSelection, EditorState, Prec, StateEffect, StateField, type Extension } from "@codemirror/state";
import { Decoration, EditorView, keymap, placeholder, WidgetType, type DecorationSet } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { GFM, parser } from "@lezer/markdown";
import { fromPage, isStructured, parse } from "./markdown";
import { references, splice } from "./texts";

/** A stretch of the text that is marked, and what its mark says. */
export interface Mark {
  from: number;
  to: number;
  kind: "error" | "warning" | "hint" | "copied";
  title: string;
}

/** What an editor is told from outside. */
interface Around {
  /** What a reference to a path prints now. */
  values: Map<string, string>;
  marks: Mark[];
}

export interface Wishes {
  label: string;
  /** Whether it is Markdown, and not the data file itself. */
  markdown: boolean;
  empty: string;
  readonly: boolean;
  /** After every change that was made here. */
  changed: () => void;
  /** Before a change that is a step of its own: by a button, or pasted. */
  stepped: () => void;
  /** A picture that was pasted or dropped. */
  picture: (file: File) => void;
  undo: (back: boolean) => void;
}

const facet = defineLanguageFacet();
const markdown = new Language(facet, parser.configure([GFM, { props: [languageDataProp.add({ Document: facet })] }]), [], "markdown");

const look = HighlightStyle.define([
  { tag: tags.heading, class: "md-heading" },
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-emphasis" },
  { tag: [tags.processingInstruction, tags.link, tags.url], class: "md-mark" },
]);

/** A reference, as its figure. */
class Reference extends WidgetType {
  constructor(readonly path: string, readonly value: string) {
    super();
  }

  override eq(other: Reference): boolean {
    return other.path === this.path && other.value === this.value;
  }

  override toDOM(): HTMLElement {
    const chip = document.createElement("span");
    chip.className = "reference";
    chip.textContent = this.value === "" ? "（空）" : this.value;
    chip.title = `引用表中的数：${this.path}`;
    chip.dataset.path = this.path;
    return chip;
  }
}

const around = StateEffect.define<Around>();

/** Decorations, made anew after every change of the text or around it. */
const decorations = StateField.define<Around & { set: DecorationSet; chips: DecorationSet }>({
  create: () => ({ values: new Map(), marks: [], set: Decoration.none, chips: Decoration.none }),
  update(old, transaction) {
    const told = transaction.effects.find((effect) => effect.is(around));
    if (!told && !transaction.docChanged) return old;
    const { values, marks } = told ? (told.value as Around) : old;
    const moved = told ? marks : marks.map((mark) => ({
      ...mark, from: transaction.changes.mapPos(mark.from, 1), to: transaction.changes.mapPos(mark.to, -1),
    }));
    return { values, marks: moved, ...draw(transaction.state, values, moved) };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ set }) => set),
    EditorView.atomicRanges.of((view) => view.state.field(field).chips),
  ],
});

function draw(state: EditorState, values: Map<string, string>, marks: Mark[]) {
  const length = state.doc.length;
  const chips = references(state.doc.toString())
    .filter(({ path }) => values.has(path))
    .map(({ from, to, path }) => Decoration.replace({ widget: new Reference(path, values.get(path)!) }).range(from, to));
  const marked = marks.filter(({ from, to }) => from < to && to <= length).map(({ from, to, kind, title }) =>
    Decoration.mark({ class: `marked ${kind}${to - from > LONG ? " long" : ""}`, attributes: { title } }).range(from, to));
  return { set: Decoration.set([...chips, ...marked], true), chips: Decoration.set(chips, true) };
}

/** A list goes on with its next line, and ends with an empty one. */
function goOn(view: EditorView): boolean {
  const { from, empty } = view.state.selection.main;
  const line = view.state.doc.lineAt(from);
  const found = /^(\s*)(- |(\d+)\. )(.*)$/.exec(line.text);
  if (!empty || !found || from < line.from + found[1]!.length + found[2]!.length) return false;
  const [, indent, , number, words] = found;
  if (!words) {
    view.dispatch({ changes: { from: line.from, to: line.to, insert: "" } });
  } else {
    const insert = `\n${indent}${number ? `${Number(number) + 1}. ` : "- "}`;
    view.dispatch({ changes: { from, insert }, selection: { anchor: from + insert.length }, userEvent: "input" });
  }
  return true;
}

/** A longer stretch is tinted only: underlined it could not be read. */
const LONG = 80;

const outside = "outside";
/** A change that typing does not go on with. */
const step = "input.step";

export class Editor {
  readonly view: EditorView;

  constructor(text: string, private readonly wishes: Wishes) {
    const nonce = document.querySelector<HTMLMetaElement>('meta[name="nonce"]')?.content ?? "";
    const extensions: Extension[] = [
      EditorView.cspNonce.of(nonce),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": wishes.label, "aria-readonly": String(wishes.readonly), spellcheck: "false" }),
      EditorState.readOnly.of(wishes.readonly),
      placeholder(wishes.empty),
      wishes.markdown ? [markdown, syntaxHighlighting(look), Prec.high(keymap.of([{ key: "Enter", run: goOn }]))] : [],
      decorations,
      keymap.of(defaultKeymap.filter(({ key }) => key !== "Tab")),
      EditorView.domEventHandlers({
        paste: (event) => this.paste(event.clipboardData, event),
        drop: (event) => this.paste(event.dataTransfer, event),
        beforeinput: (event) => {
          const asked = /^history(Undo|Redo)$/.exec(event.inputType);
          if (!asked) return false;
          event.preventDefault();
          wishes.undo(asked[1] === "Undo");
          return true;
        },
      }),
      EditorView.updateListener.of((update) => {
        const own = update.transactions.some((transaction) => transaction.docChanged && !transaction.isUserEvent(outside));
        if (own) wishes.changed();
        if (update.transactions.some((transaction) => transaction.isUserEvent(step))) wishes.stepped();
      }),
    ];
    this.view = new EditorView({ state: EditorState.create({ doc: text, extensions }) });
    this.view.contentDOM.addEventListener("compositionend", () => setTimeout(() => wishes.changed()));
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** Whether characters are being composed: the text is not to be touched, nor to be told. */
  get composing(): boolean {
    return this.view.composing;
  }

  /**
   * The text becomes what the host has: `base` is what both had, and what was typed here since
   * stays, at its place.
   */
  take(base: string, theirs: string): void {
    const remote = splice(base, theirs);
    if (!remote) return;
    const local = splice(base, this.text);
    let changes = ChangeSet.of(remote, base.length);
    if (local) changes = changes.map(ChangeSet.of(local, base.length));
    this.view.dispatch({ changes, userEvent: outside });
  }

  surround(values: Map<string, string>, marks: Mark[]): void {
    this.view.dispatch({ effects: around.of({ values, marks }) });
  }

  private paste(data: DataTransfer | null, event: Event): boolean {
    if (!data || this.wishes.readonly) return false;
    const picture = [...data.files].find(({ type }) => type.startsWith("image/"));
    const page = parse(data.getData("text/html"));
    const plain = data.getData("text/plain");
    if (this.wishes.markdown && isStructured(page)) this.insert(fromPage(page.body));
    else if (picture) this.wishes.picture(picture);
    else if (plain) this.insert(plain.replace(/\r\n?/g, "\n").replace(/\u00a0/g, " "));
    else return false;
    event.preventDefault();
    return true;
  }

  /** In place of what is marked. */
  insert(words: string): void {
    this.view.dispatch({ ...this.view.state.replaceSelection(words), userEvent: step, scrollIntoView: true });
    this.view.focus();
  }

  /** As a block of its own, between blank lines. */
  insertBlock(words: string): void {
    const { from, to } = this.view.state.selection.main;
    const before = this.view.state.sliceDoc(0, from);
    const after = this.view.state.sliceDoc(to);
    const lead = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const tail = after === "" || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    this.insert(lead + words + tail);
  }

  /** Marks before the lines that are marked, or none where all have them. */
  prefix(mark: string): void {
    const { state } = this.view;
    const { from, to } = state.selection.main;
    const lines = [];
    for (let number = state.doc.lineAt(from).number; number <= state.doc.lineAt(to).number; number += 1) {
      lines.push(state.doc.line(number));
    }
    const full = lines.filter(({ text }, _, all) => text || all.length === 1);
    const off = full.every(({ text }) => text.startsWith(mark));
    const changes = full.map(({ from, text }) => off
      ? { from, to: from + mark.length, insert: "" }
      : { from, to: from + (/^(#+ |- |\d+\. )/.exec(text)?.[0].length ?? 0), insert: mark });
    const made = state.changes(changes);
    this.view.dispatch({ changes: made, selection: state.selection.map(made, 1), userEvent: step });
    this.view.focus();
  }

  bold(): void {
    const { state } = this.view;
    const { from, to } = state.selection.main;
    const words = state.sliceDoc(from, to);
    const off = words.startsWith("**") && words.endsWith("**") && words.length > 3;
    const insert = off ? words.slice(2, -2) : `**${words || "加粗的字"}**`;
    const shift = off ? 0 : 2;
    const selection = EditorSelection.single(from + shift, from + insert.length - shift);
    this.view.dispatch({ changes: { from, to, insert }, selection, userEvent: step });
    this.view.focus();
  }

  /** Goes to a place and marks what stands there. */
  show(from: number, to: number): void {
    this.view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    this.view.focus();
  }
}
