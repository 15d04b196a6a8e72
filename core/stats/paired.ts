import { betaCdf } from './beta.ts';
import { type TaskValue, taskMean } from './task-mean.ts';

/** The difference of two models over the tasks that both attempted, first minus second. */
export interface PairedDifference {
  readonly difference: number;
  /** Clustered standard error of the per-task differences; null with fewer than two clusters. */
  readonly standardError: number | null;
  /** What the error would be if the pairing were ignored: sqrt(SE₁² + SE₂²). Shown for comparison, never used. */
  readonly unpairedStandardError: number | null;
  readonly tasks: number;
  readonly clusters: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** The per-task differences, in the order of the first model's tasks. */
  readonly values: readonly TaskValue[];
}

/**
 * Paired difference by task. Source: Miller 2024, arXiv 2411.00640, section 4.2.
 * @returns null where the models share no task
 */
export function pairedDifference(first: readonly TaskValue[], second: readonly TaskValue[]): PairedDifference | null {
  const other = new Map(second.map((task) => [task.taskId, task]));
  const values: TaskValue[] = [];
  const shared: [TaskValue[], TaskValue[]] = [[], []];
  for (const task of first) {
    const match = other.get(task.taskId);
    if (!match) continue;
    values.push({ taskId: task.taskId, cluster: task.cluster, value: task.value - match.value });
    shared[0].push(task);
    shared[1].push({ ...match, cluster: task.cluster });
  }
  const mean = taskMean(values);
  if (!mean) return null;
  const [a, b] = [taskMean(shared[0])?.standardError ?? null, taskMean(shared[1])?.standardError ?? null];
  return {
    difference: mean.mean,
    standardError: mean.standardError,
    unpairedStandardError: a === null || b === null ? null : Math.hypot(a, b),
    tasks: mean.tasks,
    clusters: mean.clusters,
    onlyFirst: first.length - values.length,
    onlySecond: second.length - values.length,
    values,
  };
}

/**
 * Exact two-sided McNemar test on the discordant pairs. Source: McNemar 1947; the binomial tail is
 * P(X <= m) = I_{1/2}(n - m, m + 1).
 * @param firstOnly pairs where only the first succeeded
 * @param secondOnly pairs where only the second succeeded
 * @returns the p-value; 1 where there is no discordant pair
 */
export function mcnemarExact(firstOnly: number, secondOnly: number): number {
  const n = firstOnly + secondOnly;
  const fewer = Math.min(firstOnly, secondOnly);
  if (n === 0 || firstOnly === secondOnly) return 1;
  return Math.min(1, 2 * betaCdf(0.5, n - fewer, fewer + 1));
}

/**
 * Holm's step-down adjustment for several tests at once. Source: Holm 1979.
 * @returns the adjusted p-values, in the order given
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((x, y) => x.p - y.p);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let floor = 0;
  order.forEach(({ p, index }, rank) => {
    floor = Math.max(floor, Math.min(1, p * (pValues.length - rank)));
    adjusted[index] = floor;
  });
  return adjusted;
}
