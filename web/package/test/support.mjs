// The package as it was made, the native program beside it, and files to try both with.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
export const made = process.env.NIANBAO_PACKAGE ?? join(root, "web/package/out");
export const nianbao = await import(pathToFileURL(join(made, "nianbao.js")));

const native = process.env.NIANBAO ?? join(root, "target/debug/nianbao");

/** What the native program prints; it may find faults. */
export function run(folder, ...args) {
  const env = { ...process.env };
  delete env.SOURCE_DATE_EPOCH;
  const options = { cwd: join(root, folder), env, maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] };
  try {
    return execFileSync(native, args, options);
  } catch (error) {
    if (error.status === 1) return error.stdout;
    throw error;
  }
}

export const names = (folder, ending) =>
  readdirSync(join(root, folder)).filter((name) => name.endsWith(ending)).sort();
export const bytes = (...path) => readFileSync(join(root, ...path));
export const text = (...path) => bytes(...path).toString("utf8");
