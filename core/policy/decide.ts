import { counted } from '../counted.ts';
import type { Outcome } from './logic.ts';
import type { Criterion } from './policy.ts';
import type { Coverage, Estimate } from './trace.ts';
import type { TreatedTasks } from './treatment.ts';
import { number, percent } from './words.ts';

/** An outcome with its reasons as sentences. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly why: readonly string[];
}

/**
 * Compares with a slack of 1e-12 (times the size of the threshold above 1): a sum such as 0.5299999999999999 equals a
 * threshold of 0.53, so that rounding noise decides nothing.
 */
function holds(value: number, comparison: Criterion['comparison'], threshold: number): boolean {
  const slack = 1e-12 * Math.max(1, Math.abs(threshold));
  if (comparison === '>=') return value >= threshold - slack;
  if (comparison === '>') return value > threshold + slack;
  if (comparison === '<=') return value <= threshold + slack;
  return value < threshold - slack;
}

/** What the evidence lacks under the criterion's `minimum`, as sentences; none where it suffices. */
export function shortfalls(
  minimum: Criterion['minimum'],
  have: {
    readonly tasks: number;
    readonly attempts: number;
    readonly epochs: number;
    readonly coverage: number | null;
  },
): string[] {
  const lacks: string[] = [];
  if (minimum.tasks !== undefined && have.tasks < minimum.tasks) {
    lacks.push(`Too few tasks: ${have.tasks} of at least ${minimum.tasks}.`);
  }
  if (minimum.attempts !== undefined && have.attempts < minimum.attempts) {
    lacks.push(`Too few attempts: ${have.attempts} of at least ${minimum.attempts}.`);
  }
  if (minimum.epochs !== undefined && have.epochs < minimum.epochs) {
    lacks.push(`Too few attempts of a task: one has ${have.epochs}, and each needs at least ${minimum.epochs}.`);
  }
  if (minimum.coverage !== undefined && (have.coverage ?? 0) < minimum.coverage) {
    const share = have.coverage === null ? 'unknown' : percent(have.coverage);
    lacks.push(`Too little coverage: ${share} of the planned attempts count, and ${percent(minimum.coverage)} must.`);
  }
  return lacks;
}

/** What a run lacks before its number may decide anything. */
export function evidenceGaps(criterion: Criterion, treated: TreatedTasks, tasks: number, coverage: Coverage): string[] {
  const gaps = shortfalls(criterion.minimum, {
    tasks,
    attempts: treated.attempts,
    epochs: treated.fewestEpochs,
    coverage: coverage.share,
  });
  if (treated.undefinedTasks > 0 && criterion.estimator.kind === 'pass-at-k') {
    const { k } = criterion.estimator;
    gaps.push(
      `pass@${k} is not defined for ${counted(treated.undefinedTasks, 'task')} with fewer than ${k} attempts that count.`,
    );
  }
  return gaps;
}

/** Holds an estimate against the criterion's threshold. */
export function decide(criterion: Criterion, estimate: Estimate): Verdict {
  const { comparison, threshold, basis, confidence } = criterion;
  const against = `${comparison} ${number(threshold)}`;
  if (basis === 'point') {
    const met = holds(estimate.point, comparison, threshold);
    const said = `The estimate ${number(estimate.point, threshold)} is ${met ? '' : 'not '}${against}.`;
    return { outcome: met ? 'met' : 'not-met', why: [said] };
  }
  const { lowerBound: lower, upperBound: upper } = estimate;
  if (lower === null || upper === null) {
    return { outcome: 'indeterminate', why: [`The ${basis.replace('-', ' ')} cannot be computed.`, ...estimate.notes] };
  }
  const level = percent(confidence);
  const asked = basis === 'lower-bound' ? lower : upper;
  const other = basis === 'lower-bound' ? upper : lower;
  const name = basis === 'lower-bound' ? 'lower' : 'upper';
  const otherName = basis === 'lower-bound' ? 'upper' : 'lower';
  if (holds(asked, comparison, threshold)) {
    const said = `The one-sided ${level} ${name} bound ${number(asked, threshold)} is ${against}.`;
    return { outcome: 'met', why: [said, ...estimate.notes] };
  }
  const missed = `The one-sided ${level} ${name} bound ${number(asked, threshold)} is not ${against}.`;
  if (holds(other, comparison, threshold)) {
    // Only a demanding basis comes here: on a cautious one the asked bound is the last to fail.
    const straddles = `The ${otherName} bound ${number(other, threshold)} is, so the evidence shows neither.`;
    if (criterion.between === 'indeterminate') {
      return { outcome: 'indeterminate', why: [missed, straddles, ...estimate.notes] };
    }
    return {
      outcome: 'not-met',
      why: [missed, straddles, 'The policy counts this case as not met.', ...estimate.notes],
    };
  }
  return { outcome: 'not-met', why: [missed, ...estimate.notes] };
}
