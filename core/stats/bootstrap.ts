import { type Interval, interval, type Sides, tailProbability } from './interval.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { seededRandom } from './random.ts';
import type { TaskValue } from './task-mean.ts';

/** How a bootstrap is drawn; all of it stands in the assessment, so that it can be repeated. */
export interface BootstrapSettings {
  readonly seed: number;
  readonly resamples: number;
}

interface ClusterSum {
  readonly sum: number;
  readonly tasks: number;
}

function clusterSums(values: readonly TaskValue[]): ClusterSum[] {
  const sums = new Map<string, { sum: number; tasks: number }>();
  for (const { cluster, value } of values) {
    const entry = sums.get(cluster) ?? { sum: 0, tasks: 0 };
    entry.sum += value;
    entry.tasks += 1;
    sums.set(cluster, entry);
  }
  return [...sums.values()];
}

/** Means of `resamples` draws of whole clusters with replacement, ascending. */
function resampledMeans(clusters: readonly ClusterSum[], { seed, resamples }: BootstrapSettings): Float64Array {
  const random = seededRandom(seed);
  const means = new Float64Array(resamples);
  for (let r = 0; r < resamples; r += 1) {
    let sum = 0;
    let tasks = 0;
    for (let i = 0; i < clusters.length; i += 1) {
      const drawn = clusters[random.below(clusters.length)];
      if (!drawn) continue;
      sum += drawn.sum;
      tasks += drawn.tasks;
    }
    means[r] = sum / tasks;
  }
  return means.sort();
}

/** Linear interpolation between order statistics (type 7 of Hyndman and Fan 1996). */
function percentile(sorted: Float64Array, p: number): number {
  const at = Math.min(Math.max(p, 0), 1) * (sorted.length - 1);
  const low = Math.floor(at);
  const a = sorted[low] ?? Number.NaN;
  const b = sorted[Math.min(low + 1, sorted.length - 1)] ?? Number.NaN;
  return a + (b - a) * (at - low);
}

/** A bootstrap once drawn, from which several intervals can be read. */
export interface Bootstrap {
  readonly estimate: number;
  /** Resampled means, ascending. */
  readonly means: Float64Array;
  readonly acceleration: number;
}

/**
 * Draws whole clusters with replacement and takes the mean over their tasks.
 * @returns null with fewer than two clusters
 */
export function drawBootstrap(values: readonly TaskValue[], settings: BootstrapSettings): Bootstrap | null {
  const clusters = clusterSums(values);
  if (clusters.length < 2) return null;
  return {
    estimate: values.reduce((all, task) => all + task.value, 0) / values.length,
    means: resampledMeans(clusters, settings),
    acceleration: acceleration(clusters),
  };
}

/** Percentile interval of the cluster bootstrap on a mean over tasks. */
export function percentileInterval({ means }: Bootstrap, confidence: number, sides: Sides = 'two'): Interval {
  const p = tailProbability(confidence, sides);
  return interval('bootstrap-percentile', confidence, sides, percentile(means, 1 - p), percentile(means, p));
}

/** Skewness of the jackknife over clusters: the acceleration of BCa (Efron 1987, equation 6.6). */
function acceleration(clusters: readonly ClusterSum[]): number {
  const sum = clusters.reduce((all, c) => all + c.sum, 0);
  const tasks = clusters.reduce((all, c) => all + c.tasks, 0);
  const left = clusters.map((c) => (sum - c.sum) / (tasks - c.tasks));
  const mean = left.reduce((all, x) => all + x, 0) / left.length;
  let squares = 0;
  let cubes = 0;
  for (const x of left) {
    squares += (mean - x) ** 2;
    cubes += (mean - x) ** 3;
  }
  return squares === 0 ? Number.NaN : cubes / (6 * squares ** 1.5);
}

/**
 * Bias-corrected and accelerated interval of the cluster bootstrap on a mean over tasks. Source: Efron 1987, JASA 82.
 * @returns null where the resamples have no spread
 */
export function bcaInterval(bootstrap: Bootstrap, confidence: number, sides: Sides = 'two'): Interval | null {
  const { estimate, means, acceleration: a } = bootstrap;
  // A resample that equals the estimate up to rounding counts half below, so that ties do not pass for bias.
  const slack = 1e-12 * Math.max(1, Math.abs(estimate));
  let below = 0;
  for (const mean of means) {
    if (mean < estimate - slack) below += 1;
    else if (mean <= estimate + slack) below += 0.5;
  }
  const bias = normalQuantile(below / means.length);
  if (!Number.isFinite(bias) || !Number.isFinite(a)) return null;
  const adjusted = (p: number): number => {
    const z = bias + normalQuantile(p);
    return normalCdf(bias + z / (1 - a * z));
  };
  const p = tailProbability(confidence, sides);
  const [lower, upper] = [percentile(means, adjusted(1 - p)), percentile(means, adjusted(p))];
  return interval('bootstrap-bca', confidence, sides, lower, upper);
}
