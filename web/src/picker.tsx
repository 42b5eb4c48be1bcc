/** Choosing a figure of the tables for a reference, or a group of them for a chart. */
import { createRef, type ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Form } from "./messages";
import { Dialog } from "./view";

interface Props {
  title: string;
  lead: string;
  /** What is asked for beside the figures. */
  children?: ComponentChildren;
  references: Form["references"];
  choose: (path: string) => void;
  close: () => void;
}

/** Shown at once, at the most: whoever wants another types more of its name. */
const MOST = 60;

export function Picker({ title, lead, children, references, choose, close }: Props) {
  const [wanted, setWanted] = useState("");
  const [current, setCurrent] = useState(0);
  const list = createRef<HTMLUListElement>();
  const parts = wanted.split(/\s+/).filter(Boolean);
  const found = references.filter(({ path, name }) => parts.every((part) => path.includes(part) || name.includes(part))).slice(0, MOST);
  const here = Math.min(current, found.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });
  const keydown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    if (step) setCurrent(Math.max(0, Math.min(found.length - 1, here + step)));
    else if (event.key === "Enter" && found[here]) choose(found[here].path);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={title} close={close} wide>
      <p class="lead">{lead}</p>
      {children}
      <input
        class="search" autofocus role="combobox" aria-expanded="true" aria-controls="references" aria-label="找哪一个数"
        aria-activedescendant={found[here] ? `reference-${here}` : undefined} placeholder="写几个字来找，例：新收 自然人"
        value={wanted} onKeyDown={keydown}
        onInput={({ currentTarget }) => { setWanted(currentTarget.value); setCurrent(0); }}
      />
      <ul id="references" ref={list} role="listbox" aria-label="表中的数">
        {found.map(({ path, name, value }, number) => (
          <li key={path} id={`reference-${number}`} role="option" aria-selected={number === here} onClick={() => choose(path)}>
            <span>{name}</span> <b>{value === "" ? "（空）" : value}</b>
          </li>
        ))}
      </ul>
      {!found.length && <p>没有这样的数。</p>}
    </Dialog>
  );
}

const STYLES = ["由数据定", "条形", "构成", "折线"];

interface ChartProps {
  references: Form["references"];
  /** Takes the block that asks for the chart. */
  choose: (block: string) => void;
  close: () => void;
}

/** Choosing a row or a group for a chart, and how it is drawn. */
export function ChartPicker({ references, choose, close }: ChartProps) {
  const [style, setStyle] = useState(STYLES[0]!);
  const [years, setYears] = useState("1");
  const above = new Set(references.map(({ path }) => path.slice(0, path.lastIndexOf("."))));
  const groups = references.filter(({ path }) => above.has(path));
  const block = (path: string) => [
    "```图", `标题: ${path.replaceAll(".", "·")}`, `数据: ${path}`,
    ...(style === STYLES[0] ? [] : [`样式: ${style}`]),
    ...(years === "1" ? [] : [`年度: ${years}`]),
    "```",
  ].join("\n");
  return (
    <Picker
      title="插入图" lead="图里的每一条都是表里的一格，表里的数改了，图跟着改。" references={groups} close={close}
      choose={(path) => choose(block(path))}
    >
      <p class="choices">
        <label>样式 <select value={style} onChange={({ currentTarget }) => setStyle(currentTarget.value)}>
          {STYLES.map((name) => <option key={name}>{name}</option>)}
        </select></label>{" "}
        <label>年数 <select value={years} onChange={({ currentTarget }) => setYears(currentTarget.value)}>
          {["1", "2", "3", "4", "5"].map((count) => <option key={count}>{count}</option>)}
        </select></label>
      </p>
    </Picker>
  );
}
