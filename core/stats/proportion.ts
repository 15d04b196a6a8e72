import { Refusal } from '../failure.ts';
import { betaQuantile } from './beta.ts';
import { type Interval, interval, type Sides, tailProbability } from './interval.ts';
import { normalQuantile } from './normal.ts';

function checkCount(successes: number, trials: number): void {
  if (!(trials > 0 && successes >= 0 && successes <= trials && Number.isFinite(trials))) {
    throw new Refusal('input.invalid', 'A proportion needs at least one trial and no more successes than trials.');
  }
}

/**
 * Wilson's score interval. Source: Wilson 1927; without continuity correction.
 * @param successes from 0 to `trials`; a fraction is allowed where the trials are task means (see `docs/formats`)
 * @param trials independent trials: tasks or clusters, never attempts of the same task
 */
export function wilson(successes: number, trials: number, confidence: number, sides: Sides = 'two'): Interval {
  checkCount(successes, trials);
  const z = normalQuantile(tailProbability(confidence, sides));
  const p = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (p + (z * z) / (2 * trials)) / shrink;
  const reach = (z / shrink) * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials));
  // At 0 and n the formula gives the end exactly; rounding must not push it past the scale.
  const lower = successes === 0 ? 0 : Math.max(0, centre - reach);
  const upper = successes === trials ? 1 : Math.min(1, centre + reach);
  return interval('wilson', confidence, sides, lower, upper);
}

/** Exact interval of Clopper and Pearson 1934, from beta quantiles. Covers at least as often as it says. */
export function clopperPearson(successes: number, trials: number, confidence: number, sides: Sides = 'two'): Interval {
  checkCount(successes, trials);
  const tail = 1 - tailProbability(confidence, sides);
  const lower = successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1);
  const upper = successes === trials ? 1 : betaQuantile(1 - tail, successes + 1, trials - successes);
  return interval('clopper-pearson', confidence, sides, lower, upper);
}

/**
 * Jeffreys interval: equal-tailed quantiles of Beta(x + 1/2, n - x + 1/2), with 0 below no success and 1 above no
 * failure. Source: Brown, Cai and DasGupta 2001, section 4.1.
 */
export function jeffreys(successes: number, trials: number, confidence: number, sides: Sides = 'two'): Interval {
  checkCount(successes, trials);
  const tail = 1 - tailProbability(confidence, sides);
  const a = successes + 0.5;
  const b = trials - successes + 0.5;
  const lower = successes === 0 ? 0 : betaQuantile(tail, a, b);
  const upper = successes === trials ? 1 : betaQuantile(1 - tail, a, b);
  return interval('jeffreys', confidence, sides, lower, upper);
}

/**
 * Rule of three: an approximate 95 % upper bound on a rate after no event in `trials`. Source: Hanley and
 * Lippman-Hand 1983.
 */
export function ruleOfThree(trials: number): number {
  checkCount(0, trials);
  return Math.min(1, 3 / trials);
}

/**
 * Difference of two independent proportions, first minus second. Source: Newcombe 1998, Statistics in Medicine 17,
 * 873-890, method 10 (score, without continuity correction).
 */
export function newcombe(
  first: { readonly successes: number; readonly trials: number },
  second: { readonly successes: number; readonly trials: number },
  confidence: number,
  sides: Sides = 'two',
): Interval {
  const both: Sides = 'two';
  // A one-sided bound at c uses the same z as two sides at 2c - 1.
  const inner = sides === 'two' ? confidence : 2 * confidence - 1;
  const [a, b] = [
    wilson(first.successes, first.trials, inner, both),
    wilson(second.successes, second.trials, inner, both),
  ];
  const p = first.successes / first.trials;
  const q = second.successes / second.trials;
  const lower = p - q - Math.hypot(p - (a.lower ?? 0), (b.upper ?? 1) - q);
  const upper = p - q + Math.hypot((a.upper ?? 1) - p, q - (b.lower ?? 0));
  return interval('newcombe', confidence, sides, lower, upper);
}
