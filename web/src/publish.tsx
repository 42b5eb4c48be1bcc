/** Making the products. */
import { useState } from "preact/hooks";
import type { Product } from "./messages";
import { Dialog, type Desk } from "./view";

const formats: { made: Product[]; name: string; help: string }[] = [
  { made: ["pdf"], name: "PDF", help: "公文格式，可以直接印发、存档" },
  { made: ["docx"], name: "Word", help: "可以接着改的文档" },
  { made: ["html"], name: "网页", help: "一个文件，不连网也能看" },
  { made: ["md"], name: "Markdown", help: "纯文字" },
  { made: ["sheet", "sheetpage"], name: "图解", help: "给公众看的一张图：一页 PDF，和手机上看的网页" },
];

interface Props {
  desk: Desk;
  close: () => void;
  print: () => void;
}

export function Publish({ desk: { session, state, readonly }, close, print }: Props) {
  const errors = state.findings.filter(({ severity, waived }) => severity === "error" && waived === null).length;
  const [chosen, setChosen] = useState<Product[]>(["pdf", "docx", "html"]);
  const [draft, setDraft] = useState(errors > 0);
  const [told, setTold] = useState("");
  const [advice, setAdvice] = useState("");
  const toggle = (made: Product[], wanted: boolean) => {
    const others = chosen.filter((product) => !made.includes(product));
    setChosen(wanted ? [...others, ...made] : others);
  };
  const build = async (event: Event) => {
    event.preventDefault();
    setTold("正在生成……");
    setAdvice("");
    const answer = await session.ask({ do: "build", to: chosen, draft });
    const where = session.place?.beside === false ? "已下载" : "已生成，在数据文件旁边";
    setTold(answer ? `${where}：${answer.files.join("、")}` : "");
    setAdvice(answer?.advice ?? "");
  };
  const copy = async () => {
    const answer = await session.ask({ do: "build", to: ["fragment"], draft });
    if (answer?.fragment == null) return;
    const html = new Blob([answer.fragment], { type: "text/html" });
    const plain = new Blob([answer.fragment], { type: "text/plain" });
    await navigator.clipboard.write([new ClipboardItem({ "text/html": html, "text/plain": plain })]);
    setTold("正文已复制。到网站后台的编辑器里粘贴；编辑器若有“源代码”，粘贴到那里更稳妥。");
  };
  return (
    <Dialog title="发布" close={close}>
      <form onSubmit={(event) => void build(event)}>
        <p class={errors ? "lead error" : "lead"}>
          {errors ? `还有 ${errors} 个错误：改正以前只能出草稿，每页印有“草稿”。` : "没有错误，可以发布。"}
        </p>
        {!readonly && (
          <>
            <fieldset>
              <legend>生成</legend>
              {formats.map(({ made, name, help }) => (
                <label class="check" key={name}>
                  <input type="checkbox" checked={chosen.includes(made[0]!)} onChange={({ currentTarget }) => toggle(made, currentTarget.checked)} />
                  <b>{name}</b> <span class="help">{help}</span>
                </label>
              ))}
            </fieldset>
            <label class="check">
              <input type="checkbox" checked={draft} disabled={errors > 0} onChange={({ currentTarget }) => setDraft(currentTarget.checked)} />
              出草稿
            </label>
          </>
        )}
        <p class="actions">
          {!readonly && <button type="submit" class="first" disabled={!chosen.length}>{draft ? "生成草稿" : "生成"}</button>}
          <button type="button" onClick={() => void copy()}>复制网站正文</button>
          <button type="button" onClick={print}>打印…</button>
        </p>
        <div role="status" class="done">
          <p>{told}</p>
          {advice && <p class="help">{advice}</p>}
        </div>
      </form>
    </Dialog>
  );
}
