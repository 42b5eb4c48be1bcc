/** What stands around a table: the buttons above it, the balances below it. */
import { isZero } from "./figures";
import type { Figure, Table } from "./messages";
import { same, type Entry, type Range } from "./sheet";
import type { Desk } from "./view";

/** Whether nothing stands in a cell yet; a total is computed. */
export const isOpen = ({ state, total }: Figure) => !total && (state === "missing" || state === "blank");

/** Cells that last year's report carried something over to, where it is not what they hold. */
export const carried = (lines: Entry[][]): Entry[] =>
  lines.flat().filter(({ figure, words }) => figure.offered !== null && figure.state !== "computed" && figure.offered !== words);

interface ToolsProps {
  grid: { range: Range; entry: Entry | undefined; lasts: boolean; desk: Desk; lines: Entry[][] };
  box: { current: HTMLDivElement | null };
  fill: () => void;
  fillAll: () => void;
  clear: () => void;
  carry: () => void;
  toggle: () => void;
}

/** The buttons of the table. */
export function Tools({ grid: { range, lasts, desk, lines }, box, fill, fillAll, clear, carry, toggle }: ToolsProps) {
  const many = !same(range.anchor, range.head);
  const open = lines.flat().filter(({ figure }) => isOpen(figure)).length;
  const carries = carried(lines).length;
  const hasLast = lines.flat().some(({ figure }) => figure.last !== null);
  return (
    <div class="tools" ref={box} role="toolbar" aria-label="表格">
      {!desk.readonly && (
        <>
          <button type="button" onClick={fill} title="选中的格里，空着的填 0">{many ? "选中的空格填 0" : "这一格填 0"}</button>
          <button type="button" onClick={fillAll} disabled={!open}>{open ? `其余 ${open} 格都填 0` : "没有空格了"}</button>
          <button type="button" onClick={clear}>清空</button>
          {carries > 0 && <button type="button" class="offer" onClick={carry}>填入上年结转（{carries} 格）</button>}
        </>
      )}
      {hasLast && <label class="check"><input type="checkbox" checked={lasts} onChange={toggle} /> 上年的数</label>}
      {!desk.readonly && <span class="hint" title="Enter、Tab、方向键移动；F2 改；Shift+F2 加注；Esc 离开表格">可以从 Excel、WPS、Word 复制一块粘贴进来</span>}
    </div>
  );
}

interface BalancesProps {
  table: Table;
  go: (path: string) => void;
}

/** The balances of the table, column by column. */
export function Balances({ table: { balances }, go }: BalancesProps) {
  if (!balances.length) return null;
  const names = [...new Set(balances.map(({ name }) => name))];
  const isOff = (difference: string) => difference !== "" && !isZero(difference);
  return (
    <dl class="balances">
      {names.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {balances.filter((balance) => balance.name === name).map(({ column, difference, paths }) => (
              <button type="button" key={column} class={isOff(difference) ? "off" : "even"} onClick={() => go(paths[0] ?? "")}>
                {column} {difference === "" ? "…" : isOff(difference) ? `差 ${difference}` : "✓"}
              </button>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
