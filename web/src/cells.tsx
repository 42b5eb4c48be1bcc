/** The cells of a table of the form: headings as printed, and figures to be typed into. */
import { Component } from "preact";
import { difference, isZero, leaps } from "./figures";
import type { Cell, Finding } from "./messages";

interface HeadingProps {
  cell: Cell;
  row: number;
  top: boolean;
  choose: (row: number, cell: Cell) => void;
}

/** A heading, as printed; a click marks what it heads. */
export class Heading extends Component<HeadingProps> {
  override shouldComponentUpdate(next: HeadingProps): boolean {
    return next.cell !== this.props.cell;
  }

  override render({ cell, row, top, choose }: HeadingProps) {
    const { kind, colspan, rowspan, words } = cell;
    const spans = { colSpan: colspan, rowSpan: rowspan };
    if (kind === "corner" && !words) return <td {...spans} class="corner" />;
    const scope = kind === "row" ? (rowspan > 1 ? "rowgroup" : "row") : colspan > 1 ? "colgroup" : "col";
    return (
      <th {...spans} scope={kind === "corner" ? undefined : scope} class={`${kind} ${top ? "top" : ""}`} onClick={() => choose(row, cell)}>
        {words}
      </th>
    );
  }
}

interface FigureProps {
  cell: Cell;
  place: string;
  words: string;
  stop: boolean;
  chosen: boolean;
  many: boolean;
  severity: Finding["severity"] | undefined;
  told: string;
  readonly: boolean;
  lasts: boolean;
}

const states = { stated: "", covered: "", blank: "空着", computed: "由表算出", missing: "还没有填", unread: "不是数" } as const;

export class FigureCell extends Component<FigureProps> {
  override shouldComponentUpdate(next: FigureProps): boolean {
    return (Object.keys(next) as (keyof FigureProps)[]).some((key) => next[key] !== this.props[key]);
  }

  override render({ cell, place, words, stop, chosen, many, severity, told, readonly, lasts }: FigureProps) {
    const figure = cell.figure!;
    const { name, state, total, expected, note, last, decimals } = figure;
    const off = expected === null ? null : difference(words, expected);
    const leap = last !== null && leaps(words, last);
    const label = [name, words === "" ? "空白" : "", states[state], note ? `注：${note}` : "",
      off ? `与各部分之和差 ${off}` : "", last !== null && lasts ? `上年 ${last}` : "", told].filter(Boolean);
    return (
      <td
        colSpan={cell.colspan} rowSpan={cell.rowspan} aria-selected={chosen} data-path={figure.path}
        class={[
          "figure", state, total ? "total" : "", isZero(words) ? "zero" : "", chosen ? "chosen" : "",
          chosen && stop ? "anchor" : "", many ? "many" : "", off ? "off" : "", leap && lasts ? "leap" : "", severity ?? "",
        ].filter(Boolean).join(" ")}
      >
        <input
          data-place={place} value={words} readOnly={readonly} tabIndex={stop ? 0 : -1} aria-label={label.join("，")}
          aria-invalid={severity === "error" || off !== null} inputMode={decimals ? "decimal" : "numeric"}
          autocomplete="off" spellcheck={false} title={told || undefined} maxLength={200}
        />
        {off !== null && <span class="aside difference" aria-hidden="true">差 {off}</span>}
        {off === null && lasts && last !== null && last !== words && <span class="aside last" aria-hidden="true">{last}</span>}
        {note !== null && <span class="mark" aria-hidden="true">注</span>}
      </td>
    );
  }
}
