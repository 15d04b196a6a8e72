import { type Change, fieldChanges, listChanges } from '../change.ts';
import { type Criterion, isCriterion, type Policy, partsOf, type Rule } from './policy.ts';

/** @returns what a later version of a policy changed: criteria with their thresholds, how they are joined, who must sign */
export function policyChanges(before: Policy, after: Policy): Change[] {
  const policy = { what: 'policy' as const, id: after.policyId, name: after.title };
  const treatment = { what: 'treatment' as const, id: 'treatment', name: 'Treatment of attempts' };
  const quorum = { what: 'quorum' as const, id: 'quorum', name: 'Quorum' };
  const [was, is] = [joining(before.rule), joining(after.rule)];
  return [
    ...fieldChanges(policy, before, after, ['title', 'marking', 'effectiveFrom', 'expiresAt', 'issuedBy', 'notes']),
    ...listChanges(criteriaOf(before.rule), criteriaOf(after.rule), {
      idOf: ({ id }) => id,
      subjectOf: ({ id, title }) => ({ what: 'criterion', id, name: title }),
      wordsOf: ({ benchmark, comparison, threshold }) => `${benchmark.name} ${comparison} ${threshold}`,
      compare: criterionChanges,
    }),
    ...(was === is
      ? []
      : [
          {
            what: 'rule' as const,
            id: 'rule',
            name: 'How the criteria are joined',
            kind: 'changed' as const,
            field: null,
            before: was,
            after: is,
          },
        ]),
    ...fieldChanges(treatment, before.treatment, after.treatment, [
      'errors',
      'limits',
      'invalidated',
      'unscored',
      'cheating',
      'disagreement',
      'reported',
    ]),
    ...fieldChanges(quorum, before.quorum, after.quorum, ['persons']),
    ...listChanges(before.quorum.requirements, after.quorum.requirements, {
      idOf: requirementWords,
      subjectOf: (requirement) => ({ what: 'quorum', id: requirement.role, name: requirementWords(requirement) }),
      wordsOf: requirementWords,
    }),
    ...listChanges(before.consult, after.consult, {
      idOf: (agency) => agency,
      subjectOf: (agency) => ({ what: 'consulted-agency', id: agency, name: agency }),
      wordsOf: (agency) => agency,
    }),
  ];
}

const CRITERION_FIELDS = [
  'title',
  'scorer',
  'key',
  'runs',
  'estimator',
  'filter',
  'comparison',
  'threshold',
  'basis',
  'confidence',
  'interval',
  'between',
  'failureValue',
  'minimum',
  'relativeTo',
] as const;

function criterionChanges(before: Criterion, after: Criterion): Change[] {
  const subject = { what: 'criterion' as const, id: after.id, name: after.title };
  return [
    ...fieldChanges(subject, before.benchmark, after.benchmark, ['name', 'versions']).map((change) => ({
      ...change,
      field: `benchmark.${change.field}`,
    })),
    ...fieldChanges(subject, before, after, CRITERION_FIELDS),
  ];
}

/** Every criterion below a rule, in the order of the policy. */
function criteriaOf(rule: Rule): Criterion[] {
  return isCriterion(rule) ? [rule] : partsOf(rule).flatMap(criteriaOf);
}

/** How criteria are joined, by their ids: `all(a, 1 of(b, c))`. */
function joining(rule: Rule): string {
  if (isCriterion(rule)) return rule.id;
  const word = 'all' in rule ? 'all' : 'any' in rule ? 'any' : `${rule.atLeast} of`;
  return `${word}(${partsOf(rule).map(joining).join(', ')})`;
}

function requirementWords({ role, count, agencies }: Policy['quorum']['requirements'][number]): string {
  return `${count} ${role}${agencies === undefined ? '' : ` of ${agencies.join(' or ')}`}`;
}
