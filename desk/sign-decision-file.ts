import { parseDecision } from '../core/decision/decision.ts';
import { verifyDecision } from '../core/decision/verify-decision.ts';
import { parseEnvelope } from '../core/envelope/dsse.ts';
import { Refusal } from '../core/failure.ts';
import { markedFileName } from '../core/marking/file-name.ts';
import { parseBanner } from '../core/marking/marking.ts';
import { currentRoster } from '../db/repositories/roster-version.ts';
import { requireWithinCeiling } from './ceiling.ts';
import { addToDecisionSignatures } from './decision-file.ts';
import { readDocument } from './document.ts';
import { Outgoing } from './outgoing.ts';
import { positionEvents, takePosition } from './position.ts';
import { pinnedRootKeys, requireOnRoster, rosterInForce } from './roster-in-force.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/**
 * Takes a position on a drafted decision that came from another desk on a medium, and writes what goes back: the signed
 * statement and, for who concurs, the decision with this person's signatures added. Nothing of it is kept but the record.
 */
export const signDecisionFile = useCase(
  'signDecisionFile',
  { roles: ['consulted-official', 'determining-official'] },
  async (desk, input) => {
    const bytes = readDocument(input.path);
    const person = requireOnRoster(rosterInForce(desk).roster, desk.actor);
    const roster = currentRoster(desk.vault.db)?.envelope ?? new Uint8Array();
    const verified = verifyDecision(bytes, { roster, root: pinnedRootKeys(desk) });
    if (!verified.sound || verified.decision === undefined) {
      const failed = verified.steps.find(({ outcome }) => outcome === 'failed');
      throw new Refusal(
        failed?.code ?? 'decision.malformed',
        `This decision cannot be signed. ${failed?.detail ?? ''}`.trim(),
        {
          where: input.path,
          remedy: 'Ask the desk that sent it for the file again.',
        },
      );
    }
    const envelope = parseEnvelope(bytes);
    const { decision, digest: payloadDigest } = parseDecision(envelope.payload);
    requireWithinCeiling(desk, decision.marking, 'decision');
    const { decisionId, caseId } = decision;
    const about = { decisionId, caseId, payload: envelope.payload, payloadDigest, isOpen: true };
    const taken = await takePosition(desk, person, about, input);
    const base = `decision-${decisionId.slice(0, 8)}-${person.personId.replace(/[^a-z0-9]+/g, '-')}`;
    const marking = parseBanner(decision.marking);
    const out = new Outgoing(input.folder);
    try {
      if (taken.statement !== null) {
        out.add({
          kind: 'concurrence',
          name: markedFileName(base, marking, 'concurrence.dsse.json'),
          bytes: taken.statement.envelope,
        });
      }
      if (taken.signed.length > 0) {
        out.add({
          kind: 'decision',
          name: markedFileName(base, marking, 'decision.dsse.json'),
          bytes: addToDecisionSignatures(envelope, taken.signed),
        });
      }
      recorded(desk, () => ({ result: undefined, events: positionEvents(person, about, taken) }));
      const files = out.finish().map(({ kind, path, digest }) => ({ kind, path, digest }));
      return { decisionId, position: input.position, files };
    } finally {
      out.abandon();
    }
  },
);
