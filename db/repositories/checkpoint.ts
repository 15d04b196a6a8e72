import type { Instant, PersonId, Sha384 } from '../../core/brand.ts';
import { bytesFrom, digestFrom, instantFrom, personFrom } from '../column.ts';
import { all, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** A signed statement of how far the audit chain had come. */
export interface StoredCheckpoint {
  readonly sequence: number;
  readonly head: Sha384;
  readonly envelope: Uint8Array;
  readonly by: PersonId;
  readonly at: Instant;
}

interface Row {
  readonly sequence: number;
  readonly head: string;
  readonly envelope: Uint8Array;
  readonly made_by: string;
  readonly made_at: string;
}

/** @throws Refusal `vault.chain` where the chain has no such event with this digest */
export function addCheckpoint(db: WritableDb, checkpoint: StoredCheckpoint): void {
  run(
    db,
    'INSERT INTO checkpoint (sequence, head, envelope, made_by, made_at) VALUES (?, ?, ?, ?, ?)',
    checkpoint.sequence,
    checkpoint.head,
    checkpoint.envelope,
    checkpoint.by,
    checkpoint.at,
  );
}

/** @returns all checkpoints in their order. */
export function listCheckpoints(db: ReadableDb): StoredCheckpoint[] {
  return all<Row>(db, 'SELECT * FROM checkpoint ORDER BY id').map((row) => ({
    sequence: row.sequence,
    head: digestFrom(row.head),
    envelope: bytesFrom(row.envelope),
    by: personFrom(row.made_by),
    at: instantFrom(row.made_at),
  }));
}
