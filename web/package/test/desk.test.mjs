// The workbench's folder in memory answers all that the page asks, and hands back what is to be
// written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, nianbao, text } from "./support.mjs";

const MINIMAL = text("examples/minimal.yaml");
const day = { now: 1_790_000_000_000, today: "2026-11-22" };
const words = (data) => new TextDecoder().decode(data);
const base64 = (data) => Buffer.from(data).toString("base64");
const cells = (state, path, words) =>
  ({ do: "edit", revision: state.revision, edit: { kind: "cells", cells: [{ path, words }] } });

/** A desk with one file that is open. */
async function open(files = {}) {
  const desk = await nianbao.edit({ "年报.yaml": MINIMAL, ...files }, { folder: "年报" });
  const ask = (request) => desk.ask(request, day);
  const { answer: state } = await ask({ do: "open", file: "年报.yaml" });
  return { desk, ask, state };
}

test("a folder is listed for a day", async () => {
  const { ask } = await open({ "名册.yaml": "- 某局\n", "坏.yaml": new Uint8Array([0xc4, 0xea]) });
  const { answer } = await ask({ do: "folder" });
  assert.deepEqual([answer.name, answer.open, answer.years[0]], ["年报", "年报.yaml", 2026]);
  const told = answer.reports.map(({ file, year, errors }) => [file, year, errors]);
  assert.deepEqual(told, [["坏.yaml", null, 1], ["年报.yaml", 2025, 0]]);
});

test("a change is handed back, is saved when the host says so, and can be undone", async () => {
  const { desk, ask, state } = await open();
  const first = await ask(cells(state, "申请.新收.自然人", "3"));
  assert.equal(words(first.written["年报.yaml"]), MINIMAL.replace("自然人: 2", "自然人: 3"));
  assert.equal(first.answer.saved, false);
  const second = await ask(cells(first.answer, "申请.新收.自然人", "4"));
  // The disk has the first state, and not yet the second one.
  await desk.saved(["年报.yaml"], first.number);
  assert.equal((await ask({ do: "state" })).answer.saved, false);
  await desk.saved(["年报.yaml"], second.number);
  assert.equal((await ask({ do: "state" })).answer.saved, true);
  await ask({ do: "undo" });
  const undone = await ask({ do: "undo" });
  assert.equal(words(undone.written["年报.yaml"]), MINIMAL);
  const redone = await ask({ do: "redo" });
  assert.equal(redone.answer.undo, "填写 一、本年新收政府信息公开申请数量 · 自然人");
  const restored = await ask({ do: "restore" });
  assert.equal(words(restored.written["年报.yaml"]), MINIMAL);
  const preview = await ask({ do: "preview" });
  assert.ok(preview.answer.html.includes("<table"));
  assert.deepEqual(preview.written, {});
});

test("what is changed on the disk too is merged, or is to be settled", async () => {
  const { desk, ask, state } = await open();
  const mine = await ask(cells(state, "申请.新收.自然人", "3"));
  const elsewhere = MINIMAL.replace("现行有效: 0", "现行有效: 9");
  await desk.put({ "年报.yaml": elsewhere });
  const both = await ask({ do: "state" });
  assert.equal(words(both.written["年报.yaml"]), elsewhere.replace("自然人: 2", "自然人: 3"));
  await desk.put({ "年报.yaml": elsewhere.replace("自然人: 2", "自然人: 5") });
  const torn = await ask({ do: "state" });
  assert.deepEqual([torn.answer.conflict.mine, torn.answer.conflict.theirs], ["3", "5"]);
  assert.deepEqual(torn.written, {});
  const settled = await ask({ do: "settle", keep: "mine" });
  assert.equal(settled.answer.conflict, null);
  assert.ok(words(settled.written["年报.yaml"]).includes("自然人: 3"));
  assert.ok(mine.number < settled.number);
});

test("products, drafts and fragments come out; errors keep them in", async () => {
  const { ask, state } = await open();
  const all = await ask({ do: "build", to: ["pdf", "docx", "html", "md", "fragment"], draft: false });
  assert.deepEqual(all.answer.files, ["年报.pdf", "年报.docx", "年报.html", "年报.md"]);
  assert.deepEqual(Object.keys(all.written), all.answer.files);
  assert.ok(words(all.written["年报.pdf"].slice(0, 5)) === "%PDF-" && all.answer.fragment.includes("<table"));
  await ask(cells(state, "申请.新收.自然人", "3"));
  const refused = await ask({ do: "build", to: ["md"], draft: false });
  assert.match(refused.answer.refused, /个错误/);
  const draft = await ask({ do: "build", to: ["md"], draft: true });
  assert.match(words(draft.written["年报.md"]), /草稿/);
});

test("a PDF without fonts is refused in plain words", async () => {
  const { desk } = await open();
  const request = { do: "build", to: ["pdf"], draft: false };
  const { json } = await desk.call({ do: "ask", request, now: 0 });
  assert.match(json.answer.refused, /没有字体/);
  const { json: four } = await desk.call({ do: "fonts" }, ["a", "b", "c", "d"]);
  assert.match(four.refused, /text\.otf/);
});

test("new files, next year's, published ones and pictures come in", async () => {
  const { ask } = await open();
  const next = await ask({ do: "next", file: "年报.yaml" });
  assert.equal(next.answer.file, "某县档案馆2026.yaml");
  assert.deepEqual([Object.keys(next.written), next.answer.saved], [["某县档案馆2026.yaml"], false]);
  const fresh = { do: "new", year: 2025, agency: "某局/甲", category: "部门" };
  assert.equal((await ask(fresh)).answer.file, "某局-甲2025.yaml");
  assert.equal((await ask(fresh)).answer.file, "某局-甲2025-2.yaml");
  const { html } = await nianbao.build(MINIMAL);
  const read = await ask({ do: "read", name: "去年.html", base64: base64(html) });
  assert.deepEqual([read.answer.file, read.answer.form.year], ["某县档案馆2025.yaml", 2025]);
  const png = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 1];
  const picture = (data) => ask({ do: "picture", name: "流程 图.PNG", base64: base64(data) });
  const first = await picture(png);
  assert.equal(first.answer.markdown, "![流程-图](流程-图.png)");
  assert.deepEqual(Object.keys(first.written), ["流程-图.png"]);
  assert.deepEqual((await picture(png)).written, {});
  assert.equal((await picture([...png, 2])).answer.markdown, "![流程-图](流程-图-2.png)");
  // Back to the first: what was not saved then is not saved now.
  assert.equal((await ask({ do: "open", file: "某县档案馆2026.yaml" })).answer.saved, false);
  assert.equal((await ask({ do: "open", file: "年报.yaml" })).answer.saved, true);
});

test("texts of their own, pictures and last year's file are found by name", async () => {
  const at = MINIMAL.indexOf("其他事项: |");
  const data = `${MINIMAL.slice(0, at).replace("机关:", "上年: 去年.yaml\n机关:")}其他事项: {文件: 文/其他.md}\n`;
  const files = { "文/其他.md": "没有其他事项。\n\n![图](图/流程.png)\n", "图/流程.png": bytes("tests/pdf/流程图.png"), "去年.yaml": MINIMAL.replace("2025", "2024") };
  const { files: [{ findings }] } = await nianbao.check(data, { files });
  assert.deepEqual(findings.filter(({ rule }) => /missing-file|previous-file/.test(rule)), []);
  const { files: [lacks] } = await nianbao.check(data);
  assert.deepEqual(lacks.findings.filter(({ rule }) => /missing-file|previous-file/.test(rule)).length, 2);
  const { html } = await nianbao.build(data, { files, draft: true });
  assert.match(words(html), /data:image\/png/);

  const desk = await nianbao.edit({ ...files, "年报.yaml": data });
  const { answer: state } = await desk.ask({ do: "open", file: "年报.yaml" }, day);
  const edit = { kind: "text", key: "其他事项", passages: [{ heading: null, text: "有一项。\n" }] };
  const { written } = await desk.ask({ do: "edit", revision: state.revision, edit }, day);
  assert.deepEqual(Object.keys(written), ["文/其他.md"]);
  // Last year's as it was published says the same as its data file.
  const last = await nianbao.build(files["去年.yaml"]);
  const published = { ...files, "去年.html": last.html, "坏.pdf": "%PDF-" };
  const of = (name) => data.replace("去年.yaml", name);
  const { files: [copied] } = await nianbao.check(of("去年.html"), { files: published });
  const rules = new Set(copied.findings.map(({ rule }) => rule));
  assert.deepEqual([rules.has("copied-text"), rules.has("previous-file")], [true, false]);
  const { files: [torn] } = await nianbao.check(of("坏.pdf"), { files: published, name: "年报.txt" });
  assert.match(torn.findings.find(({ rule }) => rule === "previous-file").message, /PDF/);
  await desk.put(published);
  const particular = (words) => ({ do: "edit", revision: "", edit: { kind: "particular", key: "上年", words } });
  const now = (await desk.ask({ do: "state" }, day)).answer;
  const other = await desk.ask({ ...particular("去年.html"), revision: now.revision }, day);
  assert.deepEqual(Object.keys(other.written), ["年报.yaml"]);
  const faults = ({ findings }) => findings.filter(({ rule }) => rule === "previous-file").length;
  assert.deepEqual([faults(other.answer), other.answer.undo !== null], [0, true]);
  const gone = await desk.ask({ ...particular("坏.pdf"), revision: other.answer.revision }, day);
  assert.equal(faults(gone.answer), 1);
  await desk.ask({ do: "undo" }, day);
  await desk.ask({ do: "undo" }, day);

  await desk.drop(["去年.yaml"]);
  const { answer } = await desk.ask({ do: "state" }, day);
  assert.ok(answer.findings.some(({ rule }) => rule === "previous-file"));
});
