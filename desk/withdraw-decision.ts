import { addDecisionEvent } from '../db/repositories/decision-event.ts';
import { requireDecision } from './decision-file.ts';
import { requireCase } from './find-case.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/** Takes back a drafted decision that is not complete. The draft and its signatures stay on record. */
export const withdrawDecision = useCase(
  'withdrawDecision',
  { roles: ['determining-official'] },
  async (desk, input) => {
    const file = requireCase(desk, input.caseId);
    const stored = requireDecision(desk.vault.db, file.id, ['draft']);
    recorded(desk, (db, at) => {
      addDecisionEvent(db, {
        decision: stored.id,
        step: 'withdrawn',
        detail: { reason: input.reason },
        by: desk.actor,
        at,
      });
      const detail = { decisionId: stored.id, caseId: file.id, decisionDigest: stored.payloadDigest };
      return { result: undefined, events: [{ act: 'decision.withdrawn', subject: stored.id, detail }] };
    });
    return { decisionId: stored.id, state: 'withdrawn' };
  },
);
