import type { Answers, News, Product, Refusal as Refused, Request } from "./messages.js";
export type { Answers, Edit, Folder, Form, News, Product, Request, State } from "./messages.js";

/** A file's text, or its bytes. */
export type Data = string | Uint8Array | ArrayBuffer;

/** What `nianbao check --format json` says. */
export interface Checked {
  files: FileFindings[];
}

export interface FileFindings {
  file: string;
  agency: string | null;
  year: number | null;
  findings: Finding[];
}

export interface Finding {
  rule: string;
  severity: "error" | "warning" | "hint";
  basis: string;
  path: string | null;
  /** What the form prints for that. */
  name: string | null;
  /** The file that it stands in: a text of its own or last year's may be another. */
  place: string;
  /** The place in a document that has no lines. */
  within: string | null;
  /** From 1; a column counts characters. */
  line: number | null;
  column: number | null;
  end_line: number | null;
  end_column: number | null;
  message: string;
  help: string | null;
  stated: string | null;
  expected: string | null;
  /** The reason for which it is accepted. */
  waived: string | null;
}

/** What is wrong and what to do, in Chinese. */
export class Refusal extends Error {
  readonly help: string;
  /** Of a report that has errors. */
  readonly findings?: Checked;
}

export interface Beside {
  /** The data file's own name; 「年报.yaml」 where it is left out. */
  name?: string;
  /** What the data file names, by name: text files, pictures, last year's file. */
  files?: Record<string, Data>;
}

export interface Build extends Beside {
  /** 「html」 where it is left out. */
  to?: Product | Product[];
  /** Errors do not matter; every page says that it is a draft. */
  draft?: boolean;
  /** 2026-01-20: the date of a file whose report has none. */
  date?: string;
}

/** The products that were asked for, and the findings. */
export type Built = Partial<Record<Product, Uint8Array>> & { findings: Checked };

export interface Fixed {
  /** Null where the file is no text in UTF-8. */
  text: string | null;
  changed: boolean;
  /** There is more to mend than one run does. */
  unfinished: boolean;
  /** What is left. */
  findings: Checked;
}

export interface Imported {
  /** The data file. */
  text: string;
  /** What was not certain, by its place in the data file. */
  findings: Checked;
  /** How much of it has to be compared with the original. */
  unsure: number;
  /** What was found, line by line, and in one. */
  account: string[];
  summary: string;
}

export interface Options {
  /** The program, where it does not lie beside this module. */
  code?: BufferSource | Promise<BufferSource>;
  /** Gives the readers of published reports when they are needed, where they do not lie beside this module. */
  readers?: () => BufferSource | Promise<BufferSource>;
  /** Fonts by name (text.otf, title.otf, heading.otf, subheading.ttf), where they do not lie in fonts/. */
  fonts?: Record<string, Data | Promise<Data>>;
}

export interface Day {
  /** Milliseconds since 1970. */
  now?: number;
  /** 2026-11-22, where the clerk is. */
  today?: string;
}

/** The program in a memory of its own. */
export class Program {
  constructor(options?: Options);
  check(text: Data, options?: Beside): Promise<Checked>;
  fix(text: Data, options?: Beside): Promise<Fixed>;
  build(text: Data, options?: Build): Promise<Built>;
  import(bytes: Data, options?: { name?: string; year?: number; agency?: string }): Promise<Imported>;
  schema(edition?: string): Promise<object>;
  /** Takes files into the workbench's folder, as the disk has them. */
  put(files: Record<string, Data>, options?: { folder?: string; now?: number }): Promise<News[]>;
  /** Takes files out; the open one is closed by that. */
  drop(names: string[]): Promise<News[]>;
  /** Says that the disk has files as `ask` gave them at a number. */
  saved(names: string[], number?: number): Promise<News[]>;
  /** What the workbench's page asks; `written` should be put on the disk. */
  ask<R extends Request>(
    request: R,
    day?: Day,
  ): Promise<{ answer: Answers[R["do"]] | Refused; written: Record<string, Uint8Array>; number: number }>;
  /** Bytes of memory that the program takes. */
  memory(): Promise<number>;
  /** A message of the interface itself. */
  call(message: object, files?: Data[]): Promise<{ json: any; blobs: Uint8Array[] }>;
}

export function check(text: Data, options?: Beside): Promise<Checked>;
export function fix(text: Data, options?: Beside): Promise<Fixed>;
export function build(text: Data, options?: Build): Promise<Built>;
declare function read(
  bytes: Data,
  options?: { name?: string; year?: number; agency?: string },
): Promise<Imported>;
export { read as import };
/** The JSON Schema of data files, of an edition (2019, 2021) or the latest. */
export function schema(edition?: string): Promise<object>;
/** A workbench over a folder in memory. */
export function edit(files?: Record<string, Data>, options?: Options & { folder?: string }): Promise<Program>;
