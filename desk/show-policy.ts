import { toInstant } from '../core/instant.ts';
import { quorumPlaces, ruleLines, treatmentWords } from '../core/policy/policy-words.ts';
import { policyInForce } from './policy-in-force.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

/** Tells the threshold policy in force whole: what decides, what is counted how, and who must sign. */
export const showPolicy = useCase('showPolicy', ANY_ROLE, async (desk) => {
  const { policy, digest } = policyInForce(desk);
  return {
    policyId: policy.policyId,
    version: policy.version,
    title: policy.title,
    digest,
    issuedBy: policy.issuedBy,
    marking: policy.marking,
    effectiveFrom: toInstant(Date.parse(policy.effectiveFrom)),
    expiresAt: policy.expiresAt === undefined ? null : toInstant(Date.parse(policy.expiresAt)),
    rule: ruleLines(policy.rule),
    treatment: treatmentWords(policy.treatment),
    quorum: { persons: policy.quorum.persons, places: quorumPlaces(policy.quorum) },
    consult: [...policy.consult],
    notes: policy.notes ?? null,
  };
});
