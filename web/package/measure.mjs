// Measures the package, three times in a process of its own each, and tells the medians:
// node web/package/measure.mjs [the native program]. Not a test.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = new URL("out/", import.meta.url);
const file = fileURLToPath(new URL("../../examples/zhangdian-traffic-police-2024.yaml", import.meta.url));
const median = (all) => [...all].sort((a, b) => a - b)[all.length >> 1];

async function warm(work, rounds = 15) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

async function measured(native) {
  const report = readFileSync(file);
  const start = performance.now();
  const { Program } = await import(new URL("nianbao.js", here));
  const program = new Program();
  await program.check(report);
  const first = performance.now() - start;
  const check = await warm(() => program.check(report));
  const pdf = await warm(() => program.build(report, { to: "pdf", draft: true }));
  const told = { first, check, pdf, memory: (await program.memory()) / 2 ** 20 };
  if (!native) return told;
  const options = { stdio: ["ignore", "pipe", "ignore"] };
  const build = () => execFileSync(native, ["build", file, "--to", "pdf", "--draft", "-o", "-"], options);
  const whole = await warm(async () => build());
  const empty = await warm(async () => execFileSync(native, ["--version"], options));
  return { ...told, native: whole - empty, times: pdf / (whole - empty) };
}

const [native, isOne] = process.argv.slice(2);
if (isOne) console.log(JSON.stringify(await measured(native)));
else {
  const one = () => JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), native ?? "", "one"]));
  const rounds = [one(), one(), one()];
  const of = (what) => median(rounds.map((round) => round[what]));
  const say = (what, value) => console.log(`| ${what} | ${value} |`);
  for (const [what, name] of [["code", "nianbao.wasm"], ["the readers, at the first import", "readers.wasm"]]) {
    const code = readFileSync(new URL(name, here));
    say(what, `${(code.length / 1e6).toFixed(2)} MB, gzip ${(gzipSync(code, { level: 9 }).length / 1e6).toFixed(2)} MB`);
  }
  say("first check", `${of("first").toFixed(0)} ms`);
  say("check, warm", `${of("check").toFixed(1)} ms`);
  say("PDF, warm", `${of("pdf").toFixed(0)} ms`);
  if (native) say("… beside the native program without its start", `${of("native").toFixed(0)} ms, ${of("times").toFixed(1)} times`);
  say("memory after all that", `${of("memory").toFixed(0)} MiB`);
  say("load of the machine", loadavg()[0].toFixed(1));
}
