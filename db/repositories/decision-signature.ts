import type { Instant, KeyId, PersonId } from '../../core/brand.ts';
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from '../../core/crypto/algorithm.ts';
import { bytesFrom, instantFrom, keyIdFrom, oneOf, personFrom } from '../column.ts';
import { all, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** One signature on a decision's payload. */
export interface DecisionSignature {
  readonly decision: string;
  readonly person: PersonId;
  readonly keyId: KeyId;
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
  readonly at: Instant;
}

interface Row {
  readonly decision: string;
  readonly person_id: string;
  readonly key_id: string;
  readonly algorithm: string;
  readonly signature: Uint8Array;
  readonly signed_at: string;
}

/** @throws Refusal `vault.frozen` once the decision is complete or withdrawn; `vault.constraint` for a second one of a key */
export function addDecisionSignature(db: WritableDb, signature: DecisionSignature): void {
  run(
    db,
    `INSERT INTO decision_signature (decision, person_id, key_id, algorithm, signature, signed_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    signature.decision,
    signature.person,
    signature.keyId,
    signature.algorithm,
    signature.signature,
    signature.at,
  );
}

/** @returns the signatures of a decision in the order they were made. */
export function listDecisionSignatures(db: ReadableDb, decision: string): DecisionSignature[] {
  return all<Row>(db, 'SELECT * FROM decision_signature WHERE decision = ? ORDER BY id', decision).map((row) => ({
    decision: row.decision,
    person: personFrom(row.person_id),
    keyId: keyIdFrom(row.key_id),
    algorithm: oneOf(SIGNATURE_ALGORITHMS, row.algorithm),
    signature: bytesFrom(row.signature),
    at: instantFrom(row.signed_at),
  }));
}
