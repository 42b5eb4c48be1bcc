/** A table of the form: printed as the form prints it, worked in like a spreadsheet. */
import { Component, createRef } from "preact";
import { fromHtml, fromTabs, lay, toHtml, toTabs, withoutHeadings, type Block } from "./clipboard";
import { difference, isFigure } from "./figures";
import type { Cell, Figure, Finding, Section, Table } from "./messages";
import { CellBar, Note } from "./cellbar";
import { FigureCell, Heading } from "./cells";
import { parse } from "./markdown";
import { at, all, bounds, covers, headed, move, next, same, selected, sheet, type Entry, type Place, type Range, type Sheet } from "./sheet";
import { Balances, carried, isOpen, Tools } from "./tools";
import { worst, type Desk } from "./view";

interface Props {
  desk: Desk;
  section: Section;
  table: Table;
  /** How often cells were typed into or answered. */
  typed: number;
  /** The cell that somebody was sent to, and how often anybody was. */
  target: { path: string; count: number } | null;
}

interface Drawn {
  range: Range;
  /** What is being typed into the cell at the anchor. */
  draft: string | null;
  /** Whether the caret moves in the cell (F2), not between cells. */
  inside: boolean;
  /** Whether the keyboard is in the table. */
  here: boolean;
  lasts: boolean;
  /** Whether the remark on the figure at the anchor is being written. */
  noting: boolean;
}

const start: Place = { line: 0, index: 0 };

export class Grid extends Component<Props, Drawn> {
  override state: Drawn = { range: { anchor: start, head: start }, draft: null, inside: false, here: false, lasts: true, noting: false };
  private readonly element = createRef<HTMLTableElement>();
  private readonly tools = createRef<HTMLDivElement>();
  private made: { table: Table; sheet: Sheet } | null = null;
  /** Where Tab set out from in the line: Enter goes back there. */
  private column: number | null = null;
  private dragging = false;
  private readonly release = () => {
    this.dragging = false;
  };
  private stop: (() => void) | null = null;
  /** What the cell held, and how, before it was typed into. */
  private before: { words: string; state: Figure["state"] } | null = null;

  override componentDidMount(): void {
    addEventListener("pointerup", this.release);
    this.stop = this.props.desk.session.holds(() => this.commit());
    this.follow(null);
  }

  override componentWillUnmount(): void {
    removeEventListener("pointerup", this.release);
    this.stop?.();
  }

  /** Most changes are made elsewhere in the form. */
  override shouldComponentUpdate(next: Props, state: Drawn): boolean {
    const { table, target, desk, typed } = this.props;
    return state !== this.state || next.table !== table || next.target !== target || next.typed !== typed
      || next.desk.state.findings !== desk.state.findings;
  }

  override componentDidUpdate(before: Props): void {
    this.follow(before.target);
  }

  private follow(before: Props["target"]): void {
    const { target } = this.props;
    if (!target || target === before) return;
    const exact = this.sheet.places.get(target.path);
    const inner = [...this.sheet.places].find(([path]) => path.startsWith(`${target.path}.`));
    const place = exact ?? inner?.[1];
    if (place) this.enter(place, true);
  }

  private get sheet(): Sheet {
    if (this.made?.table !== this.props.table) this.made = { table: this.props.table, sheet: sheet(this.props.table) };
    return this.made.sheet;
  }

  /** What a cell shows: what was typed, until the core has answered. */
  private words({ figure, words }: Entry): string {
    const typed = this.props.desk.session.typed.get(figure.path);
    if (typed !== undefined) return typed;
    const note = figure.note === null ? "" : `（${figure.note}）`;
    return note && words.endsWith(note) ? words.slice(0, -note.length) : words;
  }

  private input(place: Place): HTMLInputElement | null {
    return this.element.current?.querySelector(`[data-place="${place.line} ${place.index}"]`) ?? null;
  }

  /** Goes to a cell; its words are marked, so that typing replaces them. */
  private enter(place: Place, centred = false): void {
    this.setState({ range: { anchor: place, head: place }, draft: null, inside: false }, () => {
      const input = this.input(place);
      input?.focus({ preventScroll: centred });
      input?.select();
      if (centred) input?.scrollIntoView({ block: "center", inline: "nearest" });
    });
  }

  private change(cells: { path: string; words: string }[]): Promise<unknown> | null {
    if (!cells.length || this.props.desk.readonly) return null;
    return this.props.desk.session.edit({ kind: "cells", cells });
  }

  /** What was typed becomes the cell's. */
  private commit(): Promise<unknown> | null {
    const { draft, range } = this.state;
    if (draft === null) return null;
    this.setState({ draft: null, inside: false });
    this.state.draft = null;
    const entry = at(this.sheet, range.anchor);
    const { before } = this;
    this.before = null;
    if (!entry || !before) return null;
    const nothing = before.words === "" && before.state !== "stated" && before.state !== "covered";
    if (draft.trim() === before.words || (draft.trim() === "" && nothing)) {
      this.props.desk.session.try(null);
      return null;
    }
    return this.change([{ path: entry.figure.path, words: draft.trim() }]);
  }

  /** A cell begins to be typed into, where it was not. */
  private begin(): Entry | undefined {
    const entry = at(this.sheet, this.state.range.anchor);
    if (entry && (this.state.draft === null || !this.before)) this.before = { words: this.words(entry), state: entry.figure.state };
    return entry;
  }

  /** What was typed is nothing. */
  private drop(then: () => void): void {
    this.before = null;
    this.props.desk.session.try(null);
    this.setState({ draft: null, inside: false }, then);
  }

  private readonly keydown = (event: KeyboardEvent): void => {
    // Enter and the arrows of a composition choose characters.
    if (event.isComposing || event.keyCode === 229 || !(event.target instanceof HTMLInputElement)) return;
    const { key, shiftKey: shift } = event;
    const control = event.ctrlKey || event.metaKey;
    const { range, draft, inside } = this.state;
    const handled = () => event.preventDefault();
    if (key === "Enter" && !control) {
      handled();
      this.commit();
      this.goOn(range.anchor, shift);
    } else if (key === "Tab" && !control) {
      const to = next(this.sheet, range.anchor, shift);
      this.commit();
      if (!to) return;
      handled();
      this.column ??= range.anchor.index;
      this.enter(to);
    } else if (key === "Escape") {
      handled();
      if (draft === null) this.tools.current?.querySelector("button")?.focus();
      else this.drop(() => this.input(range.anchor)?.select());
    } else if (key === "F2") {
      handled();
      if (shift) this.setState({ noting: !this.props.desk.readonly });
      else this.editInside();
    } else if (draft === null && control && key.toLowerCase() === "a") {
      handled();
      this.setState({ range: { ...all(this.sheet), anchor: range.anchor } });
      this.choose(all(this.sheet));
    } else if (draft === null && key === " " && (shift || control)) {
      handled();
      this.chooseLine(control);
    } else if (draft === null && (key === "Delete" || key === "Backspace")) {
      handled();
      this.clear();
    } else if (!(inside && /^(ArrowLeft|ArrowRight|Home|End)$/.test(key))) {
      this.travel(event, control);
    }
  };

  private travel(event: KeyboardEvent, control: boolean): void {
    const { range, draft } = this.state;
    const extend = event.shiftKey && draft === null;
    const to = move(this.sheet, extend ? range.head : range.anchor, event.key, control);
    if (!to) return;
    event.preventDefault();
    this.commit();
    this.column = null;
    if (extend) {
      this.setState({ range: { anchor: range.anchor, head: to } });
      this.input(to)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else {
      this.enter(to);
    }
  }

  /** Enter: below where Tab set out, as spreadsheets do; at the end of the table it stays. */
  private goOn(from: Place, back: boolean): void {
    const index = this.column ?? from.index;
    this.column = null;
    const line = from.line + (back ? -1 : 1);
    const ends = this.sheet.lines[line]?.length;
    this.enter(ends === undefined ? from : { line, index: Math.min(index, ends - 1) });
  }

  private editInside(): void {
    const { readonly } = this.props.desk;
    const { anchor } = this.state.range;
    const entry = readonly ? undefined : this.begin();
    if (!entry) return;
    const words = this.state.draft ?? this.words(entry);
    this.setState({ draft: words, inside: true, range: { anchor, head: anchor } }, () =>
      this.input(anchor)?.setSelectionRange(words.length, words.length));
  }

  private choose(range: Range): void {
    this.setState({ range, draft: null, inside: false }, () => {
      const input = this.input(range.anchor);
      input?.focus({ preventScroll: true });
      input?.select();
      this.setState({ range });
    });
  }

  private chooseLine(column: boolean): void {
    const { anchor } = this.state.range;
    const { bottom, right } = bounds(all(this.sheet));
    this.choose(column
      ? { anchor: { line: 0, index: anchor.index }, head: { line: bottom, index: anchor.index } }
      : { anchor: { line: anchor.line, index: 0 }, head: { line: anchor.line, index: right } });
  }

  private get chosen(): Entry[][] {
    return selected(this.sheet, this.state.range);
  }

  /** After a button of the table, the keyboard is in the table again. */
  private back(_done: unknown): void {
    const input = this.input(this.state.range.anchor);
    input?.focus({ preventScroll: true });
  }

  private readonly clear = (): void => {
    const entries = this.chosen.flat().filter(({ figure }) => !["blank", "computed"].includes(figure.state));
    void this.change(entries.map(({ figure }) => ({ path: figure.path, words: "" })));
  };

  /** 0 for what is open; a single cell is set to 0 whatever it holds. */
  private fill(entries: Entry[]): void {
    const { typed } = this.props.desk.session;
    const open = entries.filter(({ figure }) =>
      (isOpen(figure) && !typed.has(figure.path)) || (entries.length === 1 && !figure.total));
    void this.change(open.map(({ figure }) => ({ path: figure.path, words: "0" })));
  }

  private readonly copy = (event: ClipboardEvent): void => {
    if (this.state.draft !== null || !event.clipboardData) return;
    event.preventDefault();
    const lines = this.chosen.map((line) => line.map((entry) => ({ ...entry, words: this.words(entry) })));
    event.clipboardData.setData("text/plain", toTabs(lines));
    event.clipboardData.setData("text/html", toHtml(lines));
    if (event.type === "cut") this.clear();
  };

  private readonly paste = (event: ClipboardEvent): void => {
    const { clipboardData: data } = event;
    if (!data || this.props.desk.readonly) return;
    const text = data.getData("text/plain");
    if (this.state.draft !== null && !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    void this.put(fromHtml(parse(data.getData("text/html"))) ?? fromTabs(text));
  };

  private async put(read: Block): Promise<void> {
    const { session, readonly } = this.props.desk;
    const { range } = this.state;
    if (readonly || !read.length) return;
    const single = read.length === 1 && read[0]!.length === 1;
    if (single && !same(range.anchor, range.head)) {
      const open = this.chosen.flat().filter(({ figure }) => figure.state !== "computed");
      await this.change(open.map(({ figure }) => ({ path: figure.path, words: read[0]![0]! })));
      return;
    }
    const block = single ? read : withoutHeadings(read);
    const { top, left } = bounds(range);
    const laid = lay(this.sheet, { line: top, index: left }, block);
    this.choose({ anchor: laid.from, head: laid.to });
    if (!laid.cells.length) return session.say("这里放不下粘贴来的内容", "先选中要填的第一格，再粘贴。", true);
    const answered = await this.change(laid.cells);
    if (!answered || single) return;
    const off = laid.compared.filter(({ path, words }) => {
      const place = this.sheet.places.get(path);
      const entry = place && at(this.sheet, place);
      return entry && isFigure(words) && /[1-9]/.test(difference(words, entry.words) ?? "");
    });
    const told = [`已粘贴 ${laid.cells.length} 格`];
    if (laid.outside) told.push(`${laid.outside} 格在表外，没有写入`);
    if (laid.compared.length) {
      told.push(off.length
        ? `合计由表算出，没有写入；粘贴来的合计有 ${off.length} 格与算出的不同`
        : "合计由表算出，与粘贴来的相同");
    }
    session.say(told.join("；"), off.map(({ path, words }) => `${path}：粘贴来的是 ${words}`).join("；"), off.length > 0);
  }

  private place(event: Event): Place | null {
    const cell = (event.target as Element).closest("td")?.querySelector("input");
    const [line, index] = cell?.dataset.place?.split(" ").map(Number) ?? [];
    return line === undefined || index === undefined ? null : { line, index };
  }

  private readonly pointerdown = (event: PointerEvent): void => {
    const place = this.place(event);
    if (!place || event.button !== 0) return;
    const { range, draft } = this.state;
    if (draft !== null && same(place, range.anchor)) return;
    event.preventDefault();
    this.commit();
    this.column = null;
    if (event.shiftKey) {
      this.setState({ range: { anchor: range.anchor, head: place } });
      return;
    }
    this.dragging = true;
    this.enter(place);
  };

  private readonly pointerover = (event: PointerEvent): void => {
    const place = this.dragging && event.buttons === 1 ? this.place(event) : null;
    if (place) this.setState({ range: { anchor: this.state.range.anchor, head: place } });
  };

  private readonly typed = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) {
      const entry = this.begin();
      const words = event.target.value.trim();
      const composing = event instanceof InputEvent && event.isComposing;
      if (entry && !composing) this.props.desk.session.try({ kind: "cells", cells: [{ path: entry.figure.path, words }] });
      this.setState({ draft: event.target.value, range: { anchor: this.state.range.anchor, head: this.state.range.anchor } });
    }
  };

  private readonly focusin = (event: FocusEvent): void => {
    const place = this.place(event);
    if (!place) return;
    const { range, draft } = this.state;
    if (!same(place, range.anchor)) this.setState({ range: { anchor: place, head: place }, draft: null, inside: false });
    if (draft === null) (event.target as HTMLInputElement).select();
    this.setState({ here: true });
  };

  private readonly focusout = (event: FocusEvent): void => {
    this.commit();
    const to = event.relatedTarget as Node | null;
    if (to && !(event.currentTarget as Element).contains(to)) this.setState({ here: false });
  };

  private readonly heading = (row: number, cell: Cell): void => {
    const range = headed(this.props.table, this.sheet, row, cell);
    if (range) this.choose(range);
  };

  private findings(path: string): Finding[] {
    return this.props.desk.state.findings.filter(({ paths }) => paths.includes(path));
  }

  override render({ desk, section, table }: Props, { range, draft, here, lasts, noting }: Drawn) {
    const { lines, places } = this.sheet;
    const entry = at(this.sheet, range.anchor);
    const byPath = new Map<string, Finding[]>();
    for (const finding of desk.state.findings) {
      if (finding.waived !== null) continue;
      for (const path of finding.paths) byPath.set(path, [...(byPath.get(path) ?? []), finding]);
    }
    const draw = (cell: Cell, row: number) => {
      if (!cell.figure) return <Heading key={cell.column} cell={cell} row={row} top={row < table.header_rows} choose={this.heading} />;
      const place = places.get(cell.figure.path)!;
      const anchored = same(place, range.anchor);
      const own = byPath.get(cell.figure.path) ?? [];
      return (
        <FigureCell
          key={cell.column} cell={cell} place={`${place.line} ${place.index}`}
          words={anchored && draft !== null ? draft : this.words(cell as Entry)}
          stop={anchored} chosen={here && covers(range, place)} many={!same(range.anchor, range.head)}
          severity={worst(own)} told={own.map(({ message }) => message).join("；")}
          readonly={desk.readonly} lasts={lasts}
        />
      );
    };
    const [head, body] = [table.rows.slice(0, table.header_rows), table.rows.slice(table.header_rows)];
    const wide = Math.max(...lines.map((line) => line.length)) > 8;
    const least = table.widths.reduce((sum, width) => sum + width, 0);
    return (
      <div class="grid" data-section={section.key} onFocusOut={this.focusout}>
        <Tools
          grid={{ range, entry, lasts, desk, lines }} box={this.tools}
          fill={() => this.back(this.fill(this.chosen.flat()))} fillAll={() => this.back(this.fill(lines.flat()))}
          clear={() => this.back(this.clear())}
          carry={() => this.back(this.change(carried(lines).map(({ figure }) => ({ path: figure.path, words: figure.offered! }))))}
          toggle={() => this.setState({ lasts: !lasts })}
        />
        <div class={`table ${wide ? "dense" : ""}`} role="presentation">
          <table
            ref={this.element} role="grid" aria-label={section.heading} aria-multiselectable="true" data-lasts={lasts}
            onKeyDown={this.keydown} onCopy={this.copy} onCut={this.copy} onPaste={this.paste}
            onPointerDown={this.pointerdown} onPointerOver={this.pointerover} onDblClick={() => this.editInside()}
            onInput={this.typed} onFocusIn={this.focusin} style={{ minWidth: `${least}em` }}
          >
            <colgroup>{table.widths.map((width, column) => <col key={column} style={{ width: `${100 * width / least}%` }} />)}</colgroup>
            {head.length > 0 && <thead>{head.map((row, number) => <tr key={number}>{row.map((cell) => draw(cell, number))}</tr>)}</thead>}
            <tbody>
              {body.map((row, number) => <tr key={number}>{row.map((cell) => draw(cell, number + table.header_rows))}</tr>)}
            </tbody>
          </table>
        </div>
        <Balances table={table} go={(path) => this.enter(places.get(path) ?? range.anchor, true)} />
        {here && entry && (
          <CellBar desk={desk} entry={entry} words={this.words(entry)} findings={this.findings(entry.figure.path)} count={this.chosen.flat().length} note={() => this.setState({ noting: true })} />
        )}
        {noting && entry && <Note desk={desk} figure={entry.figure} close={() => this.setState({ noting: false })} />}
      </div>
    );
  }
}
