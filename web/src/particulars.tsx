/** Year, agency, date and signature as a form. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Form, Particular } from "./messages";
import { concerns, worst, type Desk } from "./view";
import { Findings } from "./findings";

const explained: Record<string, string> = {
  年度: "报告哪一年的工作；表的式样由它决定",
  名称: "与公章上的一样",
  类别: "决定公布的期限",
  日期: "成文日期，例：2026-01-20",
  标题: "不写就用规定的标题",
  落款: "不写就用机关名称；写“~”就不落款",
  印章: "按 GB/T 9704 排署名和日期；不写就按加盖排",
  上年: "上年的数据文件，用来核对结转、显示上年的数",
};

export function Particulars({ desk, form }: { desk: Desk; form: Form }) {
  const about = (key: string) => desk.state.findings.filter((finding) =>
    concerns(finding, key) || concerns(finding, `机关.${key}`) || (key === "名称" && finding.paths.includes("机关")));
  return (
    <div class="particulars">
      {form.particulars.map((particular) => (
        <Field key={particular.key} desk={desk} particular={particular} findings={about(particular.key)} />
      ))}
    </div>
  );
}

interface FieldProps {
  desk: Desk;
  particular: Particular;
  findings: ReturnType<Desk["state"]["findings"]["filter"]>;
}

function Field({ desk, particular: { key, words, fallback, choices, required }, findings }: FieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  // What is typed and not told: told once, whoever asks for it first.
  const typed = useRef<string | null>(null);
  const type = (now: string | null) => {
    typed.current = now;
    setDraft(now);
  };
  const commit = () => {
    const now = typed.current?.trim();
    type(null);
    return now === undefined || now === words ? null : desk.session.edit({ kind: "particular", key, words: now });
  };
  useEffect(() => desk.session.holds(() => (typed.current === null ? null : commit())));
  const severity = worst(findings);
  const id = `particular-${key}`;
  const shared = { id, "aria-invalid": severity === "error", "aria-describedby": `${id}-help` };
  const isDate = key === "日期" && (draft ?? words).match(/^(\d{4}-\d{2}-\d{2})?$/);
  return (
    <div class={`field ${severity ?? ""}`}>
      <label for={id}>{key}{required && <span class="required" title="必须写">*</span>}</label>
      <div>
        {choices ? (
          <select {...shared} disabled={desk.readonly} value={words} onChange={({ currentTarget }) => { type(currentTarget.value); void commit(); }}>
            {!choices.includes(words) && <option value={words}>{words || "（没有选）"}</option>}
            {!required && words && <option value="">（不写）</option>}
            {choices.map((choice) => <option key={choice} value={choice}>{choice}</option>)}
          </select>
        ) : (
          <input
            {...shared} value={draft ?? words} readOnly={desk.readonly} placeholder={fallback} autocomplete="off"
            inputMode={key === "年度" ? "numeric" : undefined} data-date={Boolean(isDate)}
            onInput={({ currentTarget }) => type(currentTarget.value)}
            onBlur={() => void commit()}
            onKeyDown={(event) => {
              if (event.isComposing || event.keyCode === 229) return;
              if (event.key === "Enter") void commit();
              if (event.key === "Escape") type(null);
            }}
          />
        )}
        <p class="help" id={`${id}-help`}>{explained[key] ?? ""}</p>
        {findings.length > 0 && <Findings desk={desk} findings={findings} />}
      </div>
    </div>
  );
}
