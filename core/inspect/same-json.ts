import { isJsonObject, type JsonValue, member } from '../json/value.ts';

/** @returns whether two values mean the same: members in any order, NaN equal to NaN, 1 equal to 1.0. */
export function sameJson(a: JsonValue, b: JsonValue): boolean {
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((each, i) => sameJson(each, b[i] ?? null));
  }
  if (isJsonObject(a)) {
    if (!isJsonObject(b)) return false;
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key] ?? null, member(b, key) ?? null))
    );
  }
  return Object.is(a, b) || a === b;
}
