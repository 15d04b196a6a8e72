import type { Assessment } from '../core/policy/evaluate.ts';
import { explainAssessment } from '../core/policy/explain.ts';
import { latestAssessment } from '../db/repositories/assessment.ts';
import { requireCase } from './find-case.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

/** Shows the assessment of a case that was recorded last, word for word as it was recorded; null where there is none. */
export const showAssessment = useCase('showAssessment', ANY_ROLE, async (desk, { caseId }) => {
  const stored = latestAssessment(desk.vault.db, requireCase(desk, caseId).id);
  if (stored === undefined) return null;
  // Written by `assessCase`, which alone writes here; checkVault holds it against its digest.
  const document = JSON.parse(new TextDecoder().decode(stored.document)) as Assessment;
  return {
    digest: stored.digest,
    outcome: document.outcome,
    explanation: explainAssessment(document),
    document,
    by: stored.by,
    at: stored.at,
  };
});
