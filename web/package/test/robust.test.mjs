// Nothing that is put in makes the program stop, or take more and more memory.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bytes, made, nianbao, root, text } from "./support.mjs";

test("200 builds take at most 64 MiB, and no more than the first", async () => {
  const program = new nianbao.Program();
  const example = bytes("examples/zhangdian-traffic-police-2024.yaml");
  const to = ["pdf", "docx", "html", "md"];
  const build = () => program.build(example, { to, draft: true });
  for (let round = 0; round < 5; round++) await build();
  const settled = await program.memory();
  for (let round = 0; round < 200; round++) await build();
  assert.equal(await program.memory(), settled);
  assert.ok(settled <= 64 * 2 ** 20, `${settled / 2 ** 20} MiB`);
});

/** How a published report would be called that a target reads. */
const ENDINGS = { docx: "docx", workbook: "xlsx", pdf: "pdf", page: "html", text: "txt", markdown: "md" };

test("no seed of a fuzz target is a trap", async () => {
  const program = new nianbao.Program();
  const seeds = join(root, "fuzz/seeds");
  let tried = 0;
  for (const target of readdirSync(seeds)) {
    for (const name of readdirSync(join(seeds, target))) {
      const seed = bytes("fuzz/seeds", target, name);
      const told = `${target}/${name}`;
      const tries = {
        check: () => program.check(seed),
        fix: () => program.fix(seed),
        build: () => program.build(seed, { to: ["md", "html"], draft: true }),
        words: () => program.check(withText(seed)),
        import: () => program.import(seed, { name: `${name}.${ENDINGS[target] ?? "html"}` }),
        archive: () => program.import(archive(target, seed), { name: `${name}.${ENDINGS[target]}` }),
      };
      if (!(target in PARTS)) delete tries.archive;
      for (const [what, attempt] of Object.entries(tries)) {
        try {
          await attempt();
        } catch (error) {
          assert.ok(error instanceof nianbao.Refusal, `${told}: ${what}: ${error.cause ?? error}`);
        }
        tried += 1;
      }
    }
  }
  assert.ok(tried > 300, `${tried}`);
});

/** A report with some bytes as one of its texts. */
function withText(seed) {
  const example = text("examples/minimal.yaml");
  const at = example.indexOf("其他事项: |");
  const lines = seed.toString("utf8").split("\n").map((line) => `  ${line}`);
  return `${example.slice(0, at)}其他事项: |\n${lines.join("\n")}\n`;
}

/** What the targets make of parts between NULs: archives. */
const PARTS = {
  docx: ["word/document.xml", "word/numbering.xml", "word/styles.xml", "word/footnotes.xml"],
  workbook: ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"],
};

function archive(target, seed) {
  if (seed.subarray(0, 2).toString() === "PK") return seed;
  const names = PARTS[target];
  const parts = [];
  let rest = seed;
  for (const [at, name] of names.entries()) {
    const end = at + 1 < names.length ? rest.indexOf(0) : -1;
    parts.push([name, end < 0 ? rest : rest.subarray(0, end)]);
    if (end < 0) break;
    rest = rest.subarray(end + 1);
  }
  return stored(parts);
}

/** A ZIP archive of parts that are not compressed. */
function stored(parts) {
  const files = [], list = [];
  let at = 0;
  for (const [name, data] of parts) {
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    files.push(Buffer.from("PK\x03\x04", "latin1"), head, Buffer.from(name), data);
    list.push(Buffer.from("PK\x01\x02\x14\0", "latin1"), head, tail, Buffer.from(name));
    at += 30 + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(list).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, ...list, end]);
}

function crc32(data) {
  let sum = ~0;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

for (const module of ["nianbao", "readers"]) test(`messages to ${module} that are none are answered in words`, async () => {
  const code = await WebAssembly.compile(readFileSync(join(made, `${module}.wasm`)));
  assert.deepEqual(WebAssembly.Module.imports(code), []);
  const { exports } = await WebAssembly.instantiate(code);
  const send = (message) => {
    const place = exports.alloc(message.length);
    new Uint8Array(exports.memory.buffer, place, message.length).set(message);
    const answer = exports.call(place, message.length);
    exports.free(place, message.length);
    const view = new DataView(exports.memory.buffer);
    const [total, length] = [view.getUint32(answer, true), view.getUint32(answer + 4, true)];
    const words = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, answer + 8, length));
    exports.free(answer, 4 + total);
    return JSON.parse(words);
  };
  const message = (json, after = "") => {
    const words = Buffer.from(typeof json === "string" ? json : JSON.stringify(json));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(words.length);
    return Buffer.concat([length, words, Buffer.from(after)]);
  };
  const wrong = [
    [], [1], [0, 0, 0, 0], [255, 255, 255, 255], [9, 0, 0, 0, 123],
    message("{"), message("null"), message("[]"), message('"check"'), message("\ud800"),
    message({}), message({ do: "format" }), message({ do: 1 }), message({ do: "check" }),
    message({ do: "check", blobs: [1] }), message({ do: "check", blobs: [2 ** 60] }),
    message({ do: "check", blobs: [-1, "a", null] }), message({ do: "check" }, "more"),
    message({ do: "check", file: "a", names: ["a"] }), message({ do: "check", file: "a", names: ["b"], blobs: [1] }, "x"),
    message({ do: "build", file: "a.yaml", names: ["a.yaml"], blobs: [1], to: ["odt"] }, "x"),
    message({ do: "build", file: "a.yaml", names: ["a.yaml"], blobs: [1] }, "x"),
    message({ do: "import", blobs: [0] }), message({ do: "import" }), message({ do: "fonts" }),
    message({ do: "reading" }), message({ do: "read" }), message({ do: "read", request: { do: "state" } }),
    message({ do: "check", readings: 1 }), message({ do: "put", readings: { a: "b" } }), message({ do: "schema", edition: "x" }), message({ do: "ask" }), message({ do: "ask", request: { do: "fly" } }),
    message({ do: "put", names: ["a"] }), message(`{"do":${"[".repeat(100000)}`),
  ];
  for (const bytes of wrong) {
    const { refused, help } = send(Uint8Array.from(bytes));
    assert.ok(typeof refused === "string" && typeof help === "string", Buffer.from(bytes).toString().slice(0, 80));
  }
  assert.equal(exports.free(0, 5), undefined);
  if (module === "readers") return;
  // The folder is asked for what it does not have.
  for (const request of [{ do: "open", file: "../a.yaml" }, { do: "open", file: "a.yaml" }, { do: "state" }, { do: "next", file: "a.yaml" }, { do: "read", name: "a", base64: "?" }]) {
    const { answer } = send(message({ do: "ask", request, now: -1, today: "x" }));
    assert.ok(answer.refused.length > 0);
  }
});
