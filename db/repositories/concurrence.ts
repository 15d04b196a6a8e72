import type { Instant, PersonId, Sha384 } from '../../core/brand.ts';
import { POSITIONS, type Position } from '../../core/decision/concurrence.ts';
import { bytesFrom, digestFrom, instantFrom, oneOf, personFrom } from '../column.ts';
import { all, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** A consulted agency's signed position on a decision. */
export interface StoredConcurrence {
  readonly decision: string;
  /** SHA-384 of the payload. */
  readonly digest: Sha384;
  readonly person: PersonId;
  readonly agency: string;
  readonly position: Position;
  /** The DSSE envelope as received. */
  readonly envelope: Uint8Array;
  readonly receivedBy: PersonId;
  readonly receivedAt: Instant;
}

interface Row {
  readonly decision: string;
  readonly digest: string;
  readonly person_id: string;
  readonly agency: string;
  readonly position: string;
  readonly envelope: Uint8Array;
  readonly received_by: string;
  readonly received_at: string;
}

/** @throws Refusal `vault.constraint` where this very position is there already */
export function addConcurrence(db: WritableDb, concurrence: StoredConcurrence): void {
  run(
    db,
    `INSERT INTO concurrence (decision, digest, person_id, agency, position, envelope, received_by, received_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    concurrence.decision,
    concurrence.digest,
    concurrence.person,
    concurrence.agency,
    concurrence.position,
    concurrence.envelope,
    concurrence.receivedBy,
    concurrence.receivedAt,
  );
}

/** @returns the positions on a decision, in the order they came. */
export function listConcurrences(db: ReadableDb, decision: string): StoredConcurrence[] {
  return all<Row>(db, 'SELECT * FROM concurrence WHERE decision = ? ORDER BY id', decision).map((row) => ({
    decision: row.decision,
    digest: digestFrom(row.digest),
    person: personFrom(row.person_id),
    agency: row.agency,
    position: oneOf(POSITIONS, row.position),
    envelope: bytesFrom(row.envelope),
    receivedBy: personFrom(row.received_by),
    receivedAt: instantFrom(row.received_at),
  }));
}
