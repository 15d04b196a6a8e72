import type { PersonId, Sha384 } from '../core/brand.ts';
import { sha384 } from '../core/crypto/digest.ts';
import { verifySignature } from '../core/crypto/public-key.ts';
import { parseDecision } from '../core/decision/decision.ts';
import { verifyConcurrence } from '../core/decision/verify-concurrence.ts';
import { type Envelope, pae, parseEnvelope } from '../core/envelope/dsse.ts';
import { PREDICATE } from '../core/envelope/predicate-types.ts';
import { statementOf } from '../core/envelope/statement.ts';
import { verifyEnvelope } from '../core/envelope/verify.ts';
import { Refusal } from '../core/failure.ts';
import { type Roster, requireRoster } from '../core/identity/roster.ts';
import { addConcurrence, listConcurrences, type StoredConcurrence } from '../db/repositories/concurrence.ts';
import type { StoredDecision } from '../db/repositories/decision.ts';
import { keepAndCount } from './complete-decision.ts';
import { keepSignatures, requireDecision, rosterEnvelopeOf, type SignedByKey } from './decision-file.ts';
import type { Desk } from './desk.ts';
import { readDocument } from './document.ts';
import { requireCase } from './find-case.ts';
import { pinnedRootKeys } from './roster-in-force.ts';
import type { TrailEntry } from './trail.ts';
import { useCase } from './use-case.ts';

/** What the files that came back hold, checked. */
interface Received {
  readonly statements: (Pick<StoredConcurrence, 'digest' | 'person' | 'agency' | 'position'> & {
    readonly envelope: Uint8Array;
  })[];
  readonly signatures: Map<PersonId, SignedByKey[]>;
}

/**
 * Takes in what came back from other desks: signed positions, and the decision with further signatures. All of the files
 * are checked before any is kept.
 */
export const receivePositions = useCase('receivePositions', { roles: ['transfer-agent'] }, async (desk, input) => {
  const { db } = desk.vault;
  const file = requireCase(desk, input.caseId);
  const decision = requireDecision(db, file.id, ['draft', 'complete']);
  const roster = rosterOf(desk, decision);
  const received: Received = { statements: [], signatures: new Map() };
  for (const path of input.paths) readReturned(path, decision, roster, received);
  const known = new Set<Sha384>(listConcurrences(db, decision.id).map(({ digest }) => digest));
  const fresh = received.statements.filter(({ digest }) => !known.has(digest));
  const standing = keepAndCount(desk, decision.id, (writable, at) => {
    const events: TrailEntry[] = [];
    for (const one of fresh) {
      addConcurrence(writable, { ...one, decision: decision.id, receivedBy: desk.actor, receivedAt: at });
      const detail = {
        decisionId: decision.id,
        concurrenceDigest: one.digest,
        personId: one.person,
        agency: one.agency,
      };
      events.push({ act: 'concurrence.recorded', subject: decision.id, detail });
    }
    for (const [person, signed] of decision.state === 'draft' ? received.signatures : []) {
      keepSignatures(writable, decision, person, signed, at);
      const keyIds = signed.map(({ key }) => key.publicKey.keyId);
      const detail = { decisionId: decision.id, decisionDigest: decision.payloadDigest, personId: person, keyIds };
      events.push({ act: 'decision.signed', subject: decision.id, detail });
    }
    return events;
  });
  return {
    decisionId: decision.id,
    positions: fresh.length,
    signers: [...received.signatures.keys()],
    ...standing,
  };
});

function rosterOf(desk: Desk, decision: StoredDecision): Roster {
  const named = parseDecision(decision.payload).decision;
  return requireRoster(rosterEnvelopeOf(desk.vault.db, named.roster.digest), pinnedRootKeys(desk), named.decidedAt)
    .roster;
}

function readReturned(path: string, decision: StoredDecision, roster: Roster, into: Received): void {
  const bytes = readDocument(path);
  const envelope = parseEnvelope(bytes);
  if (statementOf(envelope).predicateType === PREDICATE.decision) {
    readSignatures(path, envelope, decision, roster, into);
    return;
  }
  const { ok, steps, concurrence } = verifyConcurrence(bytes, roster, decision.payloadDigest);
  if (!ok || concurrence === undefined) {
    const failed = steps.find(({ outcome }) => outcome === 'failed');
    throw new Refusal(
      failed?.code ?? 'decision.malformed',
      `This position was not taken. ${failed?.detail ?? ''}`.trim(),
      {
        where: path,
        remedy: 'Nothing was kept. Ask the desk that sent it for the file again.',
      },
    );
  }
  const { personId: person, agency, position } = concurrence;
  into.statements.push({ digest: sha384(envelope.payload), person, agency, position, envelope: bytes });
}

/** The same bytes must be signed here and there: a decision with another payload is another decision. */
function readSignatures(
  path: string,
  envelope: Envelope,
  decision: StoredDecision,
  roster: Roster,
  into: Received,
): void {
  if (sha384(envelope.payload) !== decision.payloadDigest) {
    throw new Refusal('decision.wrong-subject', 'This is another decision than the one of this case.', {
      where: path,
      remedy: 'Nothing was kept. Give the file that went out from this desk and came back signed.',
    });
  }
  const owners = roster.persons.flatMap((person) => person.keys.map(({ key }) => ({ person: person.personId, key })));
  const { verified } = verifyEnvelope(
    envelope,
    owners.map(({ key }) => key),
  );
  const message = pae(envelope.payloadType, envelope.payload);
  for (const { person, key } of owners.filter((owner) => verified.includes(owner.key))) {
    const signature = envelope.signatures.find((one) => verifySignature(key, message, one.signature))?.signature;
    if (signature === undefined) continue;
    into.signatures.set(person, [
      ...(into.signatures.get(person) ?? []),
      { key: { algorithm: key.algorithm, publicKey: key }, signature },
    ]);
  }
}
