/** Findings: each with what to do about it. */
import { useState } from "preact/hooks";
import type { Finding } from "./messages";
import type { Session } from "./session";
import { Dialog, inOrder, severities, type Desk } from "./view";

interface Shown {
  finding: Finding;
  number: number;
  desk: Desk;
  go?: (finding: Finding) => void;
}

/** One finding, its fixes as buttons. */
export function FindingView({ finding, number, desk: { session, readonly }, go }: Shown) {
  const [waiving, setWaiving] = useState(false);
  const { severity, title, message, help, basis, fixes, waived, waivable, rule, path } = finding;
  const fix = (fix: number) => void session.edit({ kind: "fix", finding: number, fix });
  return (
    <div class="finding" data-severity={waived === null ? severity : "waived"} data-rule={rule}>
      <p class="told">
        <b>{waived === null ? severities[severity] : "已豁免"}</b>
        {go
          ? <button type="button" class="where" onClick={() => go(finding)} aria-label={`${title}：${message}`}>{message}</button>
          : message}
      </p>
      {waived !== null && <p class="help">理由：{waived}</p>}
      {waived === null && help && <p class="help">{help}</p>}
      {basis && <p class="basis">依据：{basis}</p>}
      {!readonly && waived === null && (fixes.length > 0 || waivable) && (
        <p class="actions">
          {fixes.map((words, index) => (
            <button type="button" key={words} class="fix" onClick={() => fix(index)}>{words}</button>
          ))}
          {waivable && <button type="button" class="quiet" onClick={() => setWaiving(true)}>豁免…</button>}
        </p>
      )}
      {waiving && <Waive {...{ session, finding }} rule={rule} path={path ?? ""} close={() => setWaiving(false)} />}
    </div>
  );
}

interface Waiving {
  session: Session;
  finding: Finding;
  rule: string;
  path: string;
  close: () => void;
}

function Waive({ session, finding, rule, path, close }: Waiving) {
  const [reason, setReason] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    void session.edit({ kind: "waive", rule, path, reason: reason.trim() });
    close();
  };
  return (
    <Dialog title="豁免这一条" close={close}>
      <form onSubmit={submit}>
        <p>{finding.message}</p>
        <label class="field">
          <span>理由（写进数据文件，以后仍会列出）</span>
          <textarea rows={3} required value={reason} onInput={({ currentTarget }) => setReason(currentTarget.value)} />
        </label>
        <p class="actions">
          <button type="submit" class="first" disabled={!reason.trim()}>豁免</button>
          <button type="button" onClick={close}>取消</button>
        </p>
      </form>
    </Dialog>
  );
}

interface Listed {
  desk: Desk;
  findings: Finding[];
  go?: (finding: Finding) => void;
}

/** Findings in the order of their weight. */
export function Findings({ desk, findings, go }: Listed) {
  return (
    <ul class="findings">
      {inOrder(findings).map((finding) => {
        const number = desk.state.findings.indexOf(finding);
        return <li key={`${finding.rule} ${finding.path} ${finding.message}`}><FindingView {...{ finding, number, desk }} go={go} /></li>;
      })}
    </ul>
  );
}
