/**
 * The disk, as far as the browser lets the page at it: a folder or files by handles that can be
 * written (the File System Access API), or files that were only read and go back as downloads.
 */
import type { Bytes } from "./module";

/** A folder's or some files' contents by name, `/` between folders. */
export type Files = Map<string, { bytes: Bytes; changed: number }>;

type Granted = "granted" | "denied" | "prompt";
declare global {
  interface FileSystemHandle {
    queryPermission?(wish: { mode: "readwrite" }): Promise<Granted>;
    requestPermission?(wish: { mode: "readwrite" }): Promise<Granted>;
  }
  interface DataTransferItem {
    getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
  }
  interface Window {
    showDirectoryPicker?(wish: { id: string; mode: "readwrite" }): Promise<FileSystemDirectoryHandle>;
    showOpenFilePicker?(wish: object): Promise<FileSystemFileHandle[]>;
  }
}

/** What can be kept in the browser's storage to come back to the disk at another time. */
export type Handle = FileSystemDirectoryHandle | FileSystemFileHandle[];

export interface Disk {
  readonly name: string;
  readonly handle: Handle | null;
  /** Whether products come to lie in it. */
  readonly isFolder: boolean;
  /** Everything that a report may name, and the names of what was left out. */
  files(): Promise<{ files: Files; left: string[] }>;
  /** Whether a file of this name can be written in its place. */
  reaches(name: string): boolean;
  /** What it holds now; null where there is no such file. */
  read(name: string): Promise<Bytes | null>;
  /** Writes a file whole: it is the old one or the new one, and never half of it. */
  write(name: string, bytes: Bytes): Promise<void>;
  /** Asks the clerk for leave to write, where that is needed and the browser lets it be asked. */
  permit(): Promise<boolean>;
}

/** What a report is, or names: data files, texts, pictures. */
const WANTED = /\.(ya?ml|md|txt|png|jpe?g)$/i;
const DATA = /\.ya?ml$/i;
export const isData = (name: string): boolean => DATA.test(name);
/** As many files, bytes of one and bytes together as are taken into memory, and folders in one another. */
const MOST_FILES = 2000;
const MOST_OF_ONE = 32 * 1024 * 1024;
const MOST = 128 * 1024 * 1024;
const DEEP = 3;

/** Takes in what is wanted and not too much; data files first. */
async function within(found: { name: string; file: () => Promise<File> }[]): Promise<{ files: Files; left: string[] }> {
  const wanted = found.filter(({ name }) => WANTED.test(name) && !/(^|\/)\./.test(name));
  wanted.sort((a, b) => Number(isData(b.name)) - Number(isData(a.name)) || (a.name < b.name ? -1 : 1));
  const files: Files = new Map();
  const left: string[] = [];
  let size = 0;
  for (const { name, file } of wanted) {
    const opened = files.size < MOST_FILES ? await file().catch(() => null) : null;
    if (!opened || opened.size > MOST_OF_ONE || size + opened.size > MOST) {
      left.push(name);
      continue;
    }
    size += opened.size;
    files.set(name, { bytes: new Uint8Array(await opened.arrayBuffer()), changed: opened.lastModified });
  }
  return { files, left };
}

const readable = async (handle: FileSystemFileHandle): Promise<Bytes> =>
  new Uint8Array(await (await handle.getFile()).arrayBuffer());

async function put(handle: FileSystemFileHandle, bytes: Bytes): Promise<void> {
  // The browser writes beside the file and puts that in its place when it is closed.
  const stream = await handle.createWritable();
  await stream.write(bytes);
  await stream.close();
}

const isAbsent = (error: unknown): boolean => error instanceof DOMException && error.name === "NotFoundError";

async function granted(handles: FileSystemHandle[]): Promise<boolean> {
  const wish = { mode: "readwrite" } as const;
  for (const handle of handles) {
    if (!handle.requestPermission || (await handle.queryPermission?.(wish)) === "granted") continue;
    if ((await handle.requestPermission(wish)) !== "granted") return false;
  }
  return true;
}

class Directory implements Disk {
  readonly isFolder = true;

  constructor(readonly handle: FileSystemDirectoryHandle) {}

  get name(): string {
    return this.handle.name;
  }

  async files() {
    const found: { name: string; file: () => Promise<File> }[] = [];
    const walk = async (folder: FileSystemDirectoryHandle, above: string, depth: number): Promise<void> => {
      for await (const [name, entry] of folder.entries()) {
        if (entry.kind === "file") found.push({ name: above + name, file: () => (entry as FileSystemFileHandle).getFile() });
        else if (depth < DEEP && !name.startsWith(".")) await walk(entry as FileSystemDirectoryHandle, `${above}${name}/`, depth + 1);
      }
    };
    await walk(this.handle, "", 1);
    return within(found);
  }

  reaches(): boolean {
    return true;
  }

  async read(name: string): Promise<Bytes | null> {
    try {
      return await readable(await this.at(name, false));
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  async write(name: string, bytes: Bytes): Promise<void> {
    await put(await this.at(name, true), bytes);
  }

  permit(): Promise<boolean> {
    return granted([this.handle]);
  }

  private async at(name: string, create: boolean): Promise<FileSystemFileHandle> {
    const parts = name.split("/");
    let folder = this.handle;
    for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create });
    return folder.getFileHandle(parts.at(-1)!, { create });
  }
}

/** Files that were chosen one by one: those can be written, and nothing beside them. */
class Chosen implements Disk {
  readonly isFolder = false;
  readonly name = "";

  constructor(readonly handle: FileSystemFileHandle[]) {}

  files() {
    return within(this.handle.map((handle) => ({ name: handle.name, file: () => handle.getFile() })));
  }

  reaches(name: string): boolean {
    return this.handle.some((handle) => handle.name === name);
  }

  async read(name: string): Promise<Bytes | null> {
    return readable(this.at(name)).catch((error: unknown) => {
      if (isAbsent(error)) return null;
      throw error;
    });
  }

  write(name: string, bytes: Bytes): Promise<void> {
    return put(this.at(name), bytes);
  }

  permit(): Promise<boolean> {
    return granted(this.handle);
  }

  private at(name: string): FileSystemFileHandle {
    return this.handle.find((handle) => handle.name === name)!;
  }
}

/** Files of a browser that lets nothing be written. */
class Copies implements Disk {
  readonly handle = null;
  readonly isFolder = false;
  readonly name: string;

  constructor(private readonly chosen: File[]) {
    this.name = chosen[0]?.webkitRelativePath.split("/")[0] ?? "";
  }

  files() {
    return within(this.chosen.map((file) => ({
      name: file.webkitRelativePath.split("/").slice(1).join("/") || file.name, file: async () => file,
    })));
  }

  reaches(): boolean {
    return false;
  }

  async read(): Promise<null> {
    return null;
  }

  async write(): Promise<void> {}

  async permit(): Promise<boolean> {
    return true;
  }
}

export const disk = (handle: Handle): Disk => (Array.isArray(handle) ? new Chosen(handle) : new Directory(handle));

/** Whether the browser has handles that can be written. */
export const writes = (): boolean => typeof window.showDirectoryPicker === "function";

/** What the clerk chooses; null where nothing was chosen. */
export async function choose(kind: "folder" | "files"): Promise<Disk | null> {
  if (!writes()) return copies(kind);
  const types = [{ description: "年报数据文件", accept: { "application/yaml": [".yaml", ".yml"] } }];
  try {
    return kind === "folder"
      ? disk(await window.showDirectoryPicker!({ id: "nianbao", mode: "readwrite" }))
      : disk(await window.showOpenFilePicker!({ id: "nianbao", multiple: true, types }));
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    throw error;
  }
}

/** Some browsers do not tell that nothing was chosen: this is then never answered. */
function copies(kind: "folder" | "files"): Promise<Disk | null> {
  const input = document.createElement("input");
  Object.assign(input, { type: "file", multiple: true, webkitdirectory: kind === "folder" });
  if (kind === "files") input.accept = ".yaml,.yml,.md,.txt,.png,.jpg,.jpeg";
  return new Promise((done) => {
    input.onchange = () => done(input.files?.length ? new Copies([...input.files]) : null);
    input.oncancel = () => done(null);
    input.click();
  });
}

/** A folder or data files that were dropped on the page; null where something else was. */
export async function dropped({ items, files }: DataTransfer): Promise<Disk | null> {
  const copied = [...files];
  // Asked for at once: after a pause the browser has forgotten what was dropped.
  const asked = [...items].map((item) => item.getAsFileSystemHandle?.());
  const handles = (await Promise.all(asked)).filter((handle) => !!handle);
  const [first] = handles;
  if (first?.kind === "directory") return disk(first as FileSystemDirectoryHandle);
  if (!copied.some(({ name }) => isData(name))) return null;
  return handles.length ? disk(handles as FileSystemFileHandle[]) : new Copies(copied);
}

/** Hands a file over as a download. */
export function download(name: string, bytes: Bytes): void {
  const address = URL.createObjectURL(new Blob([bytes]));
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: name.split("/").at(-1) });
  link.click();
  // The browser reads it after this.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
