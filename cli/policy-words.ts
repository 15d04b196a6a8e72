import { counted } from '../core/counted.ts';
import { type Criterion, isCriterion, type Policy, partsOf, type Rule } from '../core/policy/policy.ts';

/** @returns the policy as lines for a person. */
export function policyWords(policy: Policy): string[] {
  const { quorum, treatment, consult } = policy;
  const requirements = quorum.requirements.map(
    ({ role, count, agencies }) => `${count} ${role}${agencies === undefined ? '' : ` of ${agencies.join(' or ')}`}`,
  );
  return [
    policy.title,
    `  by ${policy.issuedBy}, marked ${policy.marking}`,
    `  in force from ${policy.effectiveFrom} until ${policy.expiresAt ?? 'another is imported'}`,
    `  signed by ${counted(quorum.persons, 'person')}, among them: ${requirements.join(', ') || 'anybody'}`,
    `  agencies consulted: ${consult.join(', ') || 'none'}`,
    `  counts ${Object.entries(treatment)
      .map(([what, how]) => `${what} ${how}`)
      .join(', ')}`,
    'Rule',
    ...ruleWords(policy.rule, 1),
    ...(policy.notes === undefined ? [] : ['Notes', `  ${policy.notes}`]),
  ];
}

function ruleWords(rule: Rule, depth: number): string[] {
  const pad = '  '.repeat(depth);
  if (isCriterion(rule)) return [`${pad}${rule.id}: ${rule.title}`, `${pad}  ${criterionWords(rule)}`];
  const joint = 'all' in rule ? 'all of' : 'any' in rule ? 'any of' : `at least ${rule.atLeast} of`;
  const title = rule.title === undefined ? '' : `${rule.title}: `;
  return [`${pad}${title}${joint}`, ...partsOf(rule).flatMap((part) => ruleWords(part, depth + 1))];
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
