// What the package gives is byte for byte what the native program gives.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bytes, names, nianbao, run, text } from "./support.mjs";

const examples = names("examples", ".yaml");
/** What is the same of each finding, however it is worded. */
const values = ({ findings }) =>
  findings.map(({ path, name, rule, severity, stated, expected }) => ({ path, name, rule, severity, stated, expected }));
const scratch = mkdtempSync(join(tmpdir(), "nianbao-"));
process.on("exit", () => rmSync(scratch, { recursive: true }));

test("every example is the same PDF, Word file, page and Markdown", async () => {
  const to = ["pdf", "docx", "html", "md"];
  run("examples", "build", ...examples, "--to", to.join(), "--draft", "--out", scratch);
  for (const name of examples) {
    const built = await nianbao.build(bytes("examples", name), { name, to, draft: true });
    for (const product of to) {
      const wanted = readFileSync(join(scratch, name.replace("yaml", product)));
      assert.ok(Buffer.from(built[product]).equals(wanted), `${name} as ${product}`);
    }
  }
});

test("every example and every fixture has the same findings", async () => {
  for (const folder of ["examples", "tests/fixtures"]) {
    const all = names(folder, ".yaml");
    const files = Object.fromEntries(names(folder, "").filter((n) => /\.(yaml|md|png|txt)$/.test(n)).map((n) => [n, bytes(folder, n)]));
    const wanted = JSON.parse(run(folder, "check", ...all, "--format", "json"));
    assert.equal(wanted.files.length, all.length);
    for (const file of wanted.files) {
      const { files: [found] } = await nianbao.check(files[file.file], { name: file.file, files });
      // It names a file above the folder: the program tells whether there is one.
      const same = file.file === "missing-file.yaml" ? values : (told) => told;
      assert.deepEqual(same(found), same(file), file.file);
    }
  }
});

test("what can be mended is mended alike", async () => {
  const faulty = text("examples/minimal.yaml").replace("自然人: 2", "自然人: ２").replace("现行有效: 0", "现行有效: ０件");
  const place = join(scratch, "fix.yaml");
  writeFileSync(place, faulty);
  run(".", "check", place, "--fix");
  const fixed = await nianbao.fix(faulty, { name: "fix.yaml" });
  assert.equal(fixed.text, readFileSync(place, "utf8"));
  assert.ok(fixed.changed && !fixed.unfinished);
});

test("a published report is read alike", async () => {
  run("examples", "build", "zhangdian-transport-2020.yaml", "--to", "html,docx,pdf", "--out", scratch);
  for (const ending of ["html", "docx", "pdf"]) {
    const name = `zhangdian-transport-2020.${ending}`;
    const place = join(scratch, `${name}.yaml`);
    run(".", "import", join(scratch, name), "-o", place);
    const read = await nianbao.import(readFileSync(join(scratch, name)), { name });
    assert.equal(read.text, readFileSync(place, "utf8"), name);
    assert.ok(read.summary.length > 0);
  }
  await assert.rejects(nianbao.import("没有报告", { name: "a.txt" }), nianbao.Refusal);
});

test("the schemas are the same", async () => {
  for (const edition of ["2019", "2021"]) {
    assert.deepEqual(await nianbao.schema(edition), JSON.parse(run(".", "schema", "--edition", edition)));
  }
  await assert.rejects(nianbao.schema("1999"), /没有名为/);
});
