import { type Bootstrap, type BootstrapSettings, bcaInterval, drawBootstrap } from '../stats/bootstrap.ts';
import type { Interval, Sides } from '../stats/interval.ts';
import { clopperPearson, wilson } from '../stats/proportion.ts';
import { type TaskValue, taskMean, tInterval } from '../stats/task-mean.ts';
import type { ReportedResult } from './observation.ts';
import type { Criterion } from './policy.ts';
import type { Estimate, Level } from './trace.ts';

/** What an interval is asked for. */
export interface IntervalRequest {
  readonly interval: Criterion['interval'];
  readonly confidence: number;
  readonly bootstrap: BootstrapSettings;
  /** True where values are shares of 1, so that intervals for proportions apply; false for differences. */
  readonly proportion: boolean;
}

/** Spread below this is rounding noise of a sum, not evidence. */
const NO_SPREAD = 1e-12;

interface Spread {
  readonly mean: number;
  readonly standardError: number | null;
  readonly df: number;
  /** Independent units that the estimate rests on. */
  readonly units: number;
  /** Every value lies in [0, 1]. */
  readonly proportion: boolean;
}

/**
 * Where all values are alike the t interval has no width, which would claim certainty. Then: Clopper-Pearson on the
 * units when the mean is 0 or 1, Wilson on the units when it lies between, and nothing off the scale.
 */
function withoutSpread(spread: Spread, confidence: number, sides: Sides): Interval | null {
  if (!spread.proportion) return null;
  const { mean, units } = spread;
  if (mean === 0 || mean === 1) return clopperPearson(mean * units, units, confidence, sides);
  return wilson(mean * units, units, confidence, sides);
}

function boundsOf(
  spread: Spread,
  bootstrap: Bootstrap | null,
  request: IntervalRequest,
  sides: Sides,
): Interval | null {
  const { confidence } = request;
  if (request.interval === 'wilson-tasks') {
    return spread.proportion ? wilson(spread.mean * spread.units, spread.units, confidence, sides) : null;
  }
  if (spread.standardError === null) return null;
  if (spread.standardError <= NO_SPREAD) return withoutSpread(spread, confidence, sides);
  if (request.interval === 'bootstrap') return bootstrap && bcaInterval(bootstrap, confidence, sides);
  return tInterval(spread.mean, spread.standardError, spread.df, confidence, sides);
}

/** Sentences that tell why an interval is missing or of another kind than was asked for. */
function remarks(spread: Spread, request: IntervalRequest, given: Interval | null, reported: boolean): string[] {
  if (given === null) {
    if (request.interval === 'wilson-tasks' || (spread.standardError !== null && spread.standardError <= NO_SPREAD)) {
      return ['No interval: all values are alike, or they are not shares of 1, so no method here applies.'];
    }
    if (reported)
      return ['No interval: the report gives no standard error with a number of tasks, or no tasks to resample.'];
    return ['No interval: with fewer than two clusters the spread between clusters is unknown.'];
  }
  if (given.method === 'clopper-pearson' || (given.method === 'wilson' && request.interval !== 'wilson-tasks')) {
    return [`All clusters agree, so the ${request.interval} interval would have no width; ${given.method} is used.`];
  }
  return [];
}

function assemble(
  level: Level,
  spread: Spread,
  values: readonly TaskValue[] | null,
  request: IntervalRequest,
  counts: Pick<Estimate, 'tasks' | 'clusters' | 'effectiveClusters' | 'attempts' | 'undefinedTasks'>,
): Estimate {
  const bootstrap = values && request.interval === 'bootstrap' ? drawBootstrap(values, request.bootstrap) : null;
  const twoSided = boundsOf(spread, bootstrap, request, 'two');
  return {
    level,
    point: spread.mean,
    standardError: spread.standardError,
    ...counts,
    interval: twoSided,
    lowerBound: boundsOf(spread, bootstrap, request, 'lower')?.lower ?? null,
    upperBound: boundsOf(spread, bootstrap, request, 'upper')?.upper ?? null,
    notes: remarks(spread, request, twoSided, values === null),
  };
}

/**
 * Estimate over tasks, each task counting once however many attempts it has.
 * @returns null where no task has a value
 */
export function estimateTasks(
  level: Level,
  values: readonly TaskValue[],
  request: IntervalRequest,
  counts: { readonly attempts: number; readonly undefinedTasks: number },
): Estimate | null {
  const mean = taskMean(values);
  if (!mean) return null;
  const sizes = new Map<string, number>();
  for (const { cluster } of values) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  let squares = 0;
  for (const size of sizes.values()) squares += size * size;
  const units = (mean.tasks * mean.tasks) / squares;
  const proportion = request.proportion && values.every(({ value }) => value >= 0 && value <= 1);
  const spread = { mean: mean.mean, standardError: mean.standardError, df: mean.clusters - 1, units, proportion };
  return assemble(level, spread, values, request, {
    tasks: mean.tasks,
    clusters: mean.clusters,
    effectiveClusters: units,
    ...counts,
  });
}

/** Estimate from a result that was reported without its attempts. */
export function estimateReported(result: ReportedResult, request: IntervalRequest): Estimate {
  const tasks = result.tasks ?? 0;
  const proportion = request.proportion && tasks > 0 && result.value >= 0 && result.value <= 1;
  const standardError = tasks < 2 ? null : result.standardError;
  const spread = { mean: result.value, standardError, df: tasks - 1, units: tasks, proportion };
  return assemble('reported', spread, null, request, {
    tasks,
    clusters: tasks,
    effectiveClusters: null,
    attempts: 0,
    undefinedTasks: 0,
  });
}
