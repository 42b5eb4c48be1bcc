// Measures the package: node web/package/measure.mjs [the native program]. Not a test.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const here = new URL("out/", import.meta.url);
const report = readFileSync(new URL("../../examples/zhangdian-traffic-police-2024.yaml", import.meta.url));
const code = readFileSync(new URL("nianbao.wasm", here));
const say = (what, value) => console.log(`| ${what} | ${value} |`);
const since = (start) => `${(performance.now() - start).toFixed(0)} ms`;

async function warm(work, rounds = 15) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[rounds >> 1];
}

say("code", `${(code.length / 1e6).toFixed(1)} MB, gzip ${(gzipSync(code, { level: 9 }).length / 1e6).toFixed(1)} MB`);
const start = performance.now();
const { Program } = await import(new URL("nianbao.js", here));
const program = new Program();
await program.check(report);
say("first check", since(start));
say("check, warm", `${(await warm(() => program.check(report))).toFixed(1)} ms`);
const pdf = await warm(() => program.build(report, { to: "pdf", draft: true }));
say("PDF, warm", `${pdf.toFixed(1)} ms`);
const native = process.argv[2];
if (native) {
  const file = new URL("../../examples/zhangdian-traffic-police-2024.yaml", import.meta.url).pathname;
  const build = () => execFileSync(native, ["build", file, "--to", "pdf", "--draft", "-o", "-"], { stdio: ["ignore", "pipe", "ignore"] });
  const whole = await warm(async () => build());
  const empty = await warm(async () => execFileSync(native, ["--version"], { stdio: "ignore" }));
  say("PDF, the native program without its start", `${(whole - empty).toFixed(1)} ms`);
}
say("memory", `${(await program.memory() / 2 ** 20).toFixed(1)} MiB`);
