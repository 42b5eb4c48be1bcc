/** The data file as text, while it cannot be read as a form. */
import { Component, createRef } from "preact";
import { Editor } from "./editor";
import type { Finding, State } from "./messages";
import type { Desk } from "./view";

interface Props {
  desk: Desk;
  /** The finding that somebody was sent to. */
  target: { finding: Finding | null } | null;
}

export class Source extends Component<Props> {
  private readonly place = createRef<HTMLDivElement>();
  private readonly editor: Editor;
  /** What the host is known to have. */
  private base: string;
  private telling = false;
  private stop: (() => void) | null = null;

  constructor(props: Props) {
    super(props);
    const { session, state, readonly } = props.desk;
    this.base = state.source;
    this.editor = new Editor(this.base, {
      label: "数据文件", markdown: false, empty: "", readonly,
      changed: () => this.send(), stepped: () => {}, picture: () => {},
      undo: (back) => void session.ask({ do: back ? "undo" : "redo" }),
    });
  }

  override componentDidMount(): void {
    this.place.current?.replaceChildren(this.editor.view.dom);
    this.stop = this.props.desk.session.read((state) => this.read(state));
    this.mark();
  }

  override componentDidUpdate(before: Props): void {
    this.mark();
    const { target } = this.props;
    if (!target?.finding || target === before.target || target.finding.start === null) return;
    const { start, end } = target.finding;
    const length = this.editor.text.length;
    this.editor.show(Math.min(start, length), Math.min(end ?? start, length));
  }

  override componentWillUnmount(): void {
    this.stop?.();
    this.editor.view.destroy();
  }

  private mark(): void {
    const { findings, source } = this.props.desk.state;
    if (source !== this.editor.text || this.editor.composing) return;
    const placed = findings.filter(({ start, end, waived }) => start !== null && end !== null && waived === null);
    this.editor.surround(new Map(), placed.map(({ start, end, severity, message }) =>
      ({ from: start!, to: end!, kind: severity, title: message })));
  }

  private send(): void {
    const { editor, base } = this;
    if (this.telling || editor.composing || editor.text === base) return;
    this.telling = true;
    void this.props.desk.session.edit(() => ({ kind: "source", text: editor.text })).then((answer) => {
      this.telling = false;
      if (answer) this.send();
    });
  }

  private read({ source }: State): void {
    if (this.editor.composing) return;
    if (source !== this.editor.text && !this.telling) this.editor.take(this.base, source);
    this.base = source;
  }

  override render({ desk: { state } }: Props) {
    return (
      <section class="source" aria-label="数据文件">
        <h1>{state.file}</h1>
        <p class="lead">这个文件现在读不成表。改正右边列出的错误，表就回来了；别的内容都还在。</p>
        <div class="editor" ref={this.place} />
      </section>
    );
  }
}
