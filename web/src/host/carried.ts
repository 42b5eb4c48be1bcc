/** What the page carries besides its script: the core, the readers and the fonts, compressed, as text. */
import { decompress } from "lzma1";
import type { Bytes } from "./module";

const carried = (kind: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`[data-carried="${kind}"]`)];

export async function code(): Promise<WebAssembly.Module> {
  const stream = new Blob([held(carried("code")[0]!)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

let reading: Promise<WebAssembly.Module> | undefined;

/** The readers of published reports, which few need. */
export function readers(): Promise<WebAssembly.Module> {
  return (reading ??= whole().then(() => WebAssembly.compile(squeezed(carried("readers")[0]!))));
}

/** What stands behind the script: the page begins before it is there. */
async function whole(): Promise<void> {
  if (document.readyState !== "loading") return;
  await new Promise((done) => addEventListener("DOMContentLoaded", done, { once: true }));
}

const squeezed = (element: HTMLElement): Bytes => new Uint8Array(decompress(held(element)));

/** The fonts. */
export async function fonts(): Promise<Bytes[]> {
  await whole();
  const unpacked: Bytes[] = [];
  for (const font of carried("font")) {
    unpacked.push(squeezed(font));
    // Each takes most of a second: the page is drawn between.
    await new Promise((done) => setTimeout(done));
  }
  return unpacked;
}

/** What a block holds: seven bits a character, the highest first; `web/nianbao.mjs` writes it. */
function held(element: HTMLElement): Bytes {
  const text = element.textContent!;
  const bytes = new Uint8Array(Number(element.dataset.length));
  let [from, held, bits] = [0, 0, 0];
  for (let to = 0; to < bytes.length; to += 1) {
    for (; bits < 8; bits += 7, from += 1) held = ((held << 7) | (text.charCodeAt(from) & 0x7f)) & 0x3fff;
    bits -= 8;
    bytes[to] = held >> bits;
  }
  return bytes;
}
