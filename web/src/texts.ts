/** Places in texts: what changed, and where a finding's words stand. */

/** One stretch of a text that is replaced. */
export interface Splice {
  from: number;
  to: number;
  insert: string;
}

/** The smallest one splice that makes a text into another; null where they are the same. */
export function splice(old: string, now: string): Splice | null {
  if (old === now) return null;
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start += 1;
  // Half a pair of surrogates is no character.
  if (start && /[\ud800-\udbff]/.test(old[start - 1]!)) start -= 1;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  if (end && /[\udc00-\udfff]/.test(old[old.length - end]!)) end -= 1;
  return { from: start, to: old.length - end, insert: now.slice(start, now.length - end) };
}

/** Where the occurrences of words begin. */
export function occurrences(text: string, words: string): number[] {
  const found: number[] = [];
  if (!words) return found;
  for (let place = text.indexOf(words); place >= 0; place = text.indexOf(words, place + words.length)) found.push(place);
  return found;
}

/**
 * Where words of the data file stand in a text of it: the text is indented there, so that they
 * are looked for by their lines, and the one of as many before them is taken.
 */
export function locate(source: string, key: string, text: string, start: number, end: number): [number, number] | null {
  const trim = (words: string) => words.replace(/\n[ \t]+/g, "\n");
  const words = trim(source.slice(start, end)).replace(/\s+$/, "");
  if (!words || words.length >= text.trim().length) return null;
  const heads = [...source.slice(0, start).matchAll(new RegExp(`^${key}:`, "gm"))];
  const begin = heads.length ? heads[heads.length - 1]!.index : 0;
  const before = occurrences(trim(source.slice(begin, start)), words).length;
  const places = occurrences(text, words);
  const place = places[before] ?? places[places.length - 1];
  return place === undefined ? null : [place, place + words.length];
}

/** The references of a text: where, and to which path. */
export function references(text: string): { from: number; to: number; path: string }[] {
  return [...text.matchAll(/(\\?)\{\{([^{}\n]*)\}\}/g)]
    .filter(([, escaped]) => !escaped)
    .map((found) => ({ from: found.index, to: found.index + found[0].length, path: found[2]!.trim() }));
}
