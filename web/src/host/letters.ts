/** Bytes as text that HTML lets stand. */
import type { Bytes } from "./module";

/** Seven bits a character, the highest first; `web/nianbao.mjs` writes it, and how many bytes they are. */
export interface Letters {
  text: string;
  length: number;
}

export function held({ text, length }: Letters): Bytes {
  const bytes = new Uint8Array(length);
  let [from, held, bits] = [0, 0, 0];
  for (let to = 0; to < length; to += 1) {
    for (; bits < 8; bits += 7, from += 1) held = ((held << 7) | (text.charCodeAt(from) & 0x7f)) & 0x3fff;
    bits -= 8;
    bytes[to] = held >> bits;
  }
  return bytes;
}
