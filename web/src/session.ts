/**
 * What the page knows, and the one line in which it asks: one request after another, so that
 * every change is made in the state that the page last saw. A change that could not be told,
 * because the program is gone, stays in the line until it is back.
 */
import { Unreachable, type Host, type Place } from "./host";
import type { Answers, Edit, Folder, Form, News, Refusal, Request, State } from "./messages";
import { share } from "./share";

/** What makes an edit when its turn has come; null where there is nothing to do any more. */
export type Maker = () => Edit | null;

/** Asked again so soon while the program does not answer. */
const AGAIN = 1000;
/** So soon after a key the totals are shown as they will be: who types on is not held up. */
const PAUSE = 60;
/** So many states of its own the page knows again. */
const KEPT = 50;

export class Session {
  state: State | null = null;
  folder: Folder | null = null;
  /** Cells that were typed into and are not answered yet. */
  typed = new Map<string, string>();
  /** How often that was another. */
  turns = 0;
  /** The form as it will be with what is being typed. */
  tried: Form | null = null;
  /** Whether the program does not answer. */
  gone = false;
  /** How many changes wait to be told. */
  waiting = 0;
  /** What to say: of a refusal, or of something done. */
  said: { words: string; help: string; refused: boolean } | null = null;

  /** States that the page made and has not heard of yet, and those that it made of late. */
  private readonly own = new Set<string>();
  private made: string[] = [];
  private readonly host: Host;
  private line: Promise<unknown> = Promise.resolve();
  private readonly watchers = new Set<() => void>();
  private readonly readers = new Set<(state: State) => void>();
  private flushing = false;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private readonly unsent = new Set<() => Promise<unknown> | null>();

  constructor(host: Host) {
    this.host = host;
    host.listen((news) => void this.hear(news));
  }

  /** Calls after every change of what is known. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Calls with every state at once, before the next request is made. */
  read(reader: (state: State) => void): () => void {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  }

  /** What still has to be told before something that concerns all of the file. */
  holds(flush: () => Promise<unknown> | null): () => void {
    this.unsent.add(flush);
    return () => this.unsent.delete(flush);
  }

  say(words: string, help = "", refused = false): void {
    this.said = { words, help, refused };
    this.tell();
  }

  hush(): void {
    this.said = null;
    this.tell();
  }

  /** Asks for something; what the answer says about the open file is taken over. */
  async ask<Do extends Request["do"]>(request: Extract<Request, { do: Do }>): Promise<Answers[Do] | null> {
    this.flush();
    return this.queue(() => this.put(request, false));
  }

  /** A change; null where it was refused. */
  edit(edit: Edit | Maker): Promise<State | null> {
    // What was typed before this is a step before it.
    if (typeof edit !== "function") this.flush();
    clearTimeout(this.pause);
    this.pause = undefined;
    this.waiting += 1;
    const cells = typeof edit !== "function" && edit.kind === "cells" ? edit.cells : [];
    cells.forEach(({ path, words }) => this.typed.set(path, words));
    this.turns += cells.length;
    this.tell();
    return this.queue(async () => {
      const made = typeof edit === "function" ? edit() : edit;
      const revision = this.state?.revision ?? "";
      const answer = made && (await this.put({ do: "edit", revision, edit: made }, true, () => {
        // Answered: unless it was typed over meanwhile, the core's word counts.
        cells.forEach(({ path, words }) => {
          if (this.typed.get(path) === words) this.typed.delete(path);
        });
        this.turns += cells.length;
        this.waiting -= 1;
      }));
      if (!made) this.waiting -= 1;
      this.tell();
      return answer;
    });
  }

  /** What is being typed, for the totals to follow; null once it no longer is. */
  try(edit: Edit | null): void {
    clearTimeout(this.pause);
    if (edit) {
      const own = setTimeout(() => void this.queue(async () => {
        const wanted = () => own === this.pause;
        const answer = wanted() && await this.host.ask<"try">({ do: "try", edit }).catch(() => null);
        if (!wanted() || !answer || "refused" in answer) return;
        this.tried = share(this.tried ?? this.state?.form, answer.form);
        this.tell();
      }), PAUSE);
      this.pause = own;
    } else {
      this.pause = undefined;
      this.tried = null;
      this.tell();
    }
  }

  /** Set where the page itself has to bring everything onto the disk. */
  get place(): Place | undefined {
    return this.host.place;
  }

  /** Does something with the disk; what goes wrong is said. */
  async reach<T>(job: (place: Place) => Promise<T>): Promise<T | null> {
    if (!this.place) return null;
    this.flush();
    await this.queue(async () => null);
    let done: T | null = null;
    try {
      done = await job(this.place);
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error), "", true);
    }
    if (!this.state) await this.openFolder();
    return done;
  }

  async openFolder(): Promise<void> {
    const folder = await this.ask({ do: "folder" });
    if (folder) this.folder = share(this.folder, folder);
    this.tell();
  }

  /** Back to the folder. */
  leave(): void {
    this.state = null;
    this.tell();
  }

  /** Whether anything typed has not been told yet. */
  get busy(): boolean {
    return this.waiting > 0;
  }

  flush(): void {
    if (this.flushing) return;
    this.flushing = true;
    this.unsent.forEach((flush) => void flush());
    this.flushing = false;
  }

  private queue<T>(job: () => Promise<T>): Promise<T> {
    const done = this.line.then(job);
    this.line = done.catch(() => null);
    return done;
  }

  /** Asks until there is an answer, where the request may be made twice. */
  private async put<Do extends Request["do"]>(
    request: Extract<Request, { do: Do }>,
    lasting: boolean,
    before?: () => void,
  ): Promise<Answers[Do] | null> {
    for (;;) {
      try {
        const answer = await this.host.ask<Do>(request);
        this.gone = false;
        before?.();
        return this.take(answer, ["edit", "undo", "redo", "restore", "settle"].includes(request.do));
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        this.gone = true;
        this.tell();
        if (!lasting) return null;
        await new Promise((done) => setTimeout(done, AGAIN));
      }
    }
  }

  private take<T extends object>(answer: T | Refusal, changes: boolean): T | null {
    if ("refused" in answer) {
      this.say(answer.refused, answer.help, true);
      return null;
    }
    if ("revision" in answer) {
      const before = this.state?.revision;
      this.state = share(this.state, answer as unknown as State);
      this.tried = null;
      const { revision } = this.state;
      if (changes && revision !== before) {
        this.own.add(revision);
        this.made = [...this.made.slice(-KEPT), revision];
      }
      this.readers.forEach((read) => read(this.state!));
    }
    this.tell();
    return answer;
  }

  private async hear(news: News | { news: "again" }): Promise<void> {
    if (news.news === "folder") {
      if (this.folder && !this.state) await this.openFolder();
      return;
    }
    await this.queue(async () => {
      if (this.state && (news.news === "again" || this.isNews(news, this.state))) await this.put({ do: "state" }, false);
    });
  }

  /** Whether news tells anything that the answers to the page's own changes did not. */
  private isNews({ revision, saved }: { revision: string; saved: boolean }, state: State): boolean {
    if (!saved) return !this.own.delete(revision);
    // Saved, or what only the state says: why it cannot be, or a conflict.
    return revision === state.revision || !this.made.includes(revision);
  }

  private tell(): void {
    this.watchers.forEach((watcher) => watcher());
  }
}
