// nianbao in a page or in Node: what the commands check, build, import, schema and edit do.
// Nothing is sent anywhere; what is fetched are files beside this one: the program, and where
// they are needed the fonts and the readers of published reports.

/** The program's fonts, in the order in which the program takes them. */
const FONTS = ["text.otf", "title.otf", "heading.otf", "subheading.ttf"];

/** What the readers of published reports are asked. */
const READS = ["import", "read", "reading"];

/** What is wrong with a report or a request, and what to do. */
export class Refusal extends Error {
  constructor({ refused, help, findings }) {
    super(refused);
    this.name = "Refusal";
    this.help = help;
    if (findings) this.findings = findings;
  }
}

/** A file beside this one. */
async function beside(name) {
  const url = new URL(name, import.meta.url);
  if (url.protocol === "file:" && globalThis.process?.versions?.node) {
    const { readFile } = await import("node:fs/promises");
    return readFile(url);
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`取不到 ${url}：${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

const bytesOf = (data) => (typeof data === "string" ? new TextEncoder().encode(data) : new Uint8Array(data));

/** A module in a memory of its own; after a fault the next call begins with a new one. */
class Core {
  #code;
  #module;
  #exports;

  constructor(code) {
    this.#code = code;
  }

  async started() {
    if (this.#exports) return this.#exports;
    this.#module ??= (async () => WebAssembly.compile(await this.#code()))();
    try {
      const { exports } = await WebAssembly.instantiate(await this.#module, {});
      return (this.#exports ??= exports);
    } catch (error) {
      this.#module = undefined;
      throw error;
    }
  }

  async call(message, files = []) {
    const blobs = files.map(bytesOf);
    const exports = await this.started();
    try {
      return exchange(exports, { ...message, blobs: blobs.map((blob) => blob.length) }, blobs);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
      this.#exports = undefined;
      throw new Error("程序在这份文件上出了错；请把文件交给开发者", { cause: error });
    }
  }
}

/** The program in a memory of its own, and the readers in another one as soon as they are needed. */
export class Program {
  #options;
  #core;
  #readers;
  #fonts;

  constructor(options = {}) {
    this.#options = options;
    this.#core = new Core(async () => (await options.code) ?? beside("nianbao.wasm"));
    this.#readers = new Core(async () => (await options.readers?.()) ?? beside("readers.wasm"));
  }

  /** Hands over the fonts, once, when something is printed. */
  async #printing(to) {
    if (!to.some((product) => ["pdf", "docx", "sheet"].includes(product))) return;
    this.#fonts ??= (async () => {
      const own = (await this.#options.fonts) ?? {};
      const files = await Promise.all(FONTS.map((name) => own[name] ?? beside(`fonts/${name}`)));
      await this.call({ do: "fonts", names: FONTS }, files);
    })();
    try {
      await this.#fonts;
    } catch (error) {
      this.#fonts = undefined;
      throw error;
    }
  }

  /** Bytes that the program takes in memory, now. */
  async memory() {
    return (await this.#core.started()).memory.buffer.byteLength;
  }

  /** One message, and its answer with the files behind it. */
  async call(message, files = []) {
    if (READS.includes(message.do)) return this.#readers.call(message, files);
    let answer;
    try {
      answer = await this.#core.call(message, files);
    } catch (error) {
      this.#fonts = undefined;
      throw error;
    }
    return answer.json.unread ? this.#again(message, files, answer) : answer;
  }

  /** Has files read that an answer lacks, and asks again. */
  async #again(message, files, { json, blobs }) {
    const known = blobs.length - json.unread.length;
    const readings = { ...message.readings };
    for (const [at, file] of json.unread.entries()) {
      const { json: told } = await this.#readers.call({ do: "reading", file }, [blobs[known + at]]);
      readings[file] = told.reading;
    }
    if (message.do !== "ask") return this.call({ ...message, readings }, files);
    await this.#core.call({ do: "put", readings });
    // What was done is not done again: it has led to a state.
    const request = "revision" in json.answer ? { do: "state" } : message.request;
    const again = await this.call({ ...message, request });
    again.json.written.unshift(...json.written);
    again.blobs.unshift(...blobs.slice(0, known));
    return again;
  }

  async #answer(message, files) {
    const { json, blobs } = await this.call(message, files);
    if (json.refused !== undefined) throw new Refusal(json);
    return { json, blobs };
  }

  #given(text, { name = "年报.yaml", files = {} } = {}) {
    const all = Object.entries({ ...files, [name]: text });
    return [{ file: name, names: all.map(([name]) => name) }, all.map(([, data]) => data)];
  }

  async check(text, options) {
    const [message, files] = this.#given(text, options);
    return (await this.#answer({ do: "check", ...message }, files)).json.findings;
  }

  async fix(text, options) {
    const [message, files] = this.#given(text, options);
    return (await this.#answer({ do: "fix", ...message }, files)).json;
  }

  async build(text, options = {}) {
    const to = [options.to ?? "html"].flat();
    await this.#printing(to);
    const [message, files] = this.#given(text, options);
    const { draft = false, date } = options;
    const { json, blobs } = await this.#answer({ do: "build", ...message, to, draft, date }, files);
    const products = Object.fromEntries(json.products.map((product, at) => [product, blobs[at]]));
    return { ...products, findings: json.findings };
  }

  async import(bytes, { name = "报告", year, agency } = {}) {
    return (await this.#answer({ do: "import", file: name, year, agency }, [bytes])).json;
  }

  async schema(edition) {
    return JSON.parse((await this.#answer({ do: "schema", edition })).json.schema);
  }

  /** The workbench's folder in memory takes in files as the disk has them. */
  async put(files, { folder, now = Date.now() } = {}) {
    const all = Object.entries(files);
    const message = { do: "put", names: all.map(([name]) => name), folder, now };
    return (await this.#answer(message, all.map(([, data]) => data))).json.news;
  }

  async drop(names) {
    return (await this.#answer({ do: "drop", names })).json.news;
  }

  async saved(names, number) {
    return (await this.#answer({ do: "saved", names, number })).json.news;
  }

  async ask(request, { now = Date.now(), today = day() } = {}) {
    if (request.do === "read" && !/\.ya?ml$/i.test(request.name)) {
      const { json } = await this.call({ do: "read", request });
      if (json.refused !== undefined) return { answer: json, written: {}, number: 0 };
      request = json.request;
    }
    if (request.do === "build") await this.#printing(request.to);
    const { json, blobs } = await this.#answer({ do: "ask", request, now, today });
    const written = Object.fromEntries(json.written.map((name, at) => [name, blobs[at]]));
    return { answer: json.answer, written, number: json.number };
  }
}

/** The day where the clerk is. */
function day() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Writes a message into the program's memory, calls, and reads the answer out of it. */
function exchange({ memory, alloc, free, call }, message, blobs) {
  const json = new TextEncoder().encode(JSON.stringify(message));
  const length = blobs.reduce((sum, blob) => sum + blob.length, 4 + json.length);
  const place = alloc(length);
  if (place === 0) throw new RangeError("内存不够");
  new DataView(memory.buffer).setUint32(place, json.length, true);
  const there = new Uint8Array(memory.buffer, place, length);
  there.set(json, 4);
  let at = 4 + json.length;
  for (const blob of blobs) {
    there.set(blob, at);
    at += blob.length;
  }
  const answer = call(place, length);
  free(place, length);
  const total = new DataView(memory.buffer).getUint32(answer, true);
  const bytes = new Uint8Array(memory.buffer, answer + 4, total).slice();
  free(answer, 4 + total);
  const words = new DataView(bytes.buffer).getUint32(0, true);
  const told = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + words)));
  at = 4 + words;
  const files = (told.blobs ?? []).map((length) => bytes.slice(at, (at += length)));
  return { json: told, blobs: files };
}

/** The program that the functions below share. */
let shared;
const program = () => (shared ??= new Program());

export const check = (text, options) => program().check(text, options);
export const fix = (text, options) => program().fix(text, options);
export const build = (text, options) => program().build(text, options);
const read = (bytes, options) => program().import(bytes, options);
export const schema = (edition) => program().schema(edition);

/** A workbench with a folder of its own, in a memory of its own. */
export async function edit(files = {}, options = {}) {
  const desk = new Program(options);
  await desk.put(files, { folder: options.folder });
  return desk;
}

export { read as import };
