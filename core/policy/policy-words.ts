import { type Criterion, isCriterion, type Policy, partsOf, type Rule, type Treatment } from './policy.ts';

/** One line of a rule; what stands deeper is a part of what stands above it. */
export interface RuleLine {
  readonly depth: number;
  readonly title: string;
  readonly words: string;
  /** Whether it is a criterion, and does not join those that stand below it. */
  readonly isCriterion: boolean;
}

/** @returns the rule in words, from the top down, with every threshold, basis and minimum. */
export function ruleLines(rule: Rule, depth = 0): RuleLine[] {
  if (isCriterion(rule))
    return [{ depth, title: `${rule.id}: ${rule.title}`, words: criterionWords(rule), isCriterion: true }];
  const joint = 'all' in rule ? 'all of' : 'any' in rule ? 'any of' : `at least ${rule.atLeast} of`;
  return [
    { depth, title: rule.title ?? '', words: joint, isCriterion: false },
    ...partsOf(rule).flatMap((part) => ruleLines(part, depth + 1)),
  ];
}

/** @returns each place of the quorum, as `1 consulted-official of CISA or NSA`. */
export function quorumPlaces({ requirements }: Policy['quorum']): string[] {
  return requirements.map(
    ({ role, count, agencies }) => `${count} ${role}${agencies === undefined ? '' : ` of ${agencies.join(' or ')}`}`,
  );
}

const ATTEMPTS: Readonly<Record<string, string>> = {
  'as-failures': 'count as failures',
  excluded: 'are left out',
  included: 'are left in',
  'as-scored': 'count with the score that they have',
  'as-adjudicated': 'count as the reviewers say',
};
const CLAIMS: Readonly<Record<string, string>> = {
  indeterminate: 'leaves the criterion indeterminate',
  'recomputed-stands': 'leaves what was recomputed standing',
  accepted: 'is accepted',
};

/** @returns what the policy does with attempts that are not plainly scored, and with claims that do not hold. */
export function treatmentWords(treatment: Treatment): { what: string; words: string }[] {
  const attempts = [
    ['Attempts that ended in an error', treatment.errors],
    ['Attempts that hit a limit', treatment.limits],
    ['Invalidated attempts', treatment.invalidated],
    ['Attempts without a score', treatment.unscored],
    ['Attempts flagged as cheating', treatment.cheating],
  ] as const;
  const claims = [
    ['A claim that does not recompute', treatment.disagreement],
    ['A number that is only reported', treatment.reported],
  ] as const;
  return [
    ...attempts.map(([what, how]) => ({ what, words: ATTEMPTS[how] ?? how })),
    ...claims.map(([what, how]) => ({ what, words: CLAIMS[how] ?? how })),
  ];
}

function criterionWords(rule: Criterion): string {
  const { benchmark, estimator, basis, interval, confidence, comparison, threshold, minimum } = rule;
  const versions = benchmark.versions === undefined ? '' : ` (version ${benchmark.versions.join(' or ')})`;
  const measure = estimator.kind === 'pass-at-k' ? `pass@${estimator.k}` : estimator.kind;
  const scorer =
    rule.scorer === undefined ? '' : `, scorer ${rule.scorer}${rule.key === undefined ? '' : `/${rule.key}`}`;
  const tiers = rule.filter === undefined ? '' : `, difficulty ${rule.filter.difficulty.join(' or ')}`;
  const against = rule.relativeTo === undefined ? '' : ' above the reference model, paired';
  const least = Object.entries(minimum)
    .map(([what, number]) => `${number} ${what}`)
    .join(', ');
  return (
    `${basis} of the ${measure} on ${benchmark.name}${versions}${scorer}${tiers} ${comparison} ${threshold}${against}` +
    ` (${interval}, ${confidence * 100} %)${least === '' ? '' : `; at least ${least}`}`
  );
}
