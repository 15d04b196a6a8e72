import { Refusal } from '../failure.ts';

const QUOTE = 34;
const BACKSLASH = 92;

/** What a byte means outside of strings; everything else is passed over. */
const SKIPPED = 0;
const STRING = 1;
const DIGIT = 2;
const COLON = 3;
const COMMA = 4;
const OPENING = 5;
const MEANING = new Uint8Array(256);
MEANING.fill(DIGIT, 48, 58);
MEANING[QUOTE] = STRING;
MEANING[58] = COLON;
MEANING[44] = COMMA;
MEANING[123] = OPENING;
MEANING[91] = OPENING;
// The closing brackets, which need no name.
MEANING[125] = 6;
MEANING[93] = 6;

/**
 * Scans JSON text for anything that the engine's `JSON.parse` would silently change: integers of 16 digits or more,
 * numbers with a three-digit exponent, lone surrogates and NUL written as escapes, and nesting beyond the budget. It
 * does not judge the syntax; the parser does. Bytes are scanned rather than characters because that is a third faster;
 * in UTF-8 no byte of a longer character looks like JSON's own.
 * @param bytes valid UTF-8
 * @param text the same, decoded
 * @returns how many keys the text writes (colons outside strings), which the caller compares with the keys of the parsed
 * tree to see that none was written twice; or -1 where the text needs the slow parser
 * @throws Refusal `json.too-deep`, `json.too-large` where it holds more values than `maxValues`
 */
export function proveOrdinary(bytes: Uint8Array, text: string, maxDepth: number, maxValues: number): number {
  if (text.includes('\\u0000')) return -1;
  if ((text.includes('\\ud') || text.includes('\\uD')) && !surrogatesArePaired(text)) return -1;
  const length = bytes.length;
  let keys = 0;
  let values = 0;
  let depth = 0;
  let i = 0;
  while (i < length) {
    switch (MEANING[bytes[i] ?? 0]) {
      case SKIPPED:
        i++;
        break;
      case STRING:
        i = endOfString(bytes, i + 1, length);
        break;
      case DIGIT:
        i = endOfNumber(bytes, i, length);
        if (i < 0) return -1;
        break;
      case COLON:
        keys++;
        i++;
        break;
      case COMMA:
        values++;
        i++;
        break;
      case OPENING:
        values++;
        i++;
        if (++depth > maxDepth) {
          throw new Refusal('json.too-deep', `The JSON is nested deeper than ${maxDepth} levels.`, {
            remedy: 'Ask the sender how the document was made; no ordinary document is nested so deep.',
          });
        }
        break;
      default:
        depth--;
        i++;
    }
  }
  if (values > maxValues) throw tooManyValues(maxValues);
  return keys;
}

/** A few bytes can stand for a value that takes fifty in memory, so that values are limited as well as bytes. */
export function tooManyValues(maxValues: number): Refusal {
  return new Refusal('json.too-large', `The JSON holds more than ${maxValues} values at once.`);
}

/** @returns the index after the closing quote. Short strings are walked; long ones are searched natively. */
function endOfString(bytes: Uint8Array, from: number, length: number): number {
  let i = from;
  const near = Math.min(length, from + 32);
  while (i < near) {
    const c = bytes[i];
    if (c === QUOTE) return i + 1;
    i += c === BACKSLASH ? 2 : 1;
  }
  // Here `i` stands at the start of a character, never inside an escape.
  let quote = bytes.indexOf(QUOTE, i);
  while (quote >= 0) {
    let before = quote - 1;
    while (before >= i && bytes[before] === BACKSLASH) before--;
    if (((quote - before) & 1) === 1) return quote + 1;
    quote = bytes.indexOf(QUOTE, quote + 1);
  }
  return length;
}

/** @returns the index after the number, or -1 where a double may not hold it as written. */
function endOfNumber(bytes: Uint8Array, from: number, length: number): number {
  let i = endOfDigits(bytes, from, length);
  const digits = i - from;
  let c = bytes[i];
  if (c !== 46 && c !== 101 && c !== 69) return digits < 16 || fitsDouble(bytes, from, i) ? i : -1;
  if (c === 46) {
    i = endOfDigits(bytes, i + 1, length);
    c = bytes[i];
  }
  if (c === 101 || c === 69) {
    const sign = bytes[i + 1];
    const exponent = sign === 43 || sign === 45 ? i + 2 : i + 1;
    i = endOfDigits(bytes, exponent, length);
    if (i - exponent > 2) return -1;
  }
  // With an exponent of two digits at most, only an integer part of hundreds of digits could overflow a double.
  return digits > 200 ? -1 : i;
}

function endOfDigits(bytes: Uint8Array, from: number, length: number): number {
  let i = from;
  while (i < length) {
    const c = bytes[i] ?? 0;
    if (c < 48 || c > 57) break;
    i++;
  }
  return i;
}

function fitsDouble(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== 16) return false;
  return String.fromCharCode(...bytes.subarray(from, to)) <= '9007199254740991';
}

/** Whether every escaped surrogate is one of a pair; where an escaped backslash may confuse it, it says no, which is safe. */
function surrogatesArePaired(text: string): boolean {
  const pairs = /\\u[dD]([89abAB][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|[c-fC-F][0-9a-fA-F]{2})/g;
  for (const found of text.matchAll(pairs)) {
    if (found[0].length !== 12 || text.charCodeAt(found.index - 1) === BACKSLASH) return false;
  }
  return true;
}
