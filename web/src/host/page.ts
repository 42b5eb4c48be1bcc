/**
 * The core in the page itself: the folder is held in memory, and what changes in it is brought
 * onto the disk as far as the browser lets it be. Until it is there a draft of it is kept.
 */
import { Unreachable, type Draft, type Host, type Place } from "../host";
import type { Answers, News, Refusal, Request, State } from "../messages";
import * as carried from "./carried";
import { choose, disk, download, dropped, isData, writes, type Disk } from "./disk";
import { Drafts, type Base, type Kept } from "./drafts";
import { Module, type Bytes, type Found, type Read, type Written } from "./module";

/** A change waits so long for others before it is written. */
const GATHER = 400;
/** Requests after which another file is open. */
const LEAVING = ["open", "new", "next", "read"];
const needsFonts = (request: Request): boolean =>
  request.do === "build" && request.to.some((product) => ["pdf", "docx", "sheet"].includes(product));

const isPublished = (request: Request): request is Read => request.do === "read" && !isData(request.name);

type Tell = (news: News | { news: "again" }) => void;

/** Why something cannot be done, to be said to the clerk. */
class Refused extends Error {}

const same = (one: Bytes | null, other: Bytes | null): boolean =>
  one === other || (!!one && !!other && one.length === other.length && one.every((byte, at) => byte === other[at]));

class Page implements Host, Place {
  readonly place = this;
  drafts: Draft[] = [];
  forgets = false;

  private module!: Module;
  private code!: WebAssembly.Module;
  private store: Drafts | null = null;
  private disk: Disk | null = null;
  /** What the disk is known to hold. */
  private known = new Map<string, Bytes>();
  /** What it lacks. */
  private waiting: Written = new Map();
  private fault: string | null = null;
  private open = { file: "", revision: "" };
  /** Names the draft of this folder. */
  private id: string = crypto.randomUUID();
  private isBased = false;
  private turn = 0;
  private keeping: Promise<unknown> = Promise.resolve();
  private saving: Promise<unknown> = Promise.resolve();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private tell: Tell = () => {};
  private readonly ready = this.begin();

  get isOpen(): boolean {
    return this.disk !== null;
  }

  get automatic(): boolean {
    return this.disk?.handle != null;
  }

  get beside(): boolean {
    return this.disk?.isFolder === true && this.automatic;
  }

  get lacking(): string[] {
    return [...this.waiting.keys()];
  }

  listen(tell: Tell): void {
    this.tell = tell;
  }

  async ask<Do extends Request["do"]>(request: Extract<Request, { do: Do }>): Promise<Answers[Do] | Refusal> {
    await this.ready;
    if (LEAVING.includes(request.do)) await this.leave();
    if (isPublished(request)) {
      const read = await this.with((readers) => readers.asData(request));
      if ("refused" in read) return read;
      return this.ask<"read">(read) as Promise<Answers[Do] | Refusal>;
    }
    if (needsFonts(request)) await this.module.fonts(carried.fonts);
    let { answer, written, unread } = this.put(request);
    while (unread.size) {
      if (request.do !== "build") this.note(written);
      const { module } = this;
      const lacking = unread;
      module.told(await this.with((readers) => readers.readings(lacking)));
      // What was done is not done again: it has led to a state.
      const again = "revision" in answer ? { do: "state" } as typeof request : request;
      ({ answer, written, unread } = this.put(again));
    }
    if (request.do !== "build") this.note(written);
    else {
      try {
        await this.deliver(written);
      } catch (error) {
        return { refused: `生成了，但是没有写上：${reason(error)}`, help: "检查这个文件夹能不能写" };
      }
    }
    return this.dressed(answer);
  }

  async openFolder(): Promise<string[]> {
    return this.opened(await choose("folder"));
  }

  async openFiles(): Promise<string[]> {
    return this.opened(await choose("files"));
  }

  async take(transfer: DataTransfer): Promise<string[] | null> {
    const found = await dropped(transfer);
    return found && this.opened(found);
  }

  save(): Promise<void> {
    return this.queue(() => this.write(true));
  }

  async download(): Promise<void> {
    return this.queue(async () => {
      for (const name of this.lacking) this.handOver(name);
      await this.settled(null);
    });
  }

  async resume({ id }: Draft): Promise<void> {
    await this.ready;
    const found = await this.store?.of(id);
    if (!found) throw new Refused("这份草稿已经没有了。");
    await this.restore(found.base, found.kept);
    await this.look();
  }

  async discard({ id }: Draft): Promise<void> {
    await this.store?.discard(id);
    await this.look();
  }

  private async begin(): Promise<void> {
    const store = Drafts.open();
    this.code = await carried.code();
    this.module = await Module.of(this.code);
    this.store = await store;
    this.forgets = this.store === null;
    this.store?.hold(this.id);
    await this.look();
  }

  /** Does something with the readers of published reports, in a memory that goes when they have read. */
  private async with<T>(work: (readers: Module) => T): Promise<T> {
    try {
      return work(await Module.of(await carried.readers()));
    } catch (error) {
      throw new Unreachable(String(error));
    }
  }

  private async look(): Promise<void> {
    this.drafts = (await this.store?.list()) ?? [];
  }

  private put<Do extends Request["do"]>(request: Extract<Request, { do: Do }>): Found<Do> {
    try {
      return this.module.ask(request);
    } catch (error) {
      throw new Unreachable(String(error));
    }
  }

  /** The answer with what only the host knows. */
  private dressed<T extends object>(answer: T): T {
    if ("revision" in answer) {
      const state = answer as unknown as State;
      this.open = { file: state.file, revision: state.revision };
      // It is shown: from now on there is time for what a product needs.
      void carried.fonts().catch(() => null);
      state.saved &&= this.waiting.size === 0;
      state.fault ??= this.fault;
    }
    if ("reports" in answer) Object.assign(answer, { name: this.disk?.name ?? "" });
    return answer;
  }

  private note(written: Written): void {
    for (const [name, given] of written) {
      if (same(this.known.get(name) ?? null, given.bytes)) this.waiting.delete(name);
      else this.waiting.set(name, given);
    }
    if (!written.size) return;
    this.keep();
    if (!this.automatic) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.queue(() => this.write(false)), GATHER);
  }

  private async deliver(products: Written): Promise<void> {
    for (const [name, { bytes }] of products) {
      if (this.beside) await this.disk!.write(name, bytes);
      else download(name, bytes);
    }
  }

  private queue<T>(job: () => Promise<T>): Promise<T> {
    const done = this.saving.then(job);
    this.saving = done.catch(() => null);
    return done;
  }

  /** Writes what the disk lacks; `asked` says that the clerk is there to be asked for leave. */
  private async write(asked: boolean): Promise<void> {
    clearTimeout(this.timer);
    if (!this.waiting.size) return;
    try {
      if (asked && !this.disk && writes()) await this.settle();
      if (asked && !(await this.disk?.permit() ?? true)) throw new Refused("浏览器没有得到写文件的许可");
      for (const name of this.lacking) {
        if (this.disk?.reaches(name)) await this.one(name);
        else if (asked) this.handOver(name);
      }
      await this.settled(null);
    } catch (error) {
      await this.settled(reason(error));
    }
  }

  /** A place on the disk for a folder that was begun in the page. */
  private async settle(): Promise<void> {
    const chosen = await choose("folder");
    if (!chosen) throw new Refused("还没有选存在哪个文件夹");
    const { files } = await chosen.files();
    for (const [name, { bytes, changed }] of files) {
      if (this.waiting.has(name) || this.known.has(name)) continue;
      this.known.set(name, bytes);
      this.module.put([[name, bytes]], changed);
    }
    this.disk = chosen;
    this.isBased = false;
  }

  /** Writes one file, unless the disk has another than was known: that is taken in first. */
  private async one(name: string): Promise<void> {
    const given = this.waiting.get(name)!;
    const { bytes } = given;
    const known = this.known.get(name) ?? null;
    const now = await this.disk!.read(name);
    if (now && !known && !same(now, bytes)) throw new Refused(`文件夹里已经有另一个“${name}”，不去盖掉它；可以下载，或换一个文件夹`);
    if (!now && known) throw new Refused(`文件夹里没有“${name}”了；放回去之前不保存，也可以下载`);
    if (now && known && !same(now, known)) return this.outside(name, now);
    await this.disk!.write(name, bytes);
    this.known.set(name, bytes);
    this.done(name, given);
  }

  /** Takes in what somebody else wrote: the core merges it with what was changed here, in the open file. */
  private outside(name: string, now: Bytes): void {
    if (isData(name) && name !== this.open.file) throw new Refused(`“${name}”在别处也改了；打开它，再保存`);
    this.known.set(name, now);
    this.waiting.delete(name);
    this.module.put([[name, now]], Date.now());
    this.note(this.put({ do: "state" }).written);
  }

  private handOver(name: string): void {
    const given = this.waiting.get(name)!;
    download(name, given.bytes);
    this.known.set(name, given.bytes);
    this.done(name, given);
  }

  private done(name: string, given: { number: number }): void {
    if (this.waiting.get(name) === given) this.waiting.delete(name);
    this.module.saved(name, given.number);
  }

  /** Says so once the draft is gone: who closes the tab then finds none. */
  private async settled(fault: string | null): Promise<void> {
    this.fault = fault;
    this.keep();
    await this.keeping;
    this.tell({ news: "changed", revision: this.open.revision, saved: true });
  }

  /** Before another file is open: what can be saved is. */
  private async leave(): Promise<void> {
    if (this.automatic) await this.queue(() => this.write(false));
  }

  /** Before another folder is open: everything must be saved. */
  private async close(): Promise<void> {
    await this.ready;
    await this.leave();
    if (this.waiting.size) throw new Refused(`“${this.lacking.join("、")}”还没有保存到磁盘；先点“保存”`);
  }

  private async opened(chosen: Disk | null): Promise<string[]> {
    if (!chosen) return [];
    await this.close();
    const { files, left } = await chosen.files();
    this.module = await Module.of(this.code);
    this.known = new Map();
    for (const [name, { bytes, changed }] of files) {
      this.known.set(name, bytes);
      this.module.put([[name, bytes]], changed);
    }
    this.disk = chosen;
    this.fault = null;
    this.isBased = false;
    return left;
  }

  /** Keeps what the disk lacks, the last of several at once. */
  private keep(): void {
    const { store, id } = this;
    this.turn += 1;
    const turn = this.turn;
    this.keeping = this.keeping.then(async () => {
      if (!store || turn !== this.turn) return;
      if (!this.waiting.size) {
        await store.discard(id);
        this.isBased = false;
        return;
      }
      const folder = this.disk?.name ?? "";
      if (!this.isBased) await store.base({ id, handle: this.disk?.handle ?? null, files: new Map(this.known) });
      this.isBased = true;
      const lacking = new Map([...this.waiting].map(([name, { bytes }]) => [name, bytes]));
      const known = new Map(this.lacking.flatMap((name) => (this.known.has(name) ? [[name, this.known.get(name)!]] : [])));
      await store.keep({ id, folder, file: this.open.file, when: Date.now(), lacking, known });
    }).catch(() => {
      this.forgets = true;
    });
  }

  /** Makes the changes of a draft again, in the folder that it is of. */
  private async restore(base: Base, kept: Kept): Promise<void> {
    await this.close();
    // What the texts of the draft say is read where they are as they were left …
    const files = new Map([...base.files, ...kept.known]);
    const left = await this.read(new Map([...files, ...kept.lacking]), kept.file);
    // … and is changed again in what the disk had, so that what came onto the disk since is merged.
    const begun = new Map([...kept.lacking].filter(([name]) => !files.has(name)));
    const then = await this.read(new Map([...files, ...begun]), kept.file);
    this.disk = null;
    this.known = files;
    this.waiting = new Map([...begun].map(([name, bytes]) => [name, { bytes, number: 0 }]));
    this.module = then.module;
    this.again(left.state, then.state);
    this.id = kept.id;
    this.store?.hold(this.id);
    this.keep();
    if (base.handle) await this.reopen(disk(base.handle));
  }

  private async read(files: Map<string, Bytes>, file: string): Promise<{ module: Module; state: State }> {
    const module = await Module.of(this.code);
    module.put(files, Date.now());
    const { answer } = module.ask({ do: "open", file });
    if ("refused" in answer) throw new Refused(`${answer.refused}；${answer.help}`);
    return { module, state: answer };
  }

  private again(left: State, then: State): void {
    const edit = (edit: Extract<Request, { do: "edit" }>["edit"]) => {
      const { answer, written } = this.put({ do: "edit", revision: this.open.revision, edit });
      this.note(written);
      this.dressed(answer);
    };
    this.dressed(then);
    if (left.source !== then.source) edit({ kind: "source", text: left.source });
    for (const { key, text } of left.form?.sections ?? []) {
      const before = then.form?.sections.find((section) => section.key === key)?.text;
      if (text?.file && JSON.stringify(text.passages) !== JSON.stringify(before?.passages)) {
        edit({ kind: "text", key, passages: text.passages });
      }
    }
  }

  /** The folder of a draft, if the clerk lets it be opened: what changed there since is taken in. */
  private async reopen(found: Disk): Promise<void> {
    if (!(await found.permit().catch(() => false))) return;
    this.disk = found;
    this.isBased = false;
    await this.save();
  }
}

function reason(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (error instanceof DOMException && error.name === "NotAllowedError") return "浏览器还没有得到写文件的许可；点“保存”";
  return error instanceof Error ? error.message : String(error);
}

export const page: Host = new Page();
