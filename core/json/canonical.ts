import canonicalize from 'canonicalize';
import { Refusal } from '../failure.ts';

/**
 * Writes a value as canonical JSON (RFC 8785, JCS), so that anybody gets the same bytes.
 * @param value plain JSON: objects, arrays, text, finite numbers, booleans, null; undefined members are left out
 * @returns UTF-8 bytes
 * @throws Refusal `input.invalid` where the value holds a bigint, a non-finite number, a lone surrogate, or no JSON at all
 */
export function canonicalJson(value: unknown): Uint8Array {
  checkWritable(value);
  const text = canonicalize(value);
  if (text === undefined) throw new Refusal('input.invalid', 'This value cannot be written as JSON.');
  return new TextEncoder().encode(text);
}

function checkWritable(root: unknown): void {
  const work: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (;;) {
    const next = work.pop();
    if (!next) return;
    const { value, depth } = next;
    // Deeper than any of our formats; the library recurses, so a limit keeps it off the end of the stack.
    if (depth > 512) throw new Refusal('json.too-deep', 'The value is nested too deep for canonical JSON.');
    if (typeof value === 'bigint') throw new Refusal('input.invalid', 'Canonical JSON has no integers beyond 2^53.');
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new Refusal('input.invalid', 'Canonical JSON has no NaN and no infinity.');
    }
    if (typeof value === 'string') checkText(value);
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        checkText(key);
        work.push({ value: inner, depth: depth + 1 });
      }
    }
  }
}

function checkText(text: string): void {
  if (!text.isWellFormed()) throw new Refusal('input.invalid', 'Canonical JSON has no half surrogate pairs.');
}
