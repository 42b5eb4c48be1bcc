// The page of docs/embedding.md does what it says, in the smallest document that has its elements.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nianbao, text } from "./support.mjs";

const page = text("docs/embedding.md").match(/```html\n([^]*?)```/)[1];

test("the page has 30 lines and checks while somebody types", async () => {
  assert.ok(page.trimEnd().split("\n").length <= 32, "it has grown");
  const script = page.match(/<script type="module">([^]*)<\/script>/)[1].replace(/import .*\n/, "");
  const element = (id) => ({ id, heard: {}, addEventListener(name, hears) { this.heard[name] = hears; }, replaceChildren(...all) { this.all = all; } });
  const ids = Object.fromEntries([...page.matchAll(/ id="(\w+)"/g)].map(([, id]) => [id, element(id)]));
  const document = { getElementById: (id) => ids[id], createElement: () => ({}) };
  const opened = [];
  const world = { ...nianbao, document, open: (url) => opened.push(url), URL: { createObjectURL: (blob) => blob } };
  new Function(...Object.keys(world).filter((name) => name !== "import"), script)(
    ...Object.entries(world).filter(([name]) => name !== "import").map(([, value]) => value),
  );
  ids.text.value = text("examples/minimal.yaml");
  await ids.text.heard.input();
  assert.deepEqual([ids.sum.textContent, ids.pdf.disabled], ["没有问题", false]);
  await ids.pdf.heard.click();
  assert.equal(opened[0].type, "application/pdf");
  ids.text.value = ids.text.value.replace("自然人: 2", "自然人: 3");
  await ids.text.heard.input();
  assert.ok(ids.pdf.disabled && ids.found.all[0].textContent.startsWith("第 "));
});
