import { assess } from '../evaluate.ts';
import type { Outcome } from '../logic.ts';
import type { BenchmarkObservation } from '../observation.ts';
import type { CriterionTrace, RunTrace } from '../trace.ts';
import { policyOf } from './observations.ts';

/** Holds observations against a policy of one criterion, and gives its trace and its first run. */
export function judge(
  rule: Record<string, unknown>,
  observations: readonly BenchmarkObservation[],
  treatment: Record<string, unknown> = {},
): { outcome: Outcome; trace: CriterionTrace; run: RunTrace | undefined } {
  const { trace, outcome } = assess(policyOf(rule, treatment), observations);
  if (trace.kind !== 'criterion') throw new Error('the rule of this test is not a criterion');
  return { outcome, trace, run: trace.runs[0] };
}

/** `count` of `n` tasks solved, one attempt each. */
export function solved(count: number, n: number): number[][] {
  return Array.from({ length: n }, (_, i) => [i < count ? 1 : 0]);
}
