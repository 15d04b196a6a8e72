import { parseDecision } from '../core/decision/decision.ts';
import { markedFileName } from '../core/marking/file-name.ts';
import { parseBanner } from '../core/marking/marking.ts';
import { addToDecisionSignatures } from './decision-file.ts';
import { readForeignDecision } from './foreign-decision.ts';
import { Outgoing } from './outgoing.ts';
import { positionEvents, takePosition } from './position.ts';
import { requireOnRoster, rosterInForce } from './roster-in-force.ts';
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
    const { envelope, document } = readForeignDecision(desk, input.path);
    const person = requireOnRoster(rosterInForce(desk).roster, desk.actor);
    const { decision, digest: payloadDigest } = parseDecision(envelope.payload);
    const { decisionId, caseId } = decision;
    const about = { decisionId, caseId, payload: envelope.payload, payloadDigest, isOpen: true };
    const taken = await takePosition(desk, person, about, input);
    const base = `decision-${decisionId.slice(0, 8)}-${person.personId.replace(/[^a-z0-9]+/g, '-')}`;
    const marking = parseBanner(document.marking);
    const out = new Outgoing(input.folder, desk.vault.vaultId);
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
