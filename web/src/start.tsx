/** The start page: the folder's reports, and the ways to a new one. */
import { createRef } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Folder } from "./messages";
import { Drafts, Ways, Where } from "./saving";
import type { Session } from "./session";
import { base64, Dialog, moment } from "./view";

/** What can be read, by the endings of its name. */
const READABLE = ".docx,.xlsx,.xls,.et,.doc,.wps,.html,.htm,.mht,.mhtml,.pdf,.md,.txt";

export function Start({ session, folder }: { session: Session; folder: Folder }) {
  const [asking, setAsking] = useState<"new" | "next" | null>(null);
  const [busy, setBusy] = useState("");
  const [over, setOver] = useState(false);
  const file = createRef<HTMLInputElement>();
  useEffect(() => {
    document.title = "年报";
  }, []);
  const read = async (file: File | undefined) => {
    if (!file) return;
    setBusy(`正在读 ${file.name}……`);
    await session.ask({ do: "read", name: file.name, base64: await base64(file) });
    setBusy("");
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer?.files ?? [];
    // Asked for at once: after a pause the browser has forgotten what was dropped.
    const opening = event.dataTransfer && session.place?.take(event.dataTransfer);
    if (!opening || await session.reach(() => opening) === null) await read(file);
  };
  const dragged = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <main class={`start ${over ? "over" : ""}`} onDragOver={dragged} onDragLeave={() => setOver(false)} onDrop={(event) => void drop(event)}>
      <h1>政府信息公开工作年度报告</h1>
      {session.place ? <Where place={session.place} name={folder.name} /> : <p class="lead">文件夹：{folder.name}</p>}
      <Drafts session={session} />
      {!folder.readonly && (
        <ul class="ways">
          {session.place && <Ways session={session} />}
          <li><button type="button" onClick={() => setAsking("new")}><b>新建</b><span>一份空白的报告</span></button></li>
          <li>
            <button type="button" disabled={!folder.reports.length} onClick={() => setAsking("next")}>
              <b>由上年的续</b><span>机关、结转和要写的方面都带过来</span>
            </button>
          </li>
          <li>
            <button type="button" onClick={() => file.current?.click()}>
              <b>读入已发布的</b><span>Word、Excel、网页、PDF，也可以拖到这里</span>
            </button>
          </li>
        </ul>
      )}
      <input
        ref={file} type="file" accept={READABLE} hidden aria-label="已发布的报告"
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          currentTarget.value = "";
          void read(chosen);
        }}
      />
      <p role="status">{busy}</p>
      <Reports session={session} folder={folder} />
      {session.place && <p class="alone">整个程序都在这一页里，不连网：您写的、打开的，都不离开这台电脑。没有保存的改动留在这个浏览器里，保存以后就删掉。</p>}
      {asking === "new" && <New session={session} folder={folder} close={() => setAsking(null)} />}
      {asking === "next" && <Next session={session} folder={folder} close={() => setAsking(null)} />}
    </main>
  );
}

function Reports({ session, folder: { reports } }: { session: Session; folder: Folder }) {
  if (!reports.length && session.place?.isOpen === false) return null;
  if (!reports.length) return <p class="empty">这个文件夹里还没有报告。</p>;
  return (
    <table class="reports">
      <caption class="unseen">文件夹里的报告</caption>
      <thead><tr><th scope="col">年度</th><th scope="col">机关</th><th scope="col">检查结果</th><th scope="col">最后改动</th><th scope="col">文件</th></tr></thead>
      <tbody>
        {reports.map(({ file, agency, year, errors, warnings, changed }) => (
          <tr key={file}>
            <td>{year ?? "—"}</td>
            <th scope="row"><button type="button" class="link" onClick={() => void session.ask({ do: "open", file })}>{agency || file}</button></th>
            <td>{errors > 0 && <span class="error">{errors} 个错误</span>} {warnings > 0 && <span class="warning">{warnings} 个警告</span>}{!errors && !warnings && <span class="even">没有问题</span>}</td>
            <td>{moment(changed)}</td>
            <td class="file">{file}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Asked {
  session: Session;
  folder: Folder;
  close: () => void;
}

function New({ session, folder: { years, categories, reports }, close }: Asked) {
  const last = new Date().getFullYear() - 1;
  const [year, setYear] = useState(years.includes(last) ? last : (years[0] ?? last));
  const [agency, setAgency] = useState(reports[0]?.agency ?? "");
  const [category, setCategory] = useState(categories[0] ?? "");
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await session.ask({ do: "new", year, agency: agency.trim(), category })) close();
  };
  return (
    <Dialog title="新建一份报告" close={close}>
      <form onSubmit={(event) => void submit(event)}>
        <label class="field"><span>年度</span>
          <select value={String(year)} onChange={({ currentTarget }) => setYear(Number(currentTarget.value))}>
            {years.map((year) => <option key={year} value={String(year)}>{year}</option>)}
          </select>
        </label>
        <label class="field"><span>机关名称</span>
          <input required autofocus value={agency} placeholder="例：某县档案馆" onInput={({ currentTarget }) => setAgency(currentTarget.value)} />
        </label>
        <label class="field"><span>机关类别</span>
          <select value={category} onChange={({ currentTarget }) => setCategory(currentTarget.value)}>
            {categories.map((category) => <option key={category} value={category}>{category}</option>)}
          </select>
        </label>
        <p class="actions"><button type="submit" class="first">新建</button><button type="button" onClick={close}>取消</button></p>
      </form>
    </Dialog>
  );
}

function Next({ session, folder: { reports }, close }: Asked) {
  const [file, setFile] = useState(reports[0]?.file ?? "");
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await session.ask({ do: "next", file })) close();
  };
  return (
    <Dialog title="由上年的续" close={close}>
      <form onSubmit={(event) => void submit(event)}>
        <label class="field"><span>上年的报告</span>
          <select autofocus value={file} onChange={({ currentTarget }) => setFile(currentTarget.value)}>
            {reports.map(({ file, agency, year }) => <option key={file} value={file}>{`${year ?? ""} ${agency}（${file}）`}</option>)}
          </select>
        </label>
        <p class="help">新的数据文件放在旁边，上年的不动。</p>
        <p class="actions"><button type="submit" class="first">续写下一年</button><button type="button" onClick={close}>取消</button></p>
      </form>
    </Dialog>
  );
}
