/** A quantity that was measured several times. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** @throws Error where there is nothing to take the median of, or something is no finite number */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const least = sorted[0];
  const most = sorted.at(-1);
  if (least === undefined || most === undefined || !values.every(Number.isFinite)) {
    throw new Error('a spread needs finite numbers, and one at least');
  }
  const upper = sorted[sorted.length >> 1] ?? most;
  const lower = sorted[(sorted.length - 1) >> 1] ?? least;
  return { median: (lower + upper) / 2, least, most };
}

/** One measurement of ours and the one of the baseline that was taken next to it. */
export interface Pair {
  readonly ours: number;
  readonly baseline: number;
}

/**
 * @returns the spread of ours / baseline, pair by pair: what slows the machine for a while slows both of a pair, and
 * cancels
 */
export function ratioOf(pairs: readonly Pair[]): Spread {
  return spreadOf(pairs.map(({ ours, baseline }) => ours / baseline));
}

/**
 * Measures A B A B …: the order turns around from pair to pair, so that neither always finds the machine warm.
 * @returns the pairs in the order they were taken
 */
export async function alternate(
  pairs: number,
  measure: { readonly ours: () => Promise<number>; readonly baseline: () => Promise<number> },
): Promise<Pair[]> {
  const taken: Pair[] = [];
  for (let at = 0; at < pairs; at += 1) {
    if (at % 2 === 0) {
      const baseline = await measure.baseline();
      taken.push({ baseline, ours: await measure.ours() });
    } else {
      const ours = await measure.ours();
      taken.push({ ours, baseline: await measure.baseline() });
    }
  }
  return taken;
}
