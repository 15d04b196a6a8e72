import { Refusal } from '../failure.ts';
import { type JsonOddity, parseText } from './parser.ts';
import { proveOrdinary } from './prove-ordinary.ts';
import { decodeUtf8 } from './utf8.ts';
import { isJsonObject, type JsonValue } from './value.ts';

/** An oddity that was met and kept: how often, and where first (as `$.events[3].value`). */
export interface JsonNote {
  readonly kind: JsonOddity;
  readonly count: number;
  readonly path: string;
}

/** Limits for a document that was not signed as such, as a log is. */
export interface TolerantJsonOptions {
  /** Bytes; default 512 MiB less a little, the longest text the engine holds. */
  readonly maxBytes?: number;
  /** Levels of nesting; default 512. */
  readonly maxDepth?: number;
  /** Values of any kind; default 5 million. */
  readonly maxValues?: number;
}

const LONGEST_TEXT = 0x1fffffe8;
const NO_NOTES: readonly JsonNote[] = [];

/**
 * Parses JSON as Inspect (Python) writes it: `NaN` and `Infinity` are numbers, integers of any size stay exact (bigint
 * beyond 2^53), duplicate keys (the last wins), lone surrogates, NUL and bytes that are not UTF-8 are kept and noted.
 *
 * An ordinary document goes through the engine's own parser: a scan first proves that it would lose nothing.
 * @throws Refusal `json.too-large`, `json.too-deep`, `json.syntax`, `json.number-out-of-range`
 */
export function parseTolerantJson(
  bytes: Uint8Array,
  options: TolerantJsonOptions = {},
): { value: JsonValue; notes: readonly JsonNote[] } {
  const maxBytes = Math.min(options.maxBytes ?? LONGEST_TEXT, LONGEST_TEXT);
  if (bytes.length > maxBytes) {
    throw new Refusal(
      'json.too-large',
      `The document has ${bytes.length} bytes; at most ${maxBytes} are read at once.`,
    );
  }
  const maxDepth = options.maxDepth ?? 512;
  const maxValues = options.maxValues ?? 5_000_000;
  const { text, valid } = decodeUtf8(bytes);
  if (valid) {
    const fast = fastParse(bytes, text, maxDepth, maxValues);
    if (fast !== undefined) return { value: fast, notes: NO_NOTES };
  }
  return slowParse(text, valid, { maxDepth, maxValues });
}

/** @returns the value, or undefined where the engine's parser would refuse or silently lose something. */
function fastParse(bytes: Uint8Array, text: string, maxDepth: number, maxValues: number): JsonValue | undefined {
  const keys = proveOrdinary(bytes, text, maxDepth, maxValues);
  if (keys < 0) return undefined;
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue; // the engine's parser gives exactly this type
  } catch {
    return undefined; // NaN tokens, or a fault which the slow parser names
  }
  return countKeys(value) === keys ? value : undefined;
}

/** Counts every key of the tree. Recursion is safe here: the depth was proved to be within the budget. */
function countKeys(value: JsonValue): number {
  let count = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const inner = value[i];
      if (typeof inner === 'object' && inner !== null) count += countKeys(inner);
    }
  } else if (isJsonObject(value)) {
    // Three times as fast as by Object.keys; the engine's parser makes plain objects, whose keys are all their own.
    for (const key in value) {
      count++;
      const inner = value[key];
      if (typeof inner === 'object' && inner !== null) count += countKeys(inner);
    }
  }
  return count;
}

function slowParse(
  text: string,
  valid: boolean,
  limits: { readonly maxDepth: number; readonly maxValues: number },
): { value: JsonValue; notes: readonly JsonNote[] } {
  const notes = new Map<JsonOddity, { count: number; path: string }>();
  const onOddity = (kind: JsonOddity, path: string): void => {
    const known = notes.get(kind);
    if (known) known.count++;
    else notes.set(kind, { count: 1, path });
  };
  if (!valid) onOddity('not-utf8', '$');
  const marked = text.startsWith('\ufeff');
  if (marked) onOddity('bom', '$');
  const value = parseText(marked ? text.slice(1) : text, { ...limits, nonFinite: true, onOddity });
  return { value, notes: [...notes].map(([kind, { count, path }]) => ({ kind, count, path })) };
}
