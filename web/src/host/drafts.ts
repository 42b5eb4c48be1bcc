/**
 * What the disk does not have yet, kept in the browser's own storage: it survives a closed tab
 * and a browser that ends, and goes when it has been saved or is thrown away.
 */
import type { Draft } from "../host";
import type { Handle } from "./disk";
import type { Bytes } from "./module";

/** A folder as the disk had it when it was opened. */
export interface Base {
  id: string;
  handle: Handle | null;
  files: Map<string, Bytes>;
}

/** What the disk lacks of it. */
export interface Kept extends Draft {
  lacking: Map<string, Bytes>;
  /** What it had in their place. */
  known: Map<string, Bytes>;
}

const BASES = "bases";
const KEPT = "kept";

/** Names the drafts of this page; as long as it is open, no other page offers them. */
const held = (id: string) => `nianbao-${id}`;

export class Drafts {
  private constructor(private readonly store: IDBDatabase) {}

  /** The storage; null where the browser refuses it. */
  static async open(): Promise<Drafts | null> {
    try {
      const request = indexedDB.open("nianbao", 1);
      request.onupgradeneeded = () => [BASES, KEPT].forEach((name) => request.result.createObjectStore(name, { keyPath: "id" }));
      return new Drafts(await answered(request));
    } catch {
      return null;
    }
  }

  /** Drafts that no open page is at work on, the newest first. */
  async list(): Promise<Draft[]> {
    const all = await answered(this.all(KEPT, "readonly").getAll()) as Kept[];
    const { held: locks = [] } = await navigator.locks.query();
    const free = all.filter(({ id }) => !locks.some(({ name }) => name === held(id)));
    return free.sort((a, b) => b.when - a.when).map(({ id, folder, file, when }) => ({ id, folder, file, when }));
  }

  /** Keeps a draft for as long as this page is open to this page. */
  hold(id: string): void {
    void navigator.locks.request(held(id), () => new Promise(() => {}));
  }

  async base(base: Base): Promise<void> {
    try {
      await answered(this.all(BASES, "readwrite").put(base));
    } catch (error) {
      // A handle that cannot be kept: the disk is chosen again then.
      if (!(error instanceof DOMException) || error.name !== "DataCloneError") throw error;
      await answered(this.all(BASES, "readwrite").put({ ...base, handle: null }));
    }
  }

  async keep(draft: Kept): Promise<void> {
    await answered(this.all(KEPT, "readwrite").put(draft));
  }

  async of(id: string): Promise<{ base: Base; kept: Kept } | null> {
    const [base, kept] = await Promise.all([
      answered(this.all(BASES, "readonly").get(id)), answered(this.all(KEPT, "readonly").get(id)),
    ]);
    return base && kept ? { base: base as Base, kept: kept as Kept } : null;
  }

  async discard(id: string): Promise<void> {
    await answered(this.all(KEPT, "readwrite").delete(id));
    await answered(this.all(BASES, "readwrite").delete(id));
  }

  private all(name: string, mode: IDBTransactionMode): IDBObjectStore {
    return this.store.transaction(name, mode).objectStore(name);
  }
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
