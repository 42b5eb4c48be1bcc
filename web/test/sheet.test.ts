import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cell, Figure, Table } from "../src/messages";
import { all, at, bounds, covers, headed, move, next, selected, sheet } from "../src/sheet";

const heading = (kind: Cell["kind"], words: string, column: number, colspan = 1, rowspan = 1): Cell =>
  ({ kind, column, colspan, rowspan, words, figure: null });

const figure = (path: string, column: number, words = "0", state: Figure["state"] = "stated"): Cell => ({
  kind: "figure", column, colspan: 1, rowspan: 1, words,
  figure: { path, name: path, state, total: false, expected: null, decimals: false, signed: false, note: null, last: null, offered: null },
});

/** Two blocks under headings of their own, as the first table of the form has them. */
const blocks: Table = {
  summary: "", columns: 3, widths: [], header_rows: 0, balances: [],
  rows: [
    [heading("caption", "第（一）项", 0, 3)],
    [heading("column", "内容", 0), heading("column", "制发", 1), heading("column", "废止", 2)],
    [heading("row", "规章", 0), figure("规章.制发", 1), figure("规章.废止", 2)],
    [heading("row", "文件", 0), figure("文件.制发", 1), figure("文件.废止", 2)],
    [heading("caption", "第（五）项", 0, 3)],
    [heading("column", "内容", 0), heading("column", "处理决定", 1, 2)],
    [heading("row", "许可", 0), figure("许可", 1)],
  ],
};

/** A head above, a group beside. */
const group: Table = {
  summary: "", columns: 4, widths: [], header_rows: 2, balances: [],
  rows: [
    [heading("corner", "", 0, 2, 2), heading("column", "申请人", 2, 2)],
    [heading("column", "自然人", 2), heading("column", "总计", 3)],
    [heading("row", "结果", 0, 1, 2), heading("row", "公开", 1), figure("公开.自然人", 2), figure("公开.总计", 3)],
    [heading("row", "不公开", 1), figure("不公开.自然人", 2), figure("不公开.总计", 3)],
    [heading("row", "结转", 0, 2), figure("结转.自然人", 2), figure("结转.总计", 3)],
  ],
};

const place = (line: number, index: number) => ({ line, index });

test("headings take no part in where keys lead", () => {
  const made = sheet(blocks);
  assert.deepEqual(made.lines.map((line) => line.length), [2, 2, 1]);
  assert.deepEqual(move(made, place(1, 1), "ArrowDown", false), place(2, 0));
  assert.deepEqual(move(made, place(0, 0), "ArrowUp", false), place(0, 0));
  assert.deepEqual(move(made, place(0, 0), "End", true), place(2, 0));
  assert.deepEqual(move(made, place(1, 0), "ArrowRight", true), place(1, 1));
  assert.equal(move(made, place(0, 0), "x", false), null);
});

test("Tab goes over the ends of lines and leaves at the ends of the table", () => {
  const made = sheet(blocks);
  assert.deepEqual(next(made, place(0, 1), false), place(1, 0));
  assert.deepEqual(next(made, place(1, 0), true), place(0, 1));
  assert.equal(next(made, place(2, 0), false), null);
  assert.equal(next(made, place(0, 0), true), null);
});

test("what is marked is a rectangle in either direction", () => {
  const made = sheet(group);
  const range = { anchor: place(2, 1), head: place(1, 0) };
  assert.deepEqual(bounds(range), { top: 1, bottom: 2, left: 0, right: 1 });
  assert.ok(covers(range, place(1, 1)) && !covers(range, place(0, 1)));
  assert.deepEqual(selected(made, range).flat().map(({ figure }) => figure.path), ["不公开.自然人", "不公开.总计", "结转.自然人", "结转.总计"]);
  assert.equal(selected(made, all(made)).flat().length, 6);
  assert.equal(at(made, place(9, 9)), undefined);
});

test("a heading marks what it heads", () => {
  const made = sheet(group);
  const paths = (row: number, column: number) => {
    const range = headed(group, made, row, group.rows[row]![column]!);
    return range && selected(made, range).flat().map(({ figure }) => figure.path);
  };
  assert.deepEqual(paths(2, 0), ["公开.自然人", "公开.总计", "不公开.自然人", "不公开.总计"]);
  assert.deepEqual(paths(3, 0), ["不公开.自然人", "不公开.总计"]);
  assert.deepEqual(paths(1, 0), ["公开.自然人", "不公开.自然人", "结转.自然人"]);
  const first = sheet(blocks);
  const range = headed(blocks, first, 1, blocks.rows[1]![1]!);
  assert.deepEqual(range && selected(first, range).flat().map(({ figure }) => figure.path), ["规章.制发", "文件.制发"]);
});
