/** Figures as they are typed and compared. The core decides what is one; this is for the eye. */

/** Full-width digits as plain ones, without spaces and the commas of thousands. */
export function plain(words: string): string {
  const half = words.replace(/[！-～]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0));
  return half.replace(/[\s\u3000]/g, "").replace(/−/g, "-").replace(/(\d),(?=\d{3}(\D|$))/g, "$1");
}

export const isFigure = (words: string): boolean => /^[+-]?\d+(\.\d+)?$/.test(plain(words));

export const isZero = (words: string): boolean => /^[+-]?0+(\.0+)?$/.test(plain(words));

/** Exactly, in units of the last decimal of either. */
function scaled(a: string, b: string): [bigint, bigint, number] | null {
  if (!isFigure(a) || !isFigure(b)) return null;
  const parts = [plain(a), plain(b)].map((words) => words.split("."));
  const decimals = Math.max(...parts.map(([, fraction = ""]) => fraction.length));
  const [x, y] = parts.map(([whole = "", fraction = ""]) => BigInt(whole.replace("+", "") + fraction.padEnd(decimals, "0")));
  return [x!, y!, decimals];
}

/** 「+2」「-0.5」: by how much a figure is more than another; null where either is none. */
export function difference(figure: string, than: string): string | null {
  const both = scaled(figure, than);
  if (!both) return null;
  const [x, y, decimals] = both;
  const by = x - y;
  const digits = (by < 0n ? -by : by).toString().padStart(decimals + 1, "0");
  const whole = decimals ? `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}` : digits;
  return `${by < 0n ? "-" : "+"}${whole}`;
}

/** Whether a figure is so far from last year's that one looks twice: by ten, and by half. */
export function leaps(figure: string, last: string): boolean {
  const both = scaled(figure, last);
  if (!both) return false;
  const [x, y, decimals] = both;
  const by = x > y ? x - y : y - x;
  const size = y < 0n ? -y : y;
  return by >= 10n * 10n ** BigInt(decimals) && 2n * by >= size;
}
