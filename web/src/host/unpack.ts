/** In a thread of its own, where the page is held up by nothing: unpacks what is squeezed. */
import { decompress } from "lzma1";
import { held, type Letters } from "./letters";

const page = self as unknown as Worker;

page.onmessage = ({ data }: MessageEvent<Letters[]>) => {
  const unpacked = data.map((letters) => new Uint8Array(decompress(held(letters))));
  page.postMessage(unpacked, unpacked.map(({ buffer }) => buffer));
};
