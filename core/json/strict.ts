import { Refusal } from '../failure.ts';
import { type JsonOddity, parseText } from './parser.ts';
import { decodeUtf8 } from './utf8.ts';
import type { JsonValue } from './value.ts';

/** Limits for a signed document. */
export interface StrictJsonOptions {
  /** Bytes; default 16 MiB. */
  readonly maxBytes?: number;
  /** Levels of nesting; default 64. */
  readonly maxDepth?: number;
}

/**
 * Parses a document that was signed, so that no two readers can understand it differently (I-JSON, RFC 7493): UTF-8
 * without a byte order mark, no duplicate key, no lone surrogate, no number that a double cannot hold.
 * @returns the value; it holds no bigint and no non-finite number
 * @throws Refusal `json.too-large`, `json.not-utf8`, `json.duplicate-key`, `json.number-out-of-range`, `json.too-deep`,
 * `json.syntax`
 */
export function parseStrictJson(bytes: Uint8Array, options: StrictJsonOptions = {}): JsonValue {
  const maxBytes = options.maxBytes ?? 16 * 1024 * 1024;
  if (bytes.length > maxBytes) {
    throw new Refusal('json.too-large', `The document has ${bytes.length} bytes; at most ${maxBytes} are read.`);
  }
  const { text, valid } = decodeUtf8(bytes);
  if (!valid) throw new Refusal('json.not-utf8', 'The document is not UTF-8.');
  if (text.startsWith('\ufeff')) throw new Refusal('json.not-utf8', 'The document starts with a byte order mark.');
  return parseText(text, {
    maxDepth: options.maxDepth ?? 64,
    maxValues: 5_000_000,
    nonFinite: false,
    onOddity: refuse,
  });
}

function refuse(kind: JsonOddity, path: string): void {
  const where = { where: path };
  switch (kind) {
    case 'duplicate-key':
      throw new Refusal('json.duplicate-key', 'A key stands twice in one object.', where);
    case 'big-integer':
      throw new Refusal('json.number-out-of-range', 'An integer is beyond what a double holds exactly.', where);
    case 'non-finite':
      throw new Refusal('json.number-out-of-range', 'A number is beyond the range of a double.', where);
    case 'lone-surrogate':
      throw new Refusal('json.syntax', 'A string holds half of a surrogate pair.', where);
    case 'not-utf8':
    case 'bom':
      throw new Refusal('json.not-utf8', 'The document is not plain UTF-8.', where);
    case 'nul':
      return;
  }
}
