/** What is known of the cell that the keyboard is in, at the foot of the form. */
import { useState } from "preact/hooks";
import { difference, leaps } from "./figures";
import { FindingView } from "./findings";
import type { Figure, Finding } from "./messages";
import type { Entry } from "./sheet";
import { Dialog, inOrder, type Desk } from "./view";

interface Props {
  desk: Desk;
  entry: Entry;
  words: string;
  findings: Finding[];
  /** How many cells are marked. */
  count: number;
  note: () => void;
}

const states = {
  stated: "",
  covered: "由整行、整组或“其余”的 0 覆盖",
  blank: "空着（不是 0）",
  computed: "由表算出",
  missing: "还没有填",
  unread: "不是数",
} as const;

export function CellBar({ desk, entry: { figure }, words, findings, count, note: write }: Props) {
  const { name, state, last, offered, note, path, expected, decimals } = figure;
  const by = last === null ? null : difference(words, last);
  // A click must not take the focus out of the cell.
  const stay = (event: Event) => {
    if (!(event.target as Element).closest("dialog")) event.preventDefault();
  };
  const take = () => void desk.session.edit({ kind: "cells", cells: [{ path, words: offered! }] });
  return (
    <aside class="cellbar" aria-label="这一格" onPointerDown={stay} onMouseDown={stay}>
      <p class="facts">
        <b>{name}</b>
        {count > 1 && <span>选中 {count} 格</span>}
        {states[state] && <span>{states[state]}</span>}
        {decimals && <span>可以有小数</span>}
        {expected !== null && <span class="off">写的是 {words}，各部分相加是 {expected}</span>}
        {last !== null && <span class={leaps(words, last) ? "leap" : ""}>上年 {last}{by && /[1-9]/.test(by) ? `（${by}）` : ""}</span>}
        {note !== null && <span>注：{note}</span>}
        {!desk.readonly && offered !== null && offered !== words && (
          <button type="button" tabIndex={-1} class="offer" onClick={take}>填入上年结转 {offered}</button>
        )}
        {!desk.readonly && state !== "computed" && (
          <button type="button" tabIndex={-1} class="quiet" onClick={write} title="Shift+F2">{note === null ? "加注…" : "改注…"}</button>
        )}
      </p>
      {inOrder(findings).map((finding) => (
        <FindingView key={finding.rule + finding.message} finding={finding} number={desk.state.findings.indexOf(finding)} desk={desk} />
      ))}
    </aside>
  );
}

interface NoteProps {
  desk: Desk;
  figure: Figure;
  close: () => void;
}

/** The remark on a figure. */
export function Note({ desk, figure: { path, name, note: stated }, close }: NoteProps) {
  const note = stated ?? "";
  const [words, setWords] = useState(note);
  const submit = (event: Event) => {
    event.preventDefault();
    if (words.trim() !== note) void desk.session.edit({ kind: "note", path, words: words.trim() });
    close();
  };
  return (
    <Dialog title="这个数的注" close={close}>
      <form onSubmit={submit}>
        <label class="field">
          <span>{name}</span>
          <input value={words} placeholder="例：含淄博经开区" onInput={({ currentTarget }) => setWords(currentTarget.value)} />
        </label>
        <p class="actions">
          <button type="submit" class="first">写上</button>
          {note && <button type="button" onClick={() => { void desk.session.edit({ kind: "note", path, words: "" }); close(); }}>去掉注</button>}
          <button type="button" onClick={close}>取消</button>
        </p>
      </form>
    </Dialog>
  );
}
