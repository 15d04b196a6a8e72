import { counted } from '../core/counted.ts';
import type { Policy } from '../core/policy/policy.ts';
import { quorumPlaces, ruleLines } from '../core/policy/policy-words.ts';

/** @returns the policy as lines for a person. */
export function policyWords(policy: Policy): string[] {
  const { quorum, treatment, consult } = policy;
  return [
    policy.title,
    `  by ${policy.issuedBy}, marked ${policy.marking}`,
    `  in force from ${policy.effectiveFrom} until ${policy.expiresAt ?? 'another is imported'}`,
    `  signed by ${counted(quorum.persons, 'person')}, among them: ${quorumPlaces(quorum).join(', ') || 'anybody'}`,
    `  agencies consulted: ${consult.join(', ') || 'none'}`,
    `  counts ${Object.entries(treatment)
      .map(([what, how]) => `${what} ${how}`)
      .join(', ')}`,
    'Rule',
    ...ruleLines(policy.rule, 1).flatMap(({ depth, title, words, isCriterion }) => {
      const pad = '  '.repeat(depth);
      if (isCriterion) return [`${pad}${title}`, `${pad}  ${words}`];
      return [`${pad}${title === '' ? '' : `${title}: `}${words}`];
    }),
    ...(policy.notes === undefined ? [] : ['Notes', `  ${policy.notes}`]),
  ];
}
