import { passAtK } from '../stats/attempts.ts';
import type { TaskValue } from '../stats/task-mean.ts';
import type { AttemptObservation } from './observation.ts';
import type { Criterion, Treatment } from './policy.ts';
import type { Coverage } from './trace.ts';

/** How attempts become numbers: the policy's treatment, on one level. */
export interface Reading {
  readonly treatment: Treatment;
  readonly level: 'recomputed' | 'adjudicated';
  /** What a failure is worth in the scorer's unit; 0 unless the criterion says otherwise. */
  readonly failureValue: number;
}

type Disposition = { readonly kind: 'value' | 'failure'; readonly value: number } | { readonly kind: 'out' };

const OUT: Disposition = { kind: 'out' };

/**
 * What one attempt contributes. The order of the questions is part of the format (docs/formats/threshold-policy.md):
 * taken out, invalidated, cheating, adjudicated value, limit, error, value, no score.
 */
function disposition(attempt: AttemptObservation, { treatment, level, failureValue }: Reading): Disposition {
  const failure: Disposition = { kind: 'failure', value: failureValue };
  const reviewed = level === 'adjudicated';
  if (reviewed && attempt.excluded) return OUT;
  if (attempt.state === 'invalidated' && treatment.invalidated === 'excluded') return OUT;
  if (reviewed && attempt.cheating && treatment.cheating !== 'as-adjudicated') {
    return treatment.cheating === 'excluded' ? OUT : failure;
  }
  if (reviewed && isNumber(attempt.adjudicated)) return { kind: 'value', value: attempt.adjudicated };
  if ((attempt.limit || attempt.state === 'limit') && treatment.limits !== 'as-scored') {
    return treatment.limits === 'excluded' ? OUT : failure;
  }
  if (attempt.state === 'errored') return treatment.errors === 'excluded' ? OUT : failure;
  const valued = attempt.state === 'scored' || attempt.state === 'invalidated';
  if (valued && isNumber(attempt.claimed)) return { kind: 'value', value: attempt.claimed };
  return treatment.unscored === 'excluded' ? OUT : failure;
}

function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

/** @returns true where a reviewer said something of at least one attempt. */
export function isReviewed({ attempts }: { readonly attempts: readonly AttemptObservation[] }): boolean {
  return attempts.some((a) => a.adjudicated !== null || a.excluded || a.cheating);
}

/** The attempts of one observation as task values, with what was left out. */
export interface TreatedTasks {
  readonly values: readonly TaskValue[];
  readonly undefinedTasks: number;
  /** Attempts that entered, with their own value or as failures. */
  readonly attempts: number;
  /** The fewest entered attempts of any task in scope; 0 where a task has none, or where there is no task. */
  readonly fewestEpochs: number;
  readonly coverage: Coverage;
}

/**
 * Turns attempts into one value a task.
 * @param attempts of one scorer, in scope of the criterion's filter
 * @param planned attempts planned in that scope; where fewer are planned than present, those present count
 */
export function treatAttempts(
  attempts: readonly AttemptObservation[],
  planned: number,
  estimator: Criterion['estimator'],
  reading: Reading,
): TreatedTasks {
  const tasks = new Map<string, { cluster: string; values: number[] }>();
  const states = { scored: 0, unscored: 0, errored: 0, limit: 0, invalidated: 0 };
  const seen = { limitHits: 0, adjudicated: 0, cheating: 0, excluded: 0, used: 0, countedAsFailure: 0 };
  for (const attempt of attempts) {
    const state = attempt.state === 'scored' && !isNumber(attempt.claimed) ? 'unscored' : attempt.state;
    states[state] += 1;
    if (attempt.limit || attempt.state === 'limit') seen.limitHits += 1;
    if (attempt.adjudicated !== null) seen.adjudicated += 1;
    if (attempt.cheating) seen.cheating += 1;
    if (attempt.excluded) seen.excluded += 1;
    const task = tasks.get(attempt.taskId) ?? { cluster: attempt.cluster, values: [] };
    tasks.set(attempt.taskId, task);
    const contribution = disposition(attempt, reading);
    if (contribution.kind === 'out') continue;
    task.values.push(contribution.value);
    if (contribution.kind === 'value') seen.used += 1;
    else seen.countedAsFailure += 1;
  }
  const values: TaskValue[] = [];
  let undefinedTasks = 0;
  let fewestEpochs = tasks.size === 0 ? 0 : Number.POSITIVE_INFINITY;
  for (const [taskId, task] of tasks) {
    fewestEpochs = Math.min(fewestEpochs, task.values.length);
    if (task.values.length === 0) continue;
    const value = estimateTask(task.values, estimator);
    if (value === null) undefinedTasks += 1;
    else values.push({ taskId, cluster: task.cluster, value });
  }
  const expected = Math.max(planned, attempts.length);
  return {
    values,
    undefinedTasks,
    attempts: seen.used + seen.countedAsFailure,
    fewestEpochs,
    coverage: {
      expected,
      ...states,
      missing: expected - attempts.length,
      ...seen,
      share: expected === 0 ? null : seen.used / expected,
    },
  };
}

/** @returns the task's value, or null where the estimator is not defined on so few attempts. */
function estimateTask(values: readonly number[], estimator: Criterion['estimator']): number | null {
  if (estimator.kind === 'mean') return values.reduce((sum, value) => sum + value, 0) / values.length;
  const successAt = estimator.successAt ?? 1;
  const successes = values.filter((value) => value >= successAt).length;
  if (estimator.kind === 'solved-any') return successes > 0 ? 1 : 0;
  return passAtK({ attempts: values.length, successes }, estimator.k);
}
