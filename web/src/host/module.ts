/**
 * The core as WebAssembly. A message, in either direction, is the length of its JSON, the JSON,
 * and the blobs whose lengths the JSON names; an answer has its whole length before it.
 */
import type { Answers, Refusal, Request } from "../messages";

export type Bytes = Uint8Array<ArrayBuffer>;

interface Exports {
  memory: WebAssembly.Memory;
  alloc(length: number): number;
  free(at: number, length: number): void;
  call(at: number, length: number): number;
}

/** What brings a file from elsewhere. */
export type Read = Extract<Request, { do: "read" }>;

/** What the core wants brought onto the disk, by name, with the number by which it knows it. */
export type Written = Map<string, { bytes: Bytes; number: number }>;

const writer = new TextEncoder();
const reader = new TextDecoder();

/** Files that an answer lacks until the readers of published reports have said what they are. */
type Unread = Map<string, Bytes>;

export interface Found<Do extends Request["do"]> {
  answer: Answers[Do] | Refusal;
  written: Written;
  unread: Unread;
}

export class Module {
  private hasFonts = false;

  private constructor(private readonly exports: Exports) {}

  /** A folder of its own, empty, in memory of its own. */
  static async of(code: WebAssembly.Module): Promise<Module> {
    const { exports } = await WebAssembly.instantiate(code, {});
    return new Module(exports as unknown as Exports);
  }

  /** Puts files into the folder, in place of those of the same name. */
  put(files: Iterable<[string, Bytes]>, now: number): void {
    const [names, blobs] = apart(files);
    this.call({ do: "put", names, now }, blobs);
  }

  /** Answers the page. */
  ask<Do extends Request["do"]>(request: Extract<Request, { do: Do }>): Found<Do> {
    const now = new Date();
    const two = (number: number) => String(number).padStart(2, "0");
    const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    const { json, blobs } = this.call({ do: "ask", request, now: now.getTime(), today });
    const { answer, written = [], number = 0, unread = [] } = json as
      { answer: Answers[Do] | Refusal; written?: string[]; number?: number; unread?: string[] };
    return {
      answer,
      written: new Map(written.map((name, at) => [name, { bytes: blobs[at]!, number }])),
      unread: new Map(unread.map((name, at) => [name, blobs[written.length + at]!])),
    };
  }

  /** Takes in what the readers say of files. */
  told(readings: Record<string, unknown>): void {
    this.call({ do: "put", readings });
  }

  /** Of the readers: a published report that is to be read, as a data file. */
  asData(request: Read): Read | Refusal {
    const { json } = this.call({ do: "read", request });
    return (json as { request?: Read }).request ?? (json as Refusal);
  }

  /** Of the readers: what they say of files. */
  readings(unread: Unread): Record<string, unknown> {
    const one = (file: string, bytes: Bytes) => (this.call({ do: "reading", file }, [bytes]).json as { reading: unknown }).reading;
    return Object.fromEntries([...unread].map(([file, bytes]) => [file, one(file, bytes)]));
  }

  /** The disk has a file now, as it was given under a number. */
  saved(name: string, number: number): void {
    this.call({ do: "saved", names: [name], number });
  }

  /** Hands over the fonts, where it has none. */
  async fonts(unpacked: () => Promise<Bytes[]>): Promise<void> {
    if (this.hasFonts) return;
    this.call({ do: "fonts" }, await unpacked());
    this.hasFonts = true;
  }

  private call(message: object, blobs: Bytes[] = []): { json: unknown; blobs: Bytes[] } {
    const { exports } = this;
    const json = writer.encode(JSON.stringify({ ...message, blobs: blobs.map(({ length }) => length) }));
    const length = blobs.reduce((sum, blob) => sum + blob.length, 4 + json.length);
    const at = exports.alloc(length);
    let to = at + 4;
    new DataView(exports.memory.buffer).setUint32(at, json.length, true);
    for (const part of [json, ...blobs]) {
      new Uint8Array(exports.memory.buffer, to, part.length).set(part);
      to += part.length;
    }
    const answer = exports.call(at, length);
    exports.free(at, length);
    const total = new DataView(exports.memory.buffer).getUint32(answer, true);
    const copy = new Uint8Array(exports.memory.buffer, answer + 4, total).slice();
    exports.free(answer, 4 + total);
    return parsed(copy);
  }
}

function apart(files: Iterable<[string, Bytes]>): [string[], Bytes[]] {
  const all = [...files];
  return [all.map(([name]) => name), all.map(([, bytes]) => bytes)];
}

function parsed(message: Bytes): { json: unknown; blobs: Bytes[] } {
  const length = new DataView(message.buffer).getUint32(0, true);
  const json = JSON.parse(reader.decode(message.subarray(4, 4 + length))) as { blobs?: number[] };
  let from = 4 + length;
  const blobs = (json.blobs ?? []).map((length) => message.slice(from, (from += length)));
  return { json, blobs };
}
