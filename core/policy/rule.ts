import { counted } from '../counted.ts';
import { judgeCriterion } from './criterion.ts';
import { atLeast, type Outcome } from './logic.ts';
import { isCriterion, partsOf, type Rule } from './policy.ts';
import type { PreparedObservation } from './prepare.ts';
import type { Setting } from './run.ts';
import type { CriterionTrace, JoinTrace, RuleTrace } from './trace.ts';

/** Evaluates a rule with everything below it. */
export function judgeRule(
  rule: Rule,
  path: string,
  observations: readonly PreparedObservation[],
  setting: Setting,
): RuleTrace {
  if (isCriterion(rule)) return judgeCriterion(rule, path, observations, setting);
  const kind: JoinTrace['kind'] = 'all' in rule ? 'all' : 'any' in rule ? 'any' : 'at-least';
  const field = kind === 'at-least' ? 'of' : kind;
  const rules = partsOf(rule);
  const parts = rules.map((part, index) => judgeRule(part, `${path}.${field}.${index}`, observations, setting));
  const needed = 'atLeast' in rule ? rule.atLeast : kind === 'all' ? rules.length : 1;
  const outcomes = parts.map((part) => part.outcome);
  const outcome = atLeast(needed, outcomes);
  return { kind, path, title: rule.title ?? null, needed, outcome, why: [explain(needed, outcomes, outcome)], parts };
}

function explain(needed: number, outcomes: readonly Outcome[], outcome: Outcome): string {
  const tally = (wanted: Outcome): number => outcomes.filter((o) => o === wanted).length;
  const counts = `${tally('met')} met, ${tally('not-met')} not met, ${tally('indeterminate')} indeterminate`;
  const asked = `${needed} of ${counted(outcomes.length, 'rule')} must be met; ${counts}.`;
  if (outcome === 'indeterminate') return `${asked} The indeterminate ones could still decide it.`;
  const open = tally('indeterminate') > 0 ? ' The indeterminate ones cannot change it.' : '';
  return `${asked}${open}`;
}

/** @returns every criterion of a trace, in the order of the policy. */
export function criteriaIn(trace: RuleTrace): CriterionTrace[] {
  return trace.kind === 'criterion' ? [trace] : trace.parts.flatMap(criteriaIn);
}
