import { parseDecision } from '../core/decision/decision.ts';
import { Refusal } from '../core/failure.ts';
import { parseRoster } from '../core/identity/roster.ts';
import { getDecision } from '../db/repositories/decision.ts';
import { decisionDocument } from './decision-document.ts';
import { rosterEnvelopeOf, verifyStored } from './decision-file.ts';
import { requireCase } from './find-case.ts';
import { markingProfile } from './marking-profile.ts';
import { pinnedRootKeys } from './roster-in-force.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

/** Shows a decision of a case as it was drafted, verified anew, with its signatures and positions so far. */
export const showDecision = useCase('showDecision', ANY_ROLE, async (desk, { caseId, decisionId }) => {
  const { db } = desk.vault;
  const file = requireCase(desk, caseId);
  const stored = getDecision(db, decisionId);
  if (stored === undefined || stored.caseId !== file.id) {
    throw new Refusal('desk.no-decision', 'This case has no such decision.', {
      where: decisionId,
      remedy: 'Open the case again: its decisions are listed there.',
    });
  }
  const { decision } = parseDecision(stored.payload);
  const envelope = rosterEnvelopeOf(db, decision.roster.digest);
  const { roster } = parseRoster(envelope, pinnedRootKeys(desk), decision.decidedAt);
  if (roster === undefined) throw new Error('the roster that a decision names was accepted, and reads no more');
  return decisionDocument({
    payload: stored.payload,
    verified: verifyStored(desk, stored),
    roster,
    profile: markingProfile(db),
  });
});
