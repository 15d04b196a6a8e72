import type { JsonValue } from '../json/value.ts';
import { isUnscored, valueToFloat } from './value-to-float.ts';

/** One sample's value after its epochs were reduced. */
export interface Reduced {
  readonly value: JsonValue;
  /** The values that were equally common, where there were several, so that the order of the epochs decided. */
  readonly rivals: readonly JsonValue[];
}

/** Reduces the scalar values of one sample's epochs, in order; undefined where a value is a list or an object. */
export type Reducer = (values: readonly JsonValue[]) => Reduced | undefined;

/**
 * Inspect's score reducers by the name a log gives them: `mean` (also where there is none), `median`, `mode`, `max`,
 * `at_least_K`, `pass_at_K` (Chen et al., arXiv 2107.03374), `pass_k_K` (tau-bench, arXiv 2406.12045); the last three with
 * the default threshold 1.0, since a log does not tell another.
 * @returns undefined where the name is none of these
 */
export function reducerNamed(name: string | null): Reducer | undefined {
  if (name === null || name === 'mean') return numeric(mean);
  if (name === 'median') return numeric(median);
  if (name === 'max') return maximum;
  if (name === 'mode') return mode;
  const [, kind, digits] = /^(at_least|pass_at|pass_k)_([1-9]\d{0,8})$/.exec(name) ?? [];
  const k = Number(digits);
  if (kind === 'at_least') return numeric((values) => (successes(values) >= k ? 1 : 0));
  if (kind === 'pass_at') return numeric((values) => passAt(values.length, successes(values), k));
  if (kind === 'pass_k') return numeric((values) => passAll(values.length, successes(values), k));
  return undefined;
}

/** Unscored epochs are left out; a sample with none left is unscored itself. */
function numeric(statistic: (values: readonly number[]) => number): Reducer {
  return (values) => {
    const numbers: number[] = [];
    for (const value of values) {
      const number = valueToFloat(value);
      if (number === undefined) return undefined;
      if (!Number.isNaN(number)) numbers.push(number);
    }
    return { value: numbers.length === 0 ? Number.NaN : statistic(numbers), rivals: [] };
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function successes(values: readonly number[]): number {
  return values.filter((value) => value >= 1).length;
}

/** 1 - C(n-c, k) / C(n, k), as a product; undefined (NaN) with fewer than k epochs. */
function passAt(n: number, c: number, k: number): number {
  if (n < k) return Number.NaN;
  if (n - c < k) return 1;
  let none = 1;
  for (let i = n - c + 1; i <= n; i++) none *= 1 - k / i;
  return 1 - none;
}

/** C(c, k) / C(n, k). */
function passAll(n: number, c: number, k: number): number {
  if (n < k) return Number.NaN;
  if (c < k) return 0;
  let all = 1;
  for (let i = 0; i < k; i++) all *= (c - i) / (n - i);
  return all;
}

/** Keeps the value itself, as text if it is text; of equal ones the first. */
function maximum(values: readonly JsonValue[]): Reduced | undefined {
  let best: JsonValue = Number.NaN;
  let most = Number.NaN;
  for (const value of values) {
    const number = valueToFloat(value);
    if (number === undefined) return undefined;
    if (!Number.isNaN(number) && !(number <= most)) {
      best = value;
      most = number;
    }
  }
  return { value: best, rivals: [] };
}

/** The most common value; of equally common ones the first met. Numbers and booleans count as equal as in Python. */
function mode(values: readonly JsonValue[]): Reduced | undefined {
  const counts = new Map<string, { value: JsonValue; count: number }>();
  for (const value of values) {
    if (typeof value === 'object' && value !== null) return undefined;
    if (isUnscored(value)) continue;
    const key = typeof value === 'string' ? `text ${value}` : `number ${Number(value)}`;
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { value, count: 1 });
  }
  // A loop, since a call cannot take as many arguments as a hostile log has epochs.
  let most = 0;
  for (const each of counts.values()) most = Math.max(most, each.count);
  const winners = [...counts.values()].filter((each) => each.count === most);
  return {
    value: winners[0]?.value ?? Number.NaN,
    rivals: winners.length > 1 ? winners.map((each) => each.value) : [],
  };
}
