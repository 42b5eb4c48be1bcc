/** Choosing a figure of the tables for a reference. */
import { createRef } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Form } from "./messages";
import { Dialog } from "./view";

interface Props {
  references: Form["references"];
  choose: (path: string) => void;
  close: () => void;
}

/** Shown at once, at the most: whoever wants another types more of its name. */
const MOST = 60;

export function Picker({ references, choose, close }: Props) {
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
    <Dialog title="引用表中的数" close={close} wide>
      <p class="lead">表里的数改了，文字里的跟着改，两处不会对不上。</p>
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
