import type { JsonValue } from '../json/value.ts';
import { asFloat, valueToFloat } from './value-to-float.ts';

/** One scored observation: a sample's reduced value, and its cluster where the metric asks for one. */
export interface Observation {
  readonly value: JsonValue;
  readonly cluster: string | undefined;
}

/** A metric over the scored observations; undefined where Inspect would have raised an error. */
export type Metric = (observations: readonly Observation[]) => number | undefined;

/**
 * Inspect's own metrics that can be computed again: `accuracy`, `mean`, `std`, `var`, `stderr` (with `clustered`, the
 * clustered error of Miller, arXiv 2411.00640, appendix A, with the correction C/(C-1)).
 * @param name as the log registers it; a name of another package (`pkg/accuracy`) is another metric
 * @returns undefined for any other, as for those that draw at random
 */
export function metricNamed(name: string, clustered: boolean): Metric | undefined {
  switch (name.replace(/^inspect_ai\//, '')) {
    case 'accuracy':
      return over(valueToFloat, mean);
    case 'mean':
      return over(asFloat, mean);
    case 'std':
      return over(valueToFloat, (values) => Math.sqrt(variance(values)));
    case 'var':
      return over(valueToFloat, variance);
    case 'stderr':
      return clustered ? clusteredError : over(valueToFloat, (values) => Math.sqrt(variance(values) / values.length));
    default:
      return undefined;
  }
}

function over(
  toNumber: (value: JsonValue) => number | undefined,
  statistic: (values: readonly number[]) => number,
): Metric {
  return (observations) => {
    // Inspect gives NaN where nothing was scored.
    if (observations.length === 0) return Number.NaN;
    const numbers: number[] = [];
    for (const { value } of observations) {
      const number = toNumber(value);
      if (number === undefined) return undefined;
      numbers.push(number);
    }
    return statistic(numbers);
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The sample variance (n - 1); 0 for a single value, as Inspect has it. */
function variance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}

function clusteredError(observations: readonly Observation[]): number | undefined {
  if (observations.length === 0) return Number.NaN;
  const sums = new Map<string, number>();
  const numbers = observations.map(({ value }) => valueToFloat(value));
  if (numbers.some((number) => number === undefined)) return undefined;
  const middle = mean(numbers.map((number) => number ?? 0));
  for (const [i, { cluster }] of observations.entries()) {
    if (cluster === undefined) return undefined;
    sums.set(cluster, (sums.get(cluster) ?? 0) + (numbers[i] ?? 0) - middle);
  }
  const total = [...sums.values()].reduce((sum, deviation) => sum + deviation ** 2, 0);
  return Math.sqrt((total * sums.size) / (sums.size - 1)) / observations.length;
}
