import { isJsonObject, type JsonObject, type JsonValue, setMember } from '../json/value.ts';
import type { LazyTexts } from './lazy-list.ts';

const ATTACHMENT = 'attachment://';
const LEGACY = 'tc://';
const HASH = /^[0-9a-f]{32}$/;
const INDEX = /^[0-9]{1,9}$/;

/**
 * A string refers to an attachment when all of it is `attachment://KEY` or `tc://KEY`. References stand in-band, so a
 * model can write one itself: whatever is put in its place must be shown as resolved content, and a reference to
 * nothing stays as it is.
 * @returns the key, or undefined where the text is only text
 */
export function referenceKey(text: string, attachments: LazyTexts): string | undefined {
  if (text.startsWith(ATTACHMENT)) {
    const key = text.slice(ATTACHMENT.length);
    return HASH.test(key) || INDEX.test(key) || attachments.has(key) ? key : undefined;
  }
  if (text.startsWith(LEGACY)) {
    const key = text.slice(LEGACY.length);
    return HASH.test(key) || attachments.has(key) ? key : undefined;
  }
  return undefined;
}

/** Counts references to attachments that are not there. The depth of a parsed value is within its budget. */
export function countUnresolved(value: JsonValue, attachments: LazyTexts): number {
  if (typeof value === 'string') {
    if (!value.startsWith(ATTACHMENT) && !value.startsWith(LEGACY)) return 0;
    const key = referenceKey(value, attachments);
    return key !== undefined && !attachments.has(key) ? 1 : 0;
  }
  let count = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) count += countUnresolved(value[i] ?? null, attachments);
  } else if (isJsonObject(value)) {
    for (const key in value) count += countUnresolved(value[key] ?? null, attachments);
  }
  return count;
}

/** A value with its references put in place, and where (paths such as `$.content[0].text`). */
export interface Resolved {
  readonly value: JsonValue;
  /** Paths whose text came from an attachment: to be marked when shown. */
  readonly resolved: readonly string[];
  /** Paths that refer to nothing and stand verbatim. */
  readonly unresolved: readonly string[];
}

/** Puts attachments in the place of references, one level deep: what an attachment says is never followed again. */
export async function resolveReferences(value: JsonValue, attachments: LazyTexts): Promise<Resolved> {
  const resolved: string[] = [];
  const unresolved: string[] = [];
  const walk = async (inner: JsonValue, path: string): Promise<JsonValue> => {
    if (typeof inner === 'string') {
      const key = referenceKey(inner, attachments);
      if (key === undefined) return inner;
      const found = await attachments.get(key);
      (found === undefined ? unresolved : resolved).push(path);
      return found ?? inner;
    }
    if (Array.isArray(inner)) {
      const out: JsonValue[] = [];
      for (const [i, each] of inner.entries()) out.push(await walk(each, `${path}[${i}]`));
      return out;
    }
    if (!isJsonObject(inner)) return inner;
    const out: JsonObject = {};
    for (const [key, each] of Object.entries(inner)) setMember(out, key, await walk(each, `${path}.${key}`));
    return out;
  };
  if (!holdsReference(value)) return { value, resolved, unresolved };
  return { value: await walk(value, '$'), resolved, unresolved };
}

function holdsReference(value: JsonValue): boolean {
  if (typeof value === 'string') return value.startsWith(ATTACHMENT) || value.startsWith(LEGACY);
  if (Array.isArray(value)) return value.some(holdsReference);
  return isJsonObject(value) && Object.values(value).some(holdsReference);
}

/** @returns the half-open ranges of an `input_refs`, `call_refs` or `message_refs`; what is no range is left out. */
export function ranges(value: JsonValue | undefined): [number, number][] {
  if (!Array.isArray(value)) return [];
  const out: [number, number][] = [];
  for (const each of value) {
    if (!Array.isArray(each)) continue;
    const [from, to] = each;
    if (typeof from === 'number' && typeof to === 'number' && from >= 0 && to >= from) out.push([from, to]);
  }
  return out;
}
