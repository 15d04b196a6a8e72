import { Refusal } from '../failure.ts';
import { type Interval, interval, type Sides, tailProbability } from './interval.ts';
import { tQuantile } from './student-t.ts';

/** One number for one task: the mean of its attempts, its pass@k, or the like. */
export interface TaskValue {
  readonly taskId: string;
  /** The task itself, or the family it belongs to: tasks of one cluster are not independent. */
  readonly cluster: string;
  readonly value: number;
}

/** A mean over tasks with what its uncertainty rests on. */
export interface TaskMean {
  readonly mean: number;
  /** Null where there are fewer than two clusters: one cluster says nothing of the spread between clusters. */
  readonly standardError: number | null;
  readonly tasks: number;
  readonly clusters: number;
}

/**
 * Mean of task values with a cluster-robust standard error:
 * sqrt(C/(C-1) · Σ_c (Σ_i (s_i - s̄))²) / N over C clusters and N tasks.
 * Source: Miller 2024, arXiv 2411.00640, section 2.2, with the C/(C-1) correction that Inspect applies.
 * @param values one per task
 * @returns the mean and its standard error, or null where there is no task
 * @throws Refusal `input.invalid` where a value is not finite
 */
export function taskMean(values: readonly TaskValue[]): TaskMean | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (const { value } of values) {
    if (!Number.isFinite(value)) throw new Refusal('input.invalid', 'A task value is not a finite number.');
    sum += value;
  }
  const mean = sum / values.length;
  const residuals = new Map<string, number>();
  for (const { cluster, value } of values) residuals.set(cluster, (residuals.get(cluster) ?? 0) + (value - mean));
  const clusters = residuals.size;
  // Equal values have no spread; summing them leaves rounding noise of some 1e-17 that must not pass for one.
  const first = values[0]?.value;
  if (values.every(({ value }) => value === first)) {
    return { mean: first ?? mean, standardError: clusters < 2 ? null : 0, tasks: values.length, clusters };
  }
  if (clusters < 2) return { mean, standardError: null, tasks: values.length, clusters };
  let squares = 0;
  for (const r of residuals.values()) squares += r * r;
  const standardError = Math.sqrt((clusters / (clusters - 1)) * squares) / values.length;
  return { mean, standardError, tasks: values.length, clusters };
}

/**
 * t interval on a mean: mean ± t · standard error. The ends are not clipped to a scale.
 * @param df degrees of freedom: clusters - 1
 * @param confidence in (0, 1)
 */
export function tInterval(
  mean: number,
  standardError: number,
  df: number,
  confidence: number,
  sides: Sides = 'two',
): Interval {
  const reach = tQuantile(tailProbability(confidence, sides), df) * standardError;
  return interval('t-clustered', confidence, sides, mean - reach, mean + reach);
}
