import type { CaseId, Sha384 } from '../core/brand.ts';
import { sha384 } from '../core/crypto/digest.ts';
import { canonicalJson } from '../core/json/canonical.ts';
import { type Assessment, assess } from '../core/policy/evaluate.ts';
import { explainAssessment } from '../core/policy/explain.ts';
import { SOFTWARE } from '../core/software.ts';
import { addAssessment } from '../db/repositories/assessment.ts';
import { newUuid } from '../db/uuid.ts';
import { caseObservations } from './case-observations.ts';
import type { Desk } from './desk.ts';
import { requireCase } from './find-case.ts';
import { policyInForce } from './policy-in-force.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/**
 * Holds a case as it stands now against the policy in force.
 * @returns the assessment and the bytes by which it is named; the same evidence gives the same bytes
 */
export async function currentAssessment(
  desk: Desk,
  caseId: CaseId,
): Promise<{ assessment: Assessment; document: Uint8Array; digest: Sha384; policyDigest: Sha384 }> {
  const { policy, digest: policyDigest } = policyInForce(desk);
  const observations = await caseObservations(desk.vault.db, caseId);
  const assessment = assess(policy, observations, { policyDigest, software: `${SOFTWARE.name} ${SOFTWARE.version}` });
  const document = canonicalJson(assessment);
  return { assessment, document, digest: sha384(document), policyDigest };
}

/** Assesses a case and keeps the assessment, so that a decision can name it. */
export const assessCase = useCase(
  'assessCase',
  { roles: ['reviewer', 'determining-official', 'consulted-official'] },
  async (desk, input) => {
    const { id } = requireCase(desk, input.caseId);
    const { assessment, document, digest, policyDigest } = await currentAssessment(desk, id);
    recorded(desk, (db, at) => {
      const assessmentId = newUuid();
      addAssessment(db, { id: assessmentId, caseId: id, digest, policyDigest, document, by: desk.actor, at });
      const detail = { assessmentId, caseId: id, assessmentDigest: digest, policyDigest };
      return { result: undefined, events: [{ act: 'assessment.made', subject: id, detail }] };
    });
    return { digest, outcome: assessment.outcome, explanation: explainAssessment(assessment), document: assessment };
  },
);
