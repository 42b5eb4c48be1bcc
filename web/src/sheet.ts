/**
 * A table of the form as a spreadsheet: the lines that hold figures, one after another, and
 * where the keys lead in them. Headings between the lines take no part.
 */
import type { Cell, Figure, Table } from "./messages";

/** A cell that holds a figure. */
export interface Entry {
  words: string;
  figure: Figure;
}

/** A cell by its line and its number in the line. */
export interface Place {
  line: number;
  index: number;
}

/** The cells between two places, both included. */
export interface Range {
  anchor: Place;
  head: Place;
}

export interface Sheet {
  lines: Entry[][];
  places: Map<string, Place>;
}

export function sheet(table: Table): Sheet {
  const lines: Entry[][] = [];
  const places = new Map<string, Place>();
  for (const row of table.rows) {
    const line = row.filter((cell): cell is Cell & { figure: Figure } => cell.figure !== null);
    if (!line.length) continue;
    line.forEach((cell, index) => places.set(cell.figure.path, { line: lines.length, index }));
    lines.push(line);
  }
  return { lines, places };
}

export const same = (a: Place, b: Place): boolean => a.line === b.line && a.index === b.index;

export function at({ lines }: Sheet, { line, index }: Place): Entry | undefined {
  return lines[line]?.[index];
}

/** A place that there is, as near as can be. */
function near({ lines }: Sheet, { line, index }: Place): Place {
  const there = Math.max(0, Math.min(line, lines.length - 1));
  return { line: there, index: Math.max(0, Math.min(index, (lines[there]?.length ?? 1) - 1)) };
}

/** Where a key leads from a place; null where it leads nowhere. */
export function move(sheet: Sheet, from: Place, key: string, far: boolean): Place | null {
  const { line, index } = from;
  const much = 1e6;
  const step = far ? much : 1;
  switch (key) {
    case "ArrowUp": return near(sheet, { line: line - step, index });
    case "ArrowDown": return near(sheet, { line: line + step, index });
    case "ArrowLeft": return near(sheet, { line, index: index - step });
    case "ArrowRight": return near(sheet, { line, index: index + step });
    case "Home": return near(sheet, { line: far ? 0 : line, index: 0 });
    case "End": return near(sheet, { line: far ? much : line, index: much });
    case "PageUp": return near(sheet, { line: line - 10, index });
    case "PageDown": return near(sheet, { line: line + 10, index });
    default: return null;
  }
}

/** The next cell, or the one before, over the ends of lines; null beyond the table. */
export function next({ lines }: Sheet, { line, index }: Place, back: boolean): Place | null {
  if (!back) {
    if (index + 1 < (lines[line]?.length ?? 0)) return { line, index: index + 1 };
    return line + 1 < lines.length ? { line: line + 1, index: 0 } : null;
  }
  if (index > 0) return { line, index: index - 1 };
  return line > 0 ? { line: line - 1, index: lines[line - 1]!.length - 1 } : null;
}

export function bounds({ anchor, head }: Range) {
  return {
    top: Math.min(anchor.line, head.line),
    bottom: Math.max(anchor.line, head.line),
    left: Math.min(anchor.index, head.index),
    right: Math.max(anchor.index, head.index),
  };
}

export function covers(range: Range, { line, index }: Place): boolean {
  const { top, bottom, left, right } = bounds(range);
  return line >= top && line <= bottom && index >= left && index <= right;
}

/** The selected cells, line by line. */
export function selected({ lines }: Sheet, range: Range): Entry[][] {
  const { top, bottom, left, right } = bounds(range);
  return lines.slice(top, bottom + 1).map((line) => line.slice(left, right + 1));
}

/** The whole table. */
export function all({ lines }: Sheet): Range {
  const widest = Math.max(...lines.map((line) => line.length));
  return { anchor: { line: 0, index: 0 }, head: { line: lines.length - 1, index: widest - 1 } };
}

/** The cells that a heading is for: beside it, or beneath it up to the next headings. */
export function headed(table: Table, sheet: Sheet, row: number, heading: Cell): Range | null {
  const beside = heading.kind === "row";
  const found: Place[] = [];
  const last = beside ? row + heading.rowspan : table.rows.length;
  for (let below = beside ? row : row + 1; below < last; below += 1) {
    const cells = table.rows[below] ?? [];
    const again = cells.some(({ kind, column, colspan }) =>
      (kind === "caption" || kind === "column") &&
      column <= heading.column && column + colspan >= heading.column + heading.colspan);
    if (!beside && again && below >= table.header_rows && found.length + below > row + 1) break;
    for (const { figure, column } of cells) {
      if (!figure) continue;
      if (!beside && (column < heading.column || column >= heading.column + heading.colspan)) continue;
      found.push(sheet.places.get(figure.path)!);
    }
  }
  if (!found.length) return null;
  const lines = found.map(({ line }) => line);
  const indexes = found.map(({ index }) => index);
  return {
    anchor: { line: Math.min(...lines), index: Math.min(...indexes) },
    head: { line: Math.max(...lines), index: Math.max(...indexes) },
  };
}
