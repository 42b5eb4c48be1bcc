/**
 * What the workbench's page and its host say to each other.
 *
 * The host is the program (`nianbao edit`, over HTTP on this machine) or, later, the same core
 * as WebAssembly in the page itself. The page asks with one JSON object and gets one back; the
 * host tells of changes that the page did not make by `News`. The core understands the data
 * file, makes every change, words every finding; the page shows and asks.
 */

/** What the page asks; each has its answer in `Answers`. */
export type Request =
  /** The reports of the folder. */
  | { do: "folder" }
  /** A data file of the folder becomes the open one. */
  | { do: "open"; file: string }
  /** The open file as it is. */
  | { do: "state" }
  /** A change of the open file; `revision` is the state that the page made it in. */
  | { do: "edit"; revision: string; edit: Edit }
  /** The form as a change would make it that is still being typed; nothing is changed. */
  | { do: "try"; edit: Edit }
  /** The last change is taken back, or made again. */
  | { do: "undo" }
  | { do: "redo" }
  /** Back to the text that the file had when it was opened (this can be undone). */
  | { do: "restore" }
  /** What the clerk chose of a `Conflict`: hers, or what the file holds now. */
  | { do: "settle"; keep: "mine" | "theirs" }
  /** The report as a page, marked with the places of cells. */
  | { do: "preview" }
  /** Products beside the data file. */
  | { do: "build"; to: Product[]; draft: boolean }
  /** A new data file, blank. */
  | { do: "new"; year: number; agency: string; category: string }
  /** Next year's file from one of the folder. */
  | { do: "next"; file: string }
  /** A published report, a Word file or a workbook, to be read into a new data file. */
  | { do: "read"; name: string; base64: string }
  /** A picture for a text, put into the folder; the answer says what Markdown shows it. */
  | { do: "picture"; name: string; base64: string };

export interface Answers {
  folder: Folder;
  open: State;
  state: State;
  edit: State;
  try: { form: Form | null };
  undo: State;
  redo: State;
  restore: State;
  settle: State;
  preview: { html: string };
  /** `advice`: what is to be known of the products besides. */
  build: { files: string[]; fragment: string | null; advice: string | null };
  new: State;
  next: State;
  read: State;
  picture: { markdown: string };
}

/** In place of an answer: what is wrong and what to do, in Chinese. Nothing was changed. */
export interface Refusal {
  refused: string;
  help: string;
}

/** What the host tells unasked. */
export type News =
  /** The open file is another, or the disk has it now: with another revision, ask for the state. */
  | { news: "changed"; revision: string; saved: boolean }
  /** The folder's reports are others. */
  | { news: "folder" };

/** `sheet` is the page of paper of 图解, `sheetpage` that for a phone. */
export type Product = "pdf" | "docx" | "html" | "md" | "fragment" | "sheet" | "sheetpage";

/** A change of the data file. Every one is undone as a whole. */
export type Edit =
  /**
   * What was typed or pasted into cells, as typed: "" leaves blank (a total is computed then),
   * 「１，２３４」 is read as 1234, and what is no figure stays as it is, with a finding.
   */
  | { kind: "cells"; cells: { path: string; words: string }[] }
  /** The remark on a figure; "" takes it away. */
  | { kind: "note"; path: string; words: string }
  /**
   * A section's text, or 引言; a passage without heading holds the text that stands under none.
   * Typed on without a pause, it is one step with the last change of this text.
   */
  | { kind: "text"; key: string; passages: Passage[]; goes_on?: boolean }
  /**
   * 年度, 名称, 类别, 日期, 标题, 落款, 印章, 上年; "" takes the key away where it may be left out.
   * 落款 "~" says that nobody signs.
   */
  | { kind: "particular"; key: string; words: string }
  /** A finding is accepted, with the reason. */
  | { kind: "waive"; rule: string; path: string; reason: string }
  /** One of the fixes that a finding offers, by its number in `Finding.fixes`. */
  | { kind: "fix"; finding: number; fix: number }
  /** The whole text, where the file is shown as text. */
  | { kind: "source"; text: string };

export interface Passage {
  heading: string | null;
  text: string;
}

/** The reports of a folder, for the start page. */
export interface Folder {
  name: string;
  /** The data file that is open, if one is. */
  open: string | null;
  /** Whether nothing may be changed: `nianbao preview`. */
  readonly: boolean;
  /** The years for which there is a form, the newest first. */
  years: number[];
  categories: string[];
  reports: {
    file: string;
    agency: string;
    year: number | null;
    errors: number;
    warnings: number;
    /** Milliseconds since 1970; the page knows the local time. */
    changed: number;
  }[];
}

/** The open file, understood. */
export interface State {
  file: string;
  /** Whether nothing may be changed: `nianbao preview`. */
  readonly: boolean;
  /** Names this state; another text, another revision. */
  revision: string;
  /** Whether the disk has it; why not, otherwise. */
  saved: boolean;
  fault: string | null;
  /** The data file's text. */
  source: string;
  /** The form; null while the text cannot be read as one (`source` is shown then). */
  form: Form | null;
  findings: Finding[];
  /** The summary line of `check`. */
  summary: string;
  /** What undo and redo would do: 「填写 3 格」; null where there is nothing. */
  undo: string | null;
  redo: string | null;
  /** Set while the file was changed elsewhere at a place that was changed here too. */
  conflict: Conflict | null;
}

export interface Conflict {
  /** 「总体情况」, 「申请.新收.自然人」 … */
  place: string;
  mine: string;
  theirs: string;
}

export interface Form {
  year: number;
  edition: string;
  document: string;
  /** The title as printed. */
  title: string;
  /** The same in its lines, each in the pieces between which it may be broken. */
  title_pieces: string[][];
  particulars: Particular[];
  /** 引言 first, then the six sections. */
  sections: Section[];
  /** Paths that a text may refer to, with what a reference would print now. */
  references: { path: string; name: string; value: string }[];
}

export interface Particular {
  key: string;
  words: string;
  /** What is taken where it is left out. */
  fallback: string;
  choices: string[] | null;
  required: boolean;
}

export interface Section {
  key: string;
  heading: string;
  errors: number;
  warnings: number;
  /** Whether all of it has been filled in. */
  filled: boolean;
  text: Text | null;
  table: Table | null;
}

export interface Text {
  passages: Passage[];
  /** The text file that holds it, where it is one of its own. */
  file: string | null;
  /** Characters that count, and fewer than which are hardly a text. */
  length: number;
  least: number;
  topics: { name: string; covered: boolean }[];
  /** The longest passage that stands in last year's text word for word. */
  copied: string | null;
}

/** A table of the form, as printed. */
export interface Table {
  summary: string;
  columns: number;
  /** How wide each of them is at least, in characters. */
  widths: number[];
  header_rows: number;
  rows: Cell[][];
  /** For each balance and column: what should be equal, by path, and by how much it is off. */
  balances: { name: string; column: string; paths: string[]; difference: string }[];
}

export interface Cell {
  kind: "corner" | "caption" | "column" | "row" | "figure";
  column: number;
  colspan: number;
  rowspan: number;
  /** A heading's words; a figure as printed, or what was typed where that is none. */
  words: string;
  figure: Figure | null;
}

export interface Figure {
  path: string;
  /** For those who do not see the table: row and column as the form names them. */
  name: string;
  state:
    | "stated"
    /** An explicit 0 for a row, a group or the rest covers it. */
    | "covered"
    | "blank"
    /** A total that is left out. */
    | "computed"
    /** Not in the file at all. */
    | "missing"
    /** Words stand there that are no figure. */
    | "unread";
  total: boolean;
  /** What the parts of a total add up to, where that is another figure than it states. */
  expected: string | null;
  /** With decimals (万元); otherwise whole. */
  decimals: boolean;
  signed: boolean;
  note: string | null;
  /** Last year's figure of the same path. */
  last: string | null;
  /** What last year's report carried over to here, where the form ties the two. */
  offered: string | null;
}

export interface Finding {
  rule: string;
  title: string;
  severity: "error" | "warning" | "hint";
  basis: string;
  message: string;
  help: string | null;
  /** The form's path, or the key of a section. */
  path: string | null;
  /** What the form prints for that. */
  name: string | null;
  /** The paths of all that it is about: of one cause there may be many. */
  paths: string[];
  /** Where it stands in `source`, as JavaScript counts from 0; null in another file. */
  start: number | null;
  end: number | null;
  waived: string | null;
  /** Whether it may be accepted with a reason. */
  waivable: boolean;
  /** What `check --fix` and the editors offer. */
  fixes: string[];
}
