import { sha384 } from '../core/crypto/digest.ts';
import { draftConcurrence } from '../core/decision/concurrence.ts';
import { agencyOf } from '../core/decision/quorum.ts';
import { signPayload } from '../core/decision/sign.ts';
import { toInstant } from '../core/instant.ts';
import { parsePortion, renderBanner, rollUp } from '../core/marking/marking.ts';
import { SOFTWARE } from '../core/software.ts';
import { addConcurrence } from '../db/repositories/concurrence.ts';
import { getDecision } from '../db/repositories/decision.ts';
import { newUuid } from '../db/uuid.ts';
import { requireWithinCeiling } from './ceiling.ts';
import { completeWhereSigned } from './complete-decision.ts';
import { keepSignatures, requireDecision, signEach } from './decision-file.ts';
import { requireCase } from './find-case.ts';
import { signatory, withSigningKeys } from './person-keys.ts';
import { requireOnRoster, rosterInForce } from './roster-in-force.ts';
import { recorded, type TrailEntry } from './trail.ts';
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
    const statedAt = toInstant(desk.clock());
    const concurrenceId = newUuid();
    const marking =
      input.statement.length === 0
        ? 'UNCLASSIFIED'
        : renderBanner(rollUp(input.statement.map((portion) => parsePortion(portion.marking))));
    requireWithinCeiling(desk, marking, 'position');
    const payload = draftConcurrence({
      concurrenceId,
      caseId: file.id,
      decision: { decisionId: decision.id, digest: decision.payloadDigest },
      agency: agencyOf(person),
      personId: person.personId,
      name: person.name,
      position: input.position,
      statement: input.statement.map(({ marking: portionMarking, text }) => ({ portionMarking, text })),
      marking,
      ...(input.authority === undefined ? {} : { authority: input.authority }),
      statedAt,
      software: SOFTWARE,
    });
    const signsDecision = input.position === 'concurs' && decision.state === 'draft';
    const { envelope, signed } = await withSigningKeys(desk, signatory(desk), (keys) => ({
      envelope: signPayload(payload, keys),
      signed: signsDecision ? signEach(decision.payload, keys) : [],
    }));
    const digest = sha384(payload);
    recorded(desk, (writable, at) => {
      addConcurrence(writable, {
        decision: decision.id,
        digest,
        person: person.personId,
        agency: agencyOf(person),
        position: input.position,
        envelope,
        receivedBy: desk.actor,
        receivedAt: at,
      });
      keepSignatures(writable, decision, person.personId, signed, at);
      const events: TrailEntry[] = [
        {
          act: 'concurrence.recorded',
          subject: decision.id,
          detail: {
            decisionId: decision.id,
            concurrenceId,
            concurrenceDigest: digest,
            personId: person.personId,
            agency: agencyOf(person),
          },
        },
      ];
      if (signed.length > 0) {
        const keyIds = signed.map(({ key }) => key.publicKey.keyId);
        events.push({
          act: 'decision.signed',
          subject: decision.id,
          detail: {
            decisionId: decision.id,
            decisionDigest: decision.payloadDigest,
            personId: person.personId,
            keyIds,
          },
        });
      }
      return { result: undefined, events };
    });
    const stored = getDecision(db, decision.id) ?? decision;
    return { decisionId: decision.id, position: input.position, ...completeWhereSigned(desk, stored) };
  },
);
