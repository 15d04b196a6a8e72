import { type Pair, ratioOf, type Spread, spreadOf } from './statistics.ts';

/** What a figure should come to. */
export interface Aim {
  /** Whether the ratio or our own value is held against the limit. */
  readonly of: 'ratio' | 'value';
  readonly is: 'at least' | 'at most';
  readonly limit: number;
}

/** One measured thing beside its baseline. */
export interface Figure {
  readonly bench: string;
  readonly what: string;
  /** Of `value` and `baseline`: `MB/s` or `MB`, where 1 MB is 1,000,000 bytes. */
  readonly unit: string;
  readonly value: Spread;
  readonly baselineName: string;
  readonly baseline: Spread;
  /** Ours / baseline, pair by pair. */
  readonly ratio: Spread;
  readonly pairs: number;
  readonly aim?: Aim;
}

/** @returns the figure of pairs that were measured */
export function figureOf(
  about: Pick<Figure, 'bench' | 'what' | 'unit' | 'baselineName' | 'aim'>,
  pairs: readonly Pair[],
): Figure {
  return {
    ...about,
    value: spreadOf(pairs.map(({ ours }) => ours)),
    baseline: spreadOf(pairs.map(({ baseline }) => baseline)),
    ratio: ratioOf(pairs),
    pairs: pairs.length,
  };
}

/** @returns whether the median meets the aim; null where there is none */
export function isMet({ aim, ratio, value }: Pick<Figure, 'aim' | 'ratio' | 'value'>): boolean | null {
  if (aim === undefined) return null;
  const { median } = aim.of === 'ratio' ? ratio : value;
  return aim.is === 'at least' ? median >= aim.limit : median <= aim.limit;
}
