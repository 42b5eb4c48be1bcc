/** What the page carries besides its script: the core, the readers and the fonts, compressed, as text. */
import { held, type Letters } from "./letters";
import type { Bytes } from "./module";

const carried = (kind: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`[data-carried="${kind}"]`)];
const letters = (kind: string): Letters[] =>
  carried(kind).map(({ textContent, dataset }) => ({ text: textContent!, length: Number(dataset.length) }));

export async function code(): Promise<WebAssembly.Module> {
  const stream = new Blob([held(letters("code")[0]!)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make().catch((error: unknown) => {
    made = undefined;
    throw error;
  }));
};

/** The readers of published reports, which few need. */
export const readers = once(async () => WebAssembly.compile((await unpacked("readers"))[0]!));

export const fonts = once(() => unpacked("font"));

/** What is squeezed stands behind the script: the page begins before it is there. It takes seconds. */
async function unpacked(kind: string): Promise<Bytes[]> {
  if (document.readyState === "loading") {
    await new Promise((done) => addEventListener("DOMContentLoaded", done, { once: true }));
  }
  const address = URL.createObjectURL(new Blob([carried("unpack")[0]!.textContent!]));
  const worker = new Worker(address);
  try {
    return await new Promise((done, failed) => {
      worker.onmessage = ({ data }: MessageEvent<Bytes[]>) => done(data);
      worker.onerror = ({ message }) => failed(new Error(message));
      worker.postMessage(letters(kind));
    });
  } finally {
    worker.terminate();
    URL.revokeObjectURL(address);
  }
}
