/** The open report: bar, sections, form, and what is known about it. */
import { Component } from "preact";
import { Findings } from "./findings";
import { Grid } from "./grid";
import type { Conflict, Finding, Form, Section, State } from "./messages";
import { Particulars } from "./particulars";
import { framed, Preview } from "./preview";
import { Prose } from "./prose";
import { Publish } from "./publish";
import { isLacking, Save } from "./saving";
import type { Session } from "./session";
import { Source } from "./source";
import { splice } from "./texts";
import { concerns, Dialog, worst, type Desk } from "./view";

interface Props {
  session: Session;
  state: State;
}

interface Open {
  panel: "findings" | "preview" | null;
  publishing: boolean;
  restoring: boolean;
  /** What the list of findings sent to. */
  target: { finding: Finding | null; section: string; path: string; count: number } | null;
}

/** The section that a finding stands in. */
const home = (form: Form, { path }: Finding): string => {
  const [first = ""] = (path ?? "").split(".");
  return form.sections.find(({ key, table }) => key === first || tableHolds(table, path ?? ""))?.key ?? "particulars";
};

const tableHolds = (table: Section["table"], path: string): boolean =>
  path !== "" && !!table?.rows.some((row) => row.some(({ figure }) =>
    figure && (figure.path === path || figure.path.startsWith(`${path}.`))));

/** Where two states of the form differ first: a figure that somebody stated, or a section. */
export function change(before: Form, after: Form): { section: string; path: string } | null {
  const found = after.sections.flatMap((section, number) => {
    const old = before.sections[number];
    if (!old || old === section) return [];
    const cells = (section.table?.rows ?? []).flatMap((row, line) =>
      row.filter((cell, index) => cell !== old.table?.rows[line]?.[index] && cell.figure !== null));
    const stated = cells.find(({ figure }) => figure?.state !== "computed") ?? cells[0];
    if (stated) return [{ section: section.key, path: stated.figure!.path }];
    return old.text?.passages === section.text?.passages ? [] : [{ section: section.key, path: "" }];
  });
  return found.find(({ path }) => path) ?? found[0] ?? null;
}

export class App extends Component<Props, Open> {
  override state: Open = { panel: "findings", publishing: false, restoring: false, target: null };

  // One history for all: the core's. Dialogs keep the browser's.
  private readonly keydown = (event: KeyboardEvent): void => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !["z", "y"].includes(key) || event.isComposing) return;
    if (this.props.state.readonly || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    event.stopPropagation();
    void this.back(key === "y" || event.shiftKey ? "redo" : "undo");
  };

  /** Takes a step back, or makes it again, and goes to where that was. */
  private async back(which: "undo" | "redo"): Promise<void> {
    const { session } = this.props;
    session.flush();
    await session.edit(() => null);
    const before = session.state?.form;
    await session.ask({ do: which });
    const after = session.state?.form;
    const place = before && after ? change(before, after) : null;
    if (!place) return;
    this.setState({ target: { finding: null, ...place, count: (this.state.target?.count ?? 0) + 1 } });
    if (!place.path) document.getElementById(`section-${place.section}`)?.scrollIntoView({ block: "nearest" });
  }

  override componentWillUnmount(): void {
    document.removeEventListener("keydown", this.keydown, true);
  }

  override componentDidMount(): void {
    document.addEventListener("keydown", this.keydown, true);
    const section = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    // Once the texts above it have taken their room.
    if (section) requestAnimationFrame(() => requestAnimationFrame(() => section.scrollIntoView()));
  }

  private readonly go = (finding: Finding): void => {
    const { form } = this.props.state;
    const section = form ? home(form, finding) : "";
    const count = (this.state.target?.count ?? 0) + 1;
    this.setState({ target: { finding, section, path: finding.path ?? "", count } });
    document.getElementById(`section-${section}`)?.scrollIntoView({ block: "start" });
    if (section === "particulars") document.querySelector<HTMLElement>(".particulars input")?.focus();
  };

  private readonly print = async (): Promise<void> => {
    const answer = await this.props.session.ask({ do: "preview" });
    if (!answer) return;
    const frame = document.createElement("iframe");
    frame.className = "unseen";
    frame.setAttribute("sandbox", "allow-same-origin allow-modals");
    frame.srcdoc = framed(answer.html);
    frame.onload = () => {
      frame.contentWindow?.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
      frame.contentWindow?.print();
    };
    document.body.append(frame);
  };

  override render({ session, state }: Props, { panel, publishing, restoring, target }: Open) {
    const desk: Desk = { session, state, readonly: state.readonly };
    const { form } = state;
    document.title = `${isLacking(session) ? "● 没有保存 · " : ""}${form?.title || state.file}`;
    const toggle = (which: "findings" | "preview") => this.setState({ panel: panel === which ? null : which });
    return (
      <div class={`workbench ${panel ? `with-${panel}` : ""}`}>
        <Bar
          desk={desk} panel={panel} toggle={toggle} back={(which) => void this.back(which)}
          publish={() => this.setState({ publishing: true })} restore={() => this.setState({ restoring: true })}
        />
        <Notices desk={desk} />
        {form && <Sections form={form} state={state} />}
        <main class="desk" id="form" tabIndex={-1}>
          {form ? <Paper desk={desk} form={form} target={target} /> : <Source desk={desk} target={target} />}
        </main>
        {panel === "findings" && (
          <aside class={`panel ${state.findings.length ? "" : "empty"}`} aria-label="检查结果">
            <h2><span role="status">{state.summary}</span></h2>
            <Findings desk={desk} findings={state.findings} go={this.go} />
          </aside>
        )}
        {panel === "preview" && (
          <aside class="panel preview" aria-label="预览"><Preview desk={desk} path={target?.path ?? ""} /></aside>
        )}
        {publishing && <Publish desk={desk} close={() => this.setState({ publishing: false })} print={() => void this.print()} />}
        {restoring && <Restore session={session} close={() => this.setState({ restoring: false })} />}
      </div>
    );
  }
}

interface BarProps {
  desk: Desk;
  panel: Open["panel"];
  toggle: (panel: "findings" | "preview") => void;
  back: (which: "undo" | "redo") => void;
  publish: () => void;
  restore: () => void;
}

function Bar({ desk: { session, state, readonly }, panel, toggle, back, publish, restore }: BarProps) {
  const { form, findings } = state;
  const count = findings.filter(({ waived }) => waived === null).length;
  return (
    <header class="bar">
      <a class="skip" href="#form">到表里</a>
      <button type="button" class="quiet" onClick={() => void leave(session)}>‹ 所有报告</button>
      <b class="file">{state.file}</b>
      <span class={`saved ${isLacking(session) ? "lacking" : ""}`} role="status">{saved(session, state)}</span>
      {!readonly && <Save session={session} />}
      <span class="space" />
      {!readonly && (
        <>
          <button type="button" disabled={!state.undo} onClick={() => back("undo")} title={`${state.undo ? `撤销：${state.undo}` : "没有可撤销的"}（Ctrl+Z）`}>撤销</button>
          <button type="button" disabled={!state.redo} onClick={() => back("redo")} title={`${state.redo ? `重做：${state.redo}` : "没有可重做的"}（Ctrl+Y）`}>重做</button>
          <button type="button" disabled={!state.undo && !state.redo} onClick={restore}>恢复到打开时</button>
        </>
      )}
      <button type="button" aria-pressed={panel === "findings"} onClick={() => toggle("findings")}>检查 {count || "✓"}</button>
      <button type="button" aria-pressed={panel === "preview"} onClick={() => toggle("preview")}>预览</button>
      {readonly && form && (
        <>
          <a class="product" href="pdf" target="_blank">PDF</a>
          <a class="product" href="docx">Word</a>
        </>
      )}
      <button type="button" class="first" onClick={publish}>发布…</button>
    </header>
  );
}

async function leave(session: Session): Promise<void> {
  await session.openFolder();
  session.leave();
}

function saved(session: Session, { saved, fault, readonly, conflict }: State): string {
  if (readonly) return "只看，不改";
  if (session.gone) return "没有连上";
  if (fault !== null) return "没有存上";
  if (conflict) return "有一处要您选";
  if (!saved && session.place && !session.place.automatic) return "还没有保存";
  return saved && !session.busy ? "已保存" : "正在保存……";
}

/** What has to be said at the top: never more than needs be. */
function Notices({ desk: { session, state } }: { desk: Desk }) {
  const { said } = session;
  return (
    <div class="notices">
      {session.gone && (
        <div class="notice error" role="alert">
          <p>
            <b>{session.place ? "这一页里的程序停了。" : "年报程序已经停了，或者连不上。"}</b>
            {session.busy ? `还有 ${session.waiting} 处改动没有存上；页面不要关，` : "已改的都存上了；"}
            {session.place ? "重新打开这一页，从草稿接着改。" : "重新运行程序并用它给的网址打开。正在不断重试。"}
          </p>
          <button type="button" onClick={() => void navigator.clipboard.writeText(state.source)}>复制数据文件的内容</button>
        </div>
      )}
      {state.fault !== null && (
        <div class="notice error" role="alert">
          <p><b>没有存上：</b>{state.fault}</p>
          {session.place && <button type="button" onClick={() => void session.reach((place) => place.download())}>下载</button>}
        </div>
      )}
      {state.conflict && <Conflicting session={session} conflict={state.conflict} />}
      {said && (
        <div class={`notice ${said.refused ? "warning" : "done"}`} role="status">
          <p>{said.words}{said.help && <span class="help"> {said.help}</span>}</p>
          <button type="button" class="quiet" aria-label="知道了" onClick={() => session.hush()}>✕</button>
        </div>
      )}
    </div>
  );
}

function Conflicting({ session, conflict: { place, mine, theirs } }: { session: Session; conflict: Conflict }) {
  const settle = (keep: "mine" | "theirs") => void session.ask({ do: "settle", keep });
  return (
    <div class="notice conflict" role="alert">
      <p><b>“{place}”在别处也改了，与这里的不同。</b>选好以前，两边的都不会丢。</p>
      <div class="sides">
        <figure><figcaption>这里写的</figcaption><pre><Differing words={mine} from={theirs} /></pre><button type="button" onClick={() => settle("mine")}>用这里的</button></figure>
        <figure><figcaption>文件里的</figcaption><pre><Differing words={theirs} from={mine} /></pre><button type="button" onClick={() => settle("theirs")}>用文件里的</button></figure>
      </div>
    </div>
  );
}

/** Words with what is different in them marked. */
function Differing({ words, from }: { words: string; from: string }) {
  const change = splice(from, words);
  if (!change) return <>{words}</>;
  const end = change.from + change.insert.length;
  return <>{words.slice(0, change.from)}<mark>{change.insert}</mark>{words.slice(end)}</>;
}

function Restore({ session, close }: { session: Session; close: () => void }) {
  const restore = () => {
    void session.ask({ do: "restore" });
    close();
  };
  return (
    <Dialog title="恢复到打开时" close={close}>
      <p>打开以后在这里改的都撤掉。恢复以后也可以再“撤销”，改动就回来了。</p>
      <p class="actions"><button type="button" class="first" onClick={restore}>恢复</button><button type="button" onClick={close}>取消</button></p>
    </Dialog>
  );
}

/** The sections with their state. */
function Sections({ form, state }: { form: Form; state: State }) {
  const go = (event: Event, key: string) => {
    event.preventDefault();
    const section = document.getElementById(`section-${key}`);
    section?.scrollIntoView({ block: "start" });
    const inner = section?.querySelector<HTMLElement>('.cm-content, td input[tabindex="0"], .particulars input');
    inner?.focus({ preventScroll: true });
  };
  const entry = (key: string, name: string, filled: boolean, severity: Finding["severity"] | undefined, told: string) => (
    <li key={key}>
      <a href={`#section-${key}`} onClick={(event) => go(event, key)}>
        <span class={`dot ${severity ?? (filled ? "filled" : "open")}`} aria-hidden="true">{severity === "error" || severity === "warning" ? "!" : filled ? "✓" : ""}</span>
        <span>{name}<small>{told}</small></span>
      </a>
    </li>
  );
  const own = state.findings.filter((finding) => finding.waived === null && home(form, finding) === "particulars");
  return (
    <nav class="sections" aria-label="各部分">
      <ol>
        {entry("particulars", "基本情况", form.particulars.every(({ words, required }) => words || !required), worst(own), "")}
        {form.sections.map(({ key, heading, errors, warnings, filled }) => {
          const severity = errors ? "error" as const : warnings ? "warning" as const : undefined;
          const told = errors ? `${errors} 个错误` : warnings ? `${warnings} 个警告` : filled ? "已填好" : "还没填完";
          return entry(key, heading, filled, severity, told);
        })}
      </ol>
    </nav>
  );
}

/** The form, as on paper. */
function Paper({ desk, form, target }: { desk: Desk; form: Form; target: Open["target"] }) {
  const sent = (key: string) => (target?.section === key ? target : null);
  return (
    <article class="paper">
      <p class="document">{form.document}</p>
      <h1>{form.title_pieces.map((line) => <span>{line.map((piece) => <span>{piece}</span>)}</span>)}</h1>
      <section id="section-particulars" aria-label="基本情况"><Particulars desk={desk} form={form} /></section>
      {form.sections.map((section, number) => {
        const { key, heading, text } = section;
        const table = section.table && (desk.session.tried?.sections[number]?.table ?? section.table);
        const findings = desk.state.findings.filter((finding) => finding.waived === null &&
          (table ? finding.path === key : concerns(finding, key)));
        return (
          <section key={key} id={`section-${key}`} aria-labelledby={`heading-${key}`}>
            <h2 id={`heading-${key}`}>{heading}</h2>
            {text && <Prose desk={desk} form={form} section={section} text={text} target={sent(key)} />}
            {table && <Grid desk={desk} section={section} table={table} typed={desk.session.turns} target={sent(key)} />}
            {findings.length > 0 && <Findings desk={desk} findings={findings} />}
          </section>
        );
      })}
    </article>
  );
}
