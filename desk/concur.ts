import { agencyOf } from '../core/decision/quorum.ts';
import { addConcurrence } from '../db/repositories/concurrence.ts';
import { keepAndCount } from './complete-decision.ts';
import { keepSignatures, requireDecision } from './decision-file.ts';
import { requireCase } from './find-case.ts';
import { positionEvents, takePosition } from './position.ts';
import { requireOnRoster, rosterInForce } from './roster-in-force.ts';
import { useCase } from './use-case.ts';

/**
 * Takes a position on the drafted decision of a case: a signed statement that travels beside it. Who concurs also signs
 * the decision itself. A position on a decision that is already complete is kept, and changes no signature of it.
 */
export const concur = useCase(
  'concur',
  { roles: ['consulted-official', 'determining-official'] },
  async (desk, input) => {
    const { db } = desk.vault;
    const file = requireCase(desk, input.caseId);
    const decision = requireDecision(db, file.id, ['draft', 'complete']);
    const person = requireOnRoster(rosterInForce(desk).roster, desk.actor);
    const { id: decisionId, payload, payloadDigest, state } = decision;
    const about = { decisionId, caseId: file.id, payload, payloadDigest, isOpen: state === 'draft' };
    const taken = await takePosition(desk, person, about, input);
    const standing = keepAndCount(desk, decisionId, (writable, at) => {
      if (taken.statement !== null) {
        addConcurrence(writable, {
          decision: decisionId,
          digest: taken.statement.digest,
          person: person.personId,
          agency: agencyOf(person),
          position: input.position,
          envelope: taken.statement.envelope,
          receivedBy: desk.actor,
          receivedAt: at,
        });
      }
      keepSignatures(writable, decision, person.personId, taken.signed, at);
      return positionEvents(person, about, taken);
    });
    return { decisionId, position: input.position, ...standing };
  },
);
