import type { BootstrapSettings } from '../stats/bootstrap.ts';
import { detectableEffect } from '../stats/detectable-effect.ts';
import { pairedDifference } from '../stats/paired.ts';
import type { TaskValue } from '../stats/task-mean.ts';
import { decide, evidenceGaps, shortfalls, type Verdict } from './decide.ts';
import { estimateReported, estimateTasks, type IntervalRequest } from './estimate.ts';
import type { AttemptObservation } from './observation.ts';
import type { Criterion, Treatment } from './policy.ts';
import type { PreparedObservation } from './prepare.ts';
import type { Estimate, Level, Pairing, RunTrace } from './trace.ts';
import { isReviewed, type Reading, type TreatedTasks, treatAttempts } from './treatment.ts';
import { list } from './words.ts';

/** One evaluation of the whole rule: the policy's own, or one row of the sensitivity table. */
export interface Setting {
  readonly treatment: Treatment;
  /** False leaves every adjudication out. */
  readonly adjudications: boolean;
  readonly bootstrap: BootstrapSettings;
}

/** Runs that are judged together: one, or several that the policy pools. All of one role, scorer and key. */
export type RunGroup = readonly [PreparedObservation, ...PreparedObservation[]];

interface Side {
  readonly treated: TreatedTasks;
  readonly reading: Reading;
}

function scope(group: RunGroup, criterion: Criterion): { attempts: AttemptObservation[]; planned: number } {
  const everything = group.flatMap((run) => run.attempts);
  const planned = group.reduce((sum, run) => sum + Math.max(run.expected, run.attempts.length), 0);
  const wanted = criterion.filter?.difficulty;
  if (!wanted) return { attempts: everything, planned };
  const attempts = everything.filter((a) => a.difficulty !== undefined && wanted.includes(a.difficulty));
  // A missing attempt has no difficulty; every one of them may have belonged to this tier.
  return { attempts, planned: attempts.length + planned - everything.length };
}

function treat(group: RunGroup, criterion: Criterion, treatment: Treatment, level: Reading['level']): Side {
  const { attempts, planned } = scope(group, criterion);
  const reading = { treatment, level, failureValue: criterion.failureValue };
  return { reading, treated: treatAttempts(attempts, planned, criterion.estimator, reading) };
}

interface Measured {
  readonly estimate: Estimate | null;
  readonly treated: TreatedTasks;
  readonly gaps: readonly string[];
  readonly pairing: Pairing | null;
}

function measure(
  group: RunGroup,
  reference: RunGroup | null,
  criterion: Criterion,
  setting: Setting,
  level: Reading['level'],
): Measured {
  const { treated } = treat(group, criterion, setting.treatment, level);
  const request = requestOf(criterion, setting);
  const counts = { attempts: treated.attempts, undefinedTasks: treated.undefinedTasks };
  if (!reference) {
    const estimate = estimateTasks(level, treated.values, request, counts);
    return {
      estimate,
      treated,
      pairing: null,
      gaps: evidenceGaps(criterion, treated, treated.values.length, treated.coverage),
    };
  }
  const other = treat(reference, criterion, setting.treatment, level).treated;
  const pair = pairedDifference(treated.values, other.values);
  const values: readonly TaskValue[] = pair?.values ?? [];
  const pairing = pair && {
    referenceModel: reference[0].model,
    tasks: pair.tasks,
    onlyCandidate: pair.onlyFirst,
    onlyReference: pair.onlySecond,
    unpairedStandardError: pair.unpairedStandardError,
  };
  const gaps = [
    ...evidenceGaps(criterion, treated, values.length, treated.coverage),
    ...evidenceGaps(criterion, other, values.length, other.coverage).map((gap) => `Reference model: ${gap}`),
  ];
  return { estimate: estimateTasks(level, values, request, counts), treated, pairing, gaps };
}

function requestOf(criterion: Criterion, setting: Setting): IntervalRequest {
  return {
    interval: criterion.interval,
    confidence: criterion.confidence,
    bootstrap: setting.bootstrap,
    proportion: criterion.relativeTo === undefined,
  };
}

/** @returns true where the metric of a reported result says what the criterion asks for. */
export function answersTo(metric: string, estimator: Criterion['estimator']): boolean {
  if (estimator.kind === 'mean') return metric === 'mean' || metric === 'accuracy';
  return metric === (estimator.kind === 'solved-any' ? 'solved-any' : `pass@${estimator.k}`);
}

function verdictOnReported(
  run: PreparedObservation,
  estimate: Estimate,
  criterion: Criterion,
  setting: Setting,
): Verdict {
  const metric = run.reported?.metric ?? '';
  const open = (sentence: string): Verdict => ({ outcome: 'indeterminate', why: [sentence] });
  if (setting.treatment.reported === 'indeterminate') {
    return open('This is a reported number without its samples, and the policy lets none decide.');
  }
  if (!answersTo(metric, criterion.estimator)) {
    return open(`The reported number is "${metric}", which is not what the criterion measures.`);
  }
  if (criterion.filter) return open('A reported number cannot be narrowed to the tasks the criterion asks for.');
  if (criterion.relativeTo) return open('A reported number cannot be paired with the reference model task by task.');
  const { tasks } = estimate;
  const lacks = shortfalls(criterion.minimum, { tasks, attempts: 0, epochs: 0, coverage: null });
  if (lacks.length > 0) return { outcome: 'indeterminate', why: lacks };
  const verdict = decide(criterion, estimate);
  return { ...verdict, why: [...verdict.why, 'The number was reported; it cannot be recomputed here.'] };
}

/** Reasons why nothing computed from these runs may decide, whatever the numbers are. */
function obstacles(groups: readonly RunGroup[], treatment: Treatment): string[] {
  const runs = groups.flat();
  const reasons = runs.flatMap((run) => run.faults);
  if (treatment.disagreement === 'indeterminate' && runs.some((run) => run.disagrees)) {
    reasons.push(
      'What the source claims does not recompute from its samples, and the policy lets nothing rest on that.',
    );
  }
  return reasons;
}

/**
 * Holds one criterion against one group of runs.
 * @param reference the reference model's runs, where the criterion is relative to it
 */
export function judgeRun(
  group: RunGroup,
  reference: RunGroup | null,
  criterion: Criterion,
  setting: Setting,
): RunTrace {
  const [first] = group;
  const groups = reference ? [group, reference] : [group];
  const hindered = obstacles(groups, setting.treatment);
  const head = {
    source: first.source,
    sourceIds: group.flatMap((run) => (run.sourceId === undefined ? [] : [run.sourceId])),
    model: first.model,
    version: first.version,
    scorer: first.scorer,
    key: first.key,
    claimed: group.flatMap((run) => run.claimedAggregate ?? []),
  };
  const single = group.find((run) => run.reported);
  if (single?.reported) {
    const estimate = estimateReported(single.reported, requestOf(criterion, setting));
    const mixed = group.length > 1 ? ['A reported number cannot be pooled with other runs.'] : [];
    const stops = [...hindered, ...mixed];
    const verdict: Verdict =
      stops.length > 0
        ? { outcome: 'indeterminate', why: stops }
        : verdictOnReported(single, estimate, criterion, setting);
    const { coverage } = treat(group, criterion, setting.treatment, 'recomputed').treated;
    const none = { recomputed: null, adjudicated: null, pairing: null };
    return {
      ...head,
      ...verdict,
      ...none,
      level: 'reported',
      coverage,
      reported: estimate,
      detectableEffect: effect(estimate, criterion),
    };
  }
  const reviewed = setting.adjudications && groups.flat().some(isReviewed);
  const level: Level = reviewed ? 'adjudicated' : 'recomputed';
  const recomputed = measure(group, reference, criterion, setting, 'recomputed');
  const adjudicated = reviewed ? measure(group, reference, criterion, setting, 'adjudicated') : null;
  const decisive = adjudicated ?? recomputed;
  return {
    ...head,
    ...verdictOn(decisive, hindered, criterion),
    level,
    coverage: decisive.treated.coverage,
    recomputed: recomputed.estimate,
    adjudicated: adjudicated?.estimate ?? null,
    reported: null,
    pairing: decisive.pairing,
    detectableEffect: effect(decisive.estimate, criterion),
  };
}

function verdictOn(measured: Measured, hindered: readonly string[], criterion: Criterion): Verdict {
  const stops = [...hindered, ...measured.gaps];
  if (!measured.estimate) {
    const nothing = criterion.relativeTo
      ? 'The models share no task with a score.'
      : 'No task has an attempt that counts.';
    return { outcome: 'indeterminate', why: [nothing, ...stops] };
  }
  if (stops.length > 0) return { outcome: 'indeterminate', why: stops };
  return decide(criterion, measured.estimate);
}

function effect(estimate: Estimate | null, criterion: Criterion): number | null {
  // A spread of zero would promise that any distance is noticed, and Wilson's interval does not rest on the error.
  if (!estimate?.standardError || estimate.clusters < 2 || criterion.interval === 'wilson-tasks') return null;
  return detectableEffect(estimate.standardError, estimate.clusters - 1, criterion.confidence, 0.8);
}

/** @returns a phrase that names a run in a sentence. */
export function nameRun(run: RunTrace): string {
  const ids = run.sourceIds.length > 0 ? ` ${list(run.sourceIds)}` : '';
  return `${run.source}${ids} (${run.model})`;
}
