/** A new value in which everything that did not change is the old object: what is drawn from
 * it need not be drawn again. */
export function share<T>(old: unknown, now: T): T {
  if (Object.is(old, now) || typeof now !== "object" || now === null) return now;
  if (typeof old !== "object" || old === null || Array.isArray(old) !== Array.isArray(now)) return now;
  const before = old as Record<string, unknown>;
  const after = now as Record<string, unknown>;
  const keys = Object.keys(after);
  let same = keys.length === Object.keys(before).length;
  for (const key of keys) {
    after[key] = share(before[key], after[key]);
    same &&= key in before && Object.is(before[key], after[key]);
  }
  return same ? (old as T) : now;
}
