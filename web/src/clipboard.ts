/**
 * Blocks of cells from and for the clipboard: tabs as every spreadsheet writes them, and the
 * HTML of Excel, WPS, Word and web pages, with merged cells.
 */
import { isFigure } from "./figures";
import type { Entry, Place, Sheet } from "./sheet";
import { at } from "./sheet";

/** Lines of cells. */
export type Block = string[][];

/** Cells and lines that are read, at the most: a table of the form has a few hundred. */
const MOST = 20_000;

/** Text with tabs; a cell in quotes may hold tabs, line ends and doubled quotes. */
export function fromTabs(text: string): Block {
  const block: Block = [[]];
  const rest = text.slice(0, 1 << 20).replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  const cell = /"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*)/y;
  for (let place = 0; ; ) {
    cell.lastIndex = place;
    const found = cell.exec(rest);
    if (!found) break;
    const words = found[1] === undefined ? found[2]! : found[1].replace(/""/g, '"');
    block[block.length - 1]!.push(words.trim());
    place = cell.lastIndex + 1;
    if (place > rest.length) break;
    if (rest[place - 1] === "\n") block.push([]);
  }
  return block;
}

/** The largest table of a page, every merged cell spread over its place; null without one. */
export function fromHtml(page: ParentNode): Block | null {
  const tables = [...page.querySelectorAll("table")];
  const size = (table: Element) => table.querySelectorAll("td, th").length;
  const table = tables.sort((a, b) => size(b) - size(a))[0];
  if (!table) return null;
  const block: Block = [];
  [...table.querySelectorAll("tr")].forEach((row, line) => {
    const cells = (block[line] ??= []);
    let column = 0;
    for (const cell of row.children) {
      if (!/^t[dh]$/i.test(cell.tagName)) continue;
      while (cells[column] !== undefined) column += 1;
      const words = (cell.textContent ?? "").replace(/[\s\u00a0]+/g, " ").trim();
      const [wide, high] = [span(cell, "colspan"), span(cell, "rowspan")];
      if (column + wide > MOST || wide * high > MOST) return;
      for (let down = 0; down < high; down += 1) {
        for (let right = 0; right < wide; right += 1) {
          // A heading stands beside all that it heads; a figure stands once.
          const first = down === 0 && right === 0;
          (block[line + down] ??= [])[column + right] = first || !isFigure(words) ? words : "";
        }
      }
      column += wide;
    }
  });
  const rows = table.querySelectorAll("tr").length;
  return block.slice(0, rows).map((cells) => Array.from(cells, (words) => words ?? ""));
}

function span(cell: Element, name: string): number {
  const stated = Number(cell.getAttribute(name) ?? 1);
  return Number.isInteger(stated) && stated > 0 ? Math.min(stated, 1000) : 1;
}

/** Words that head figures rather than being one: 「无」 and 「/」 in a few cells are none. */
const heads = (words: string) => !isFigure(words) && /[\u4e00-\u9fffA-Za-z]/.test(words);

/** Without the headings above, between and beside the figures. */
export function withoutHeadings(block: Block): Block {
  const figures = block.filter((line) => line.some(isFigure));
  const isBeside = (column: number) =>
    2 * figures.filter((line) => heads(line[column] ?? "")).length > figures.length;
  let first = 0;
  while (figures.length && isBeside(first)) first += 1;
  const lines = block.map((line) => line.slice(first));
  const kept = lines.filter((line) => line.some(isFigure) || !line.some(heads));
  // With no figures at all it is what it is: words for cells.
  return figures.length ? kept : block;
}

export interface Pasted {
  cells: { path: string; words: string }[];
  /** Computed totals that the block has a figure for: not written, but compared. */
  compared: { path: string; words: string }[];
  /** Cells of the block beyond the table. */
  outside: number;
  from: Place;
  to: Place;
}

/**
 * A block laid along the table from a place on. It never goes beyond the table, and what it
 * has for a total that the form computes is for comparing.
 */
export function lay(sheet: Sheet, place: Place, block: Block): Pasted {
  const pasted: Pasted = { cells: [], compared: [], outside: 0, from: place, to: place };
  const wide = Math.max(...block.map((line) => line.length));
  const fits = (from: Place) => from.line + block.length <= sheet.lines.length &&
    block.every((line, down) => from.index + line.length <= sheet.lines[from.line + down]!.length);
  const start = { line: 0, index: 0 };
  const whole = block.length === sheet.lines.length && wide === sheet.lines[0]!.length;
  const from = !fits(place) && whole && fits(start) ? start : place;
  pasted.from = from;
  pasted.to = from;
  block.forEach((line, down) => line.forEach((words, right) => {
    const to = { line: from.line + down, index: from.index + right };
    const entry = at(sheet, to);
    if (!entry) {
      pasted.outside += 1;
      return;
    }
    pasted.to = { line: Math.max(pasted.to.line, to.line), index: Math.max(pasted.to.index, to.index) };
    const { path, state } = entry.figure;
    (state === "computed" ? pasted.compared : pasted.cells).push({ path, words });
  }));
  return pasted;
}

export const toTabs = (lines: Entry[][]): string =>
  lines.map((line) => line.map(({ words }) => words).join("\t")).join("\r\n");

export const toHtml = (lines: Entry[][]): string => {
  const escape = (words: string) => words.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const rows = lines.map((line) => `<tr>${line.map(({ words }) => `<td>${escape(words)}</td>`).join("")}</tr>`);
  return `<table>${rows.join("")}</table>`;
};
