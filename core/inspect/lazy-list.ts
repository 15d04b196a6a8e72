import type { JsonValue } from '../json/value.ts';

/** A list that is read by pages, wherever it lies. */
export interface LazyList {
  readonly length: number;
  /** @returns the elements from `from` up to, not including, `to`; both are cut to the list. */
  page(from: number, to: number): Promise<JsonValue[]>;
}

/** Texts that stand elsewhere and are referred to by key. */
export interface LazyTexts {
  readonly size: number;
  has(key: string): boolean;
  /** @returns the value (text, normally), or undefined where there is none of that key. */
  get(key: string): Promise<JsonValue | undefined>;
}

export const EMPTY_LIST: LazyList = { length: 0, page: async () => [] };

/** @returns a list over an array in memory. */
export function listOf(values: JsonValue[]): LazyList {
  return { length: values.length, page: async (from, to) => values.slice(Math.max(0, from), Math.max(0, to)) };
}

/** @returns the list that the half-open ranges pick out of another; ranges beyond it are cut. */
export function pick(list: LazyList, ranges: readonly (readonly [number, number])[]): LazyList {
  const kept = ranges.map(([a, b]) => [Math.max(0, a), Math.min(list.length, b)] as const).filter(([a, b]) => a < b);
  const length = kept.reduce((sum, [a, b]) => sum + b - a, 0);
  return {
    length,
    async page(from, to) {
      const out: JsonValue[] = [];
      let passed = 0;
      for (const [a, b] of kept) {
        const first = Math.max(a, a + from - passed);
        const last = Math.min(b, a + to - passed);
        // One element at a time would read a piece again and again; a range reads it once.
        if (first < last) for (const value of await list.page(first, last)) out.push(value);
        passed += b - a;
        if (passed >= to) break;
      }
      return out;
    },
  };
}

/** Calls back for every element, a page at a time, in order. */
export async function eachOf(list: LazyList, visit: (value: JsonValue, index: number) => void): Promise<void> {
  const PAGE = 256;
  for (let from = 0; from < list.length; from += PAGE) {
    const values = await list.page(from, from + PAGE);
    for (let i = 0; i < values.length; i++) visit(values[i] ?? null, from + i);
  }
}
