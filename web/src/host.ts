/** Who answers the page: the program on this machine, or the same core in the page itself. */
import type { Answers, News, Refusal, Request } from "./messages";

export interface Host {
  /** The answer; throws where the host cannot be reached. */
  ask<Do extends Request["do"]>(request: Extract<Request, { do: Do }>): Promise<Answers[Do] | Refusal>;
  /** Calls for every news, and after every time that the host could be reached again. */
  listen(tell: (news: News | { news: "again" }) => void): void;
  /** Set where the page itself holds the folder, and has to bring it onto the disk. */
  readonly place?: Place;
}

/** The way to the disk from a folder that is held in the page. */
export interface Place {
  /** Whether a folder or files of the disk were opened. */
  readonly isOpen: boolean;
  /** Whether changes go onto the disk by themselves, as in the program. */
  readonly automatic: boolean;
  /** Whether products come to lie beside the data file; otherwise they are downloaded. */
  readonly beside: boolean;
  /** The files that the disk lacks, or has otherwise. */
  readonly lacking: string[];
  /** What was not saved at another time. */
  readonly drafts: Draft[];
  /** Whether drafts cannot be kept here. */
  readonly forgets: boolean;
  /** Each of these answers with the names of what was left out, because it is too large or too much. */
  openFolder(): Promise<string[]>;
  openFiles(): Promise<string[]>;
  /** Opens what was dropped; null where that is neither a folder nor data files. */
  take(dropped: DataTransfer): Promise<string[] | null>;
  /** Brings everything onto the disk: in its place, or as downloads. */
  save(): Promise<void>;
  /** Hands everything that the disk lacks over as downloads, whatever the disk would take. */
  download(): Promise<void>;
  resume(draft: Draft): Promise<void>;
  discard(draft: Draft): Promise<void>;
}

/** Changes that never came onto the disk. */
export interface Draft {
  id: string;
  folder: string;
  file: string;
  /** Milliseconds since 1970. */
  when: number;
}

/** The host does not answer, or not as it should. */
export class Unreachable extends Error {}
