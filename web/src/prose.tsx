/** A section's text: its passages in editors, and what is known about it. */
import { Component, createRef } from "preact";
import { Editor, type Mark } from "./editor";
import type { Finding, Form, Passage, Section, State, Text } from "./messages";
import { ChartPicker, Picker } from "./picker";
import { locate, occurrences } from "./texts";
import { base64, type Desk } from "./view";

interface Props {
  desk: Desk;
  form: Form;
  section: Section;
  text: Text;
  /** The finding that somebody was sent to, and how often anybody was. */
  target: { finding: Finding | null; count: number } | null;
}

interface Open {
  /** Which passage the buttons are for. */
  current: number;
  picking: "figure" | "chart" | null;
}

/** Whoever stops typing for so long has taken a step of her own. */
const PAUSE = 800;

export class Prose extends Component<Props, Open> {
  override state: Open = { current: 0, picking: null };
  private editors: Editor[] = [];
  /** What the host is known to have. */
  private base: Passage[] = [];
  /** What it was told and has not answered yet. */
  private sent: Passage[] | null = null;
  /** Whether something was typed that no edit holds yet. */
  private dirty = false;
  /** Whether an edit waits for its turn. */
  private queued = false;
  /** When the last edit was made; 0 after what is a step of its own. */
  private last = 0;
  private readonly file = createRef<HTMLInputElement>();
  private stops: (() => void)[] = [];

  constructor(props: Props) {
    super(props);
    this.base = some(props.text.passages);
    this.editors = this.base.map((passage) => this.edit(passage));
  }

  override componentDidMount(): void {
    const { session } = this.props.desk;
    this.stops = [session.read((state) => this.read(state)), session.holds(() => this.flush())];
    this.surround();
    this.follow(null);
  }

  override componentWillUnmount(): void {
    void this.flush();
    this.stops.forEach((stop) => stop());
    this.editors.forEach(({ view }) => view.destroy());
  }

  /** Most changes are made elsewhere in the form. */
  override shouldComponentUpdate(next: Props, state: Open): boolean {
    return state !== this.state || next.target !== this.props.target || this.isAnother(next);
  }

  private isAnother({ text, form, desk }: Props): boolean {
    const { props } = this;
    return text !== props.text || form.references !== props.form.references
      || desk.state.findings !== props.desk.state.findings;
  }

  override componentDidUpdate(before: Props): void {
    if (this.isAnother(before)) this.surround();
    this.follow(before.target);
  }

  private edit({ heading, text }: Passage): Editor {
    const { section, desk } = this.props;
    return new Editor(text, {
      label: heading === null ? section.heading : `${section.heading} ${heading}`,
      markdown: true,
      empty: desk.readonly ? "（没有写）" : "在这里写；也可以从 Word 粘贴，标题、列表和表格会保留",
      readonly: desk.readonly,
      changed: () => this.changed(),
      picture: (file) => void this.picture(file),
      stepped: () => {
        this.last = 0;
      },
      undo: (back) => void desk.session.ask({ do: back ? "undo" : "redo" }),
    });
  }

  private get passages(): Passage[] {
    return this.base.map(({ heading }, number) => ({ heading, text: this.editors[number]!.text }));
  }

  private changed(): void {
    this.dirty = true;
    if (this.editors.some(({ composing }) => composing) || this.sent) return;
    const { state } = this.props.desk.session;
    // What came during a composition is taken over only now.
    if (state) this.read(state);
    void this.flush();
  }

  private flush(): Promise<unknown> | null {
    if (!this.dirty || this.queued || this.editors.some(({ composing }) => composing)) return null;
    this.queued = true;
    let mine: Passage[] | null = null;
    // Made when its turn has come: by then more may have been typed.
    const make = () => {
      this.queued = this.dirty = false;
      mine = this.passages;
      if (mine.every(({ text }, number) => text === this.base[number]?.text)) return null;
      this.sent = mine;
      const goes_on = performance.now() - this.last < PAUSE;
      this.last = performance.now();
      return { kind: "text" as const, key: this.props.section.key, passages: mine, goes_on };
    };
    return this.props.desk.session.edit(make).then((state) => {
      const answered = this.sent === mine && mine !== null;
      if (answered) this.sent = null;
      if (state && this.dirty) this.changed();
      // Refused: it stays as it was typed, until something else is typed.
      if (answered && !state) this.dirty = true;
    });
  }

  /** The host has another state: it is taken over beside what was typed here. */
  private read(state: State): void {
    const text = state.form?.sections.find(({ key }) => key === this.props.section.key)?.text;
    if (!text || this.editors.some(({ composing }) => composing)) return;
    const passages = some(text.passages);
    const kept = passages.length === this.base.length && passages.every(({ heading }, number) => heading === this.base[number]!.heading);
    // What was typed here is kept, unless it is what the clerk is asked about.
    const local = this.dirty || (this.sent !== null && !state.conflict);
    // Before its own edit is answered, a state does not have it.
    const ours = (number: number) => {
      const [theirs, mine] = [passages[number]!.text, this.sent?.[number]?.text];
      return mine !== undefined && same(theirs, mine) ? mine : this.base[number]!.text;
    };
    if (kept) {
      passages.forEach(({ text }, number) => {
        const editor = this.editors[number]!;
        // A blank line more or less at the end is no change that anybody made.
        if (same(editor.text, text)) return;
        if (!local) editor.take(editor.text, text);
        else if (!same(ours(number), text)) editor.take(ours(number), text);
      });
      this.base = passages.map((passage, number) => {
        const mine = this.sent?.[number]?.text;
        return mine !== undefined && same(mine, passage.text) ? { ...passage, text: mine } : passage;
      });
    } else {
      this.editors.forEach(({ view }) => view.destroy());
      this.base = passages;
      this.editors = passages.map((passage) => this.edit(passage));
      this.setState({ current: 0 });
    }
  }

  private surround(): void {
    const { form, desk: { state }, section, text } = this.props;
    const values = new Map(form.references.map(({ path, value }) => [path, value]));
    const findings = state.findings.filter(({ path, waived }) => path === section.key && waived === null);
    this.editors.forEach((editor) => {
      if (editor.composing) return;
      const marks: Mark[] = [];
      for (const finding of findings) {
        const place = this.locate(finding, editor.text);
        if (place) marks.push({ from: place[0], to: place[1], kind: finding.severity, title: finding.message });
      }
      const [from] = text.copied ? occurrences(editor.text, text.copied) : [];
      if (from !== undefined) marks.push({ from, to: from + text.copied!.length, kind: "copied", title: "与上年的一字不差" });
      editor.surround(values, marks);
    });
  }

  private locate({ start, end }: Finding, text: string): [number, number] | null {
    const { state } = this.props.desk;
    if (start === null || end === null || this.props.text.file) return null;
    return locate(state.source, this.props.section.key, text, start, end);
  }

  private follow(before: Props["target"]): void {
    const { target } = this.props;
    if (!target?.finding || target === before) return;
    for (const editor of this.editors) {
      const place = this.locate(target.finding, editor.text);
      if (place) return editor.show(...place);
    }
    this.editors[0]?.view.focus();
  }

  private async picture(file: File): Promise<void> {
    const { session } = this.props.desk;
    const editor = this.editors[this.state.current];
    const answer = await session.ask({ do: "picture", name: file.name || "图.png", base64: await base64(file) });
    if (answer) editor?.insertBlock(answer.markdown);
  }

  private rename(number: number, heading: string): void {
    const passages = this.passages;
    if (passages[number]!.heading === heading) return;
    passages[number] = { heading, text: passages[number]!.text };
    void this.props.desk.session.edit({ kind: "text", key: this.props.section.key, passages });
  }

  override render({ desk, form, section, text }: Props, { current, picking }: Open) {
    const editor = this.editors[current] ?? this.editors[0];
    return (
      <div class="prose" data-section={section.key}>
        {!desk.readonly && (
          <div class="tools" role="toolbar" aria-label={`${section.heading}：文字`}>
            <button type="button" onClick={() => editor?.prefix("### ")}>小标题</button>
            <button type="button" onClick={() => editor?.prefix("- ")}>列表</button>
            <button type="button" onClick={() => editor?.bold()}>加粗</button>
            <button type="button" onClick={() => editor?.insertBlock("| 项目 | 数量 |\n| --- | --- |\n|  |  |\n|  |  |")}>表格</button>
            <button type="button" onClick={() => this.file.current?.click()}>图片</button>
            <button type="button" onClick={() => this.setState({ picking: "chart" })}>插入图</button>
            <button type="button" class="offer" onClick={() => this.setState({ picking: "figure" })}>引用表中的数</button>
            <input
              ref={this.file} type="file" accept="image/png,image/jpeg,image/gif,image/webp,image/svg+xml" hidden aria-label="图片"
              onChange={({ currentTarget }) => {
                const [file] = currentTarget.files ?? [];
                currentTarget.value = "";
                if (file) void this.picture(file);
              }}
            />
          </div>
        )}
        {this.editors.map((editor, number) => {
          const { heading } = this.base[number]!;
          return (
            <div class="passage" key={number} onFocusIn={() => this.setState({ current: number })}>
              {heading !== null && (
                <input
                  class="heading" value={heading} readOnly={desk.readonly} aria-label="小标题"
                  onChange={({ currentTarget }) => this.rename(number, currentTarget.value.trim())}
                />
              )}
              <Holder editor={editor} />
            </div>
          );
        })}
        <Known text={text} />
        {picking === "figure" && (
          <Picker
            title="引用表中的数" lead="表里的数改了，文字里的跟着改，两处不会对不上。"
            references={form.references} close={() => this.setState({ picking: null })}
            choose={(path) => this.setState({ picking: null }, () => editor?.insert(`{{${path}}}`))}
          />
        )}
        {picking === "chart" && (
          <ChartPicker
            references={form.references} close={() => this.setState({ picking: null })}
            choose={(block) => this.setState({ picking: null }, () => editor?.insertBlock(block))}
          />
        )}
      </div>
    );
  }
}

/** A text that is not there yet has a place to be written in. */
const some = (passages: Passage[]): Passage[] => (passages.length ? passages : [{ heading: null, text: "" }]);

const same = (a: string, b: string): boolean => a === b || a.replace(/\s+$/, "") === b.replace(/\s+$/, "");

/** The place in the page where an editor stands. */
class Holder extends Component<{ editor: Editor }> {
  private readonly element = createRef<HTMLDivElement>();

  override componentDidMount(): void {
    this.element.current?.replaceChildren(this.props.editor.view.dom);
  }

  override componentDidUpdate(before: { editor: Editor }): void {
    if (before.editor !== this.props.editor) this.componentDidMount();
  }

  override shouldComponentUpdate(next: { editor: Editor }): boolean {
    return next.editor !== this.props.editor;
  }

  override render() {
    return <div class="editor" ref={this.element} />;
  }
}

function Known({ text: { length, least, topics, copied, file } }: { text: Text }) {
  return (
    <div class="known">
      {topics.length > 0 && (
        <ul class="topics" aria-label="要写到的几个方面">
          {topics.map(({ name, covered }) => (
            <li key={name} class={covered ? "covered" : ""}>
              <span aria-hidden="true">{covered ? "✓" : "○"}</span> {name}<span class="unseen">{covered ? "，已写到" : "，还没写到"}</span>
            </li>
          ))}
        </ul>
      )}
      <p>
        <span class={length < least ? "short" : ""}>{length} 字{length < least ? `（少于 ${least} 字，像是还没写完）` : ""}</span>
        {copied && <span class="copied">有 {copied.length} 字与上年的一字不差（已标出）</span>}
        {file && <span>文字在 {file}</span>}
      </p>
    </div>
  );
}
