import { Refusal } from '../failure.ts';

/** Which ends an interval bounds: both, or one alone at the full confidence. */
export type Sides = 'two' | 'lower' | 'upper';

/** How an interval was made. */
export type IntervalMethod =
  | 't-clustered'
  | 'wilson'
  | 'clopper-pearson'
  | 'jeffreys'
  | 'newcombe'
  | 'bootstrap-percentile'
  | 'bootstrap-bca';

/** An interval on an estimate, in the estimate's own unit. An end that was not asked for is null. */
export interface Interval {
  readonly method: IntervalMethod;
  readonly confidence: number;
  readonly sides: Sides;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * @param confidence in (0, 1)
 * @returns the probability whose quantile bounds one end: 0.975 for two sides at 0.95, 0.95 for one side
 * @throws Refusal `input.invalid` where the confidence is not between 0 and 1
 */
export function tailProbability(confidence: number, sides: Sides): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new Refusal('input.invalid', 'A confidence lies between 0 and 1, both excluded.');
  }
  return sides === 'two' ? (1 + confidence) / 2 : confidence;
}

/** @returns the interval with the ends that `sides` asks for, and null for the other. */
export function interval(
  method: IntervalMethod,
  confidence: number,
  sides: Sides,
  lower: number,
  upper: number,
): Interval {
  return {
    method,
    confidence,
    sides,
    lower: sides === 'upper' ? null : lower,
    upper: sides === 'lower' ? null : upper,
  };
}
