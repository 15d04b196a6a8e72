import { isJsonObject, type JsonValue, member } from '../json/value.ts';

/** A number as Python's `float()` reads text: sign, digits with single underscores between, fraction, exponent. */
const PYTHON_FLOAT = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/;

/**
 * What Inspect's default `value_to_float()` makes of a score value: C 1, I and N 0, P 0.5; yes and true 1, no and false 0
 * (in any case); numeric text its number; booleans 1 and 0; any other text 0.
 * @returns the number; NaN for "not scored" (NaN, or null as older writers had it); undefined for a list or an object,
 * which has no one number
 */
export function valueToFloat(value: JsonValue): number | undefined {
  if (value === null) return Number.NaN;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return undefined;
  if (value === 'C') return 1;
  if (value === 'P') return 0.5;
  if (value === 'I' || value === 'N') return 0;
  const lower = value.toLowerCase();
  if (lower === 'yes' || lower === 'true') return 1;
  if (lower === 'no' || lower === 'false') return 0;
  return finiteNumber(lower) ?? 0;
}

function finiteNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (!PYTHON_FLOAT.test(trimmed)) return undefined;
  const value = Number(trimmed.replaceAll('_', ''));
  return Number.isFinite(value) ? value : undefined;
}

/** What `float()` makes of a value, as the metric `mean` does; undefined where Inspect would have raised an error. */
export function asFloat(value: JsonValue): number | undefined {
  return typeof value === 'string' ? finiteNumber(value.toLowerCase()) : valueToFloat(value);
}

/**
 * The value of one key of a score, or the score itself.
 * @param key the key of a dict value, or null for the whole
 * @returns undefined where the value has no such key
 */
export function scoreLeaf(value: JsonValue, key: string | null): JsonValue | undefined {
  if (key === null) return value;
  // A scorer that could not score the sample at all gives NaN in the place of the whole dict.
  return isJsonObject(value) ? member(value, key) : isUnscored(value) ? Number.NaN : undefined;
}

/** @returns true for NaN, and for null as older writers wrote it. */
export function isUnscored(value: JsonValue): boolean {
  return value === null || (typeof value === 'number' && Number.isNaN(value));
}
