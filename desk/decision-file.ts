import type { CaseId, Instant, PersonId, Sha384 } from '../core/brand.ts';
import type { PrivateKey } from '../core/crypto/private-key.ts';
import { parseDecision } from '../core/decision/decision.ts';
import { type VerifiedDecision, verifyDecision } from '../core/decision/verify-decision.ts';
import { type Envelope, PAYLOAD_TYPE, pae, serializeEnvelope } from '../core/envelope/dsse.ts';
import { Refusal } from '../core/failure.ts';
import type { ReadableDb, WritableDb } from '../db/handle.ts';
import { listConcurrences } from '../db/repositories/concurrence.ts';
import { type DecisionState, listDecisionsOfCase, type StoredDecision } from '../db/repositories/decision.ts';
import { addDecisionSignature, listDecisionSignatures } from '../db/repositories/decision-signature.ts';
import { getRosterVersion } from '../db/repositories/roster-version.ts';
import type { Desk } from './desk.ts';
import { pinnedRootKeys } from './roster-in-force.ts';

/** @returns the envelope of a stored decision with every signature so far. */
export function envelopeOf(db: ReadableDb, decision: StoredDecision): Envelope {
  return {
    payloadType: PAYLOAD_TYPE,
    payload: decision.payload,
    signatures: listDecisionSignatures(db, decision.id).map(({ keyId, signature }) => ({ keyId, signature })),
  };
}

/** The signed roster that a decision names, as it was imported. */
export function rosterEnvelopeOf(db: ReadableDb, digest: Sha384): Uint8Array {
  const version = getRosterVersion(db, digest);
  if (version === undefined) throw new Error('a decision names a roster that this vault never imported');
  return version.envelope;
}

/** Verifies a stored decision as a stranger would, with the roster that it names and the positions beside it. */
export function verifyStored(desk: Desk, decision: StoredDecision): VerifiedDecision {
  const { db } = desk.vault;
  return verifyDecision(serializeEnvelope(envelopeOf(db, decision)), {
    roster: rosterEnvelopeOf(db, parseDecision(decision.payload).decision.roster.digest),
    root: pinnedRootKeys(desk),
    concurrences: listConcurrences(db, decision.id).map(({ envelope }) => envelope),
  });
}

/** @returns the case's newest decision in one of the states */
export function findDecision(
  db: ReadableDb,
  caseId: CaseId,
  states: readonly DecisionState[],
): StoredDecision | undefined {
  return listDecisionsOfCase(db, caseId).find(({ state }) => states.includes(state));
}

/** @throws Refusal `desk.no-decision` */
export function requireDecision(db: ReadableDb, caseId: CaseId, states: readonly DecisionState[]): StoredDecision {
  const found = findDecision(db, caseId, states);
  if (found !== undefined) return found;
  const isDrafted = findDecision(db, caseId, ['draft']) !== undefined;
  throw isDrafted
    ? new Refusal(
        'desk.decision-incomplete',
        'The decision of this case is not complete: persons have still to sign.',
        {
          where: caseId,
          remedy: 'Collect the signatures that the policy asks for; case show tells which.',
        },
      )
    : new Refusal('desk.no-decision', 'This case has no decision, so it reads undetermined.', {
        where: caseId,
        remedy: 'A determining official drafts one.',
      });
}

/** Keeps the signatures of one person's keys over a decision's payload. */
export function keepSignatures(
  db: WritableDb,
  decision: { readonly id: string; readonly payload: Uint8Array },
  person: PersonId,
  signed: readonly SignedByKey[],
  at: Instant,
): void {
  const present = new Set(listDecisionSignatures(db, decision.id).map(({ keyId }) => keyId));
  for (const { key, signature } of signed) {
    if (present.has(key.publicKey.keyId)) continue;
    addDecisionSignature(db, {
      decision: decision.id,
      person,
      keyId: key.publicKey.keyId,
      algorithm: key.algorithm,
      signature,
      at,
    });
  }
}

/** A key's public side and what it made of a payload. */
export interface SignedByKey {
  readonly key: Pick<PrivateKey, 'algorithm' | 'publicKey'>;
  readonly signature: Uint8Array;
}

/** Signs a payload with each key, as DSSE asks. */
export function signEach(payload: Uint8Array, keys: readonly PrivateKey[]): SignedByKey[] {
  const message = pae(PAYLOAD_TYPE, payload);
  return keys.map((key) => ({
    key: { algorithm: key.algorithm, publicKey: key.publicKey },
    signature: key.sign(message),
  }));
}

/** @returns the decision's file with further signatures; a key that has signed already is not added again. */
export function addToDecisionSignatures(envelope: Envelope, signed: readonly SignedByKey[]): Uint8Array {
  const present = new Set(envelope.signatures.map(({ keyId }) => keyId));
  const fresh = signed
    .filter(({ key }) => !present.has(key.publicKey.keyId))
    .map(({ key, signature }) => ({ keyId: key.publicKey.keyId, signature }));
  return serializeEnvelope({ ...envelope, signatures: [...envelope.signatures, ...fresh] });
}
