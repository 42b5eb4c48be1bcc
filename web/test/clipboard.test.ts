import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { fromHtml, fromTabs, lay, toHtml, toTabs, withoutHeadings } from "../src/clipboard";
import type { Figure } from "../src/messages";
import type { Entry, Sheet } from "../src/sheet";

const page = (html: string) => parseHTML(`<!DOCTYPE html><html><body>${html}</body></html>`).document as unknown as Document;

const entry = (path: string, state: Figure["state"] = "missing"): Entry => ({
  words: "", figure: { path, name: path, state, total: false, expected: null, decimals: false, signed: false, note: null, last: null, offered: null },
});

/** Lines of three cells, the last a total that is computed. */
const three = (lines: number): Sheet => ({
  lines: Array.from({ length: lines }, (_, line) => [entry(`${line}a`), entry(`${line}b`), entry(`${line}t`, "computed")]),
  places: new Map(),
});

test("tabs, as Excel and WPS write them", () => {
  assert.deepEqual(fromTabs("1\t2\r\n3\t\r\n"), [["1", "2"], ["3", ""]]);
  assert.deepEqual(fromTabs("\t\n\t5"), [["", ""], ["", "5"]]);
  assert.deepEqual(fromTabs('"甲\n乙"\t"说""好"""\n3\t4'), [["甲\n乙", '说"好"'], ["3", "4"]]);
  assert.deepEqual(fromTabs("12"), [["12"]]);
  assert.deepEqual(fromTabs(""), [[""]]);
});

test("a merged heading stands beside all that it heads, a merged figure once", () => {
  const html = '<table><tr><td rowspan="2">结果</td><td>公开</td><td>1</td></tr><tr><td>不公开</td><td colspan="2">2</td></tr></table>';
  assert.deepEqual(fromHtml(page(html)), [["结果", "公开", "1"], ["结果", "不公开", "2", ""]]);
  assert.equal(fromHtml(page("<p>没有表</p>")), null);
});

test("spans that no table has are bounded", () => {
  const html = '<table><tr><td rowspan="9999999" colspan="99999999">9</td></tr></table>';
  assert.ok((fromHtml(page(html)) ?? []).flat().length <= 1000);
  assert.deepEqual(fromHtml(page('<table><tr><td rowspan="-1" colspan="x">9</td></tr></table>')), [["9"]]);
});

test("headings above, between and beside are left out", () => {
  const block = [
    ["", "", "自然人", "总计"],
    ["一、新收", "一、新收", "16", "16"],
    ["三、办理结果", "（一）予以公开", "9", ""],
    ["三、办理结果", "（二）部分公开", "", ""],
    ["小结", "小结", "小结", "小结"],
  ];
  assert.deepEqual(withoutHeadings(block), [["16", "16"], ["9", ""], ["", ""]]);
  const figures = [["1", "2"], ["", "/"]];
  assert.deepEqual(withoutHeadings(figures), figures);
  assert.deepEqual(withoutHeadings([["无", "无"]]), [["无", "无"]]);
});

test("a block is laid within the table; a computed total is compared only", () => {
  const laid = lay(three(2), { line: 1, index: 0 }, [["1", "2", "3", "4"], ["5", "6", "7"]]);
  assert.deepEqual(laid.cells, [{ path: "1a", words: "1" }, { path: "1b", words: "2" }]);
  assert.deepEqual(laid.compared, [{ path: "1t", words: "3" }]);
  assert.equal(laid.outside, 4);
});

test("a whole table finds its place from anywhere in it", () => {
  const laid = lay(three(2), { line: 1, index: 1 }, [["1", "2", "3"], ["4", "5", "9"]]);
  assert.deepEqual(laid.from, { line: 0, index: 0 });
  assert.equal(laid.outside, 0);
});

test("what is copied is read again", () => {
  const lines = [[{ ...entry("a"), words: "1" }, { ...entry("b"), words: "" }], [{ ...entry("c"), words: "<2>" }, { ...entry("d"), words: "0" }]];
  const block = [["1", ""], ["<2>", "0"]];
  assert.deepEqual(fromTabs(toTabs(lines)), block);
  assert.deepEqual(fromHtml(page(toHtml(lines))), block);
});
