import type { Instant, PersonId, Sha384 } from '../../core/brand.ts';
import { bytesFrom, digestFrom, instantFrom, personFrom } from '../column.ts';
import { all, get, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** A releasable notice of a decision, as signed. */
export interface StoredNotice {
  /** A UUID given by the desk. */
  readonly id: string;
  readonly decision: string;
  /** SHA-384 of the envelope. */
  readonly digest: Sha384;
  readonly marking: string;
  readonly envelope: Uint8Array;
  readonly by: PersonId;
  readonly at: Instant;
}

interface Row {
  readonly id: string;
  readonly decision: string;
  readonly digest: string;
  readonly marking: string;
  readonly envelope: Uint8Array;
  readonly made_by: string;
  readonly made_at: string;
}

function noticeOf(row: Row): StoredNotice {
  return {
    id: row.id,
    decision: row.decision,
    digest: digestFrom(row.digest),
    marking: row.marking,
    envelope: bytesFrom(row.envelope),
    by: personFrom(row.made_by),
    at: instantFrom(row.made_at),
  };
}

export function addNotice(db: WritableDb, notice: StoredNotice): void {
  run(
    db,
    'INSERT INTO notice (id, decision, digest, marking, envelope, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    notice.id,
    notice.decision,
    notice.digest,
    notice.marking,
    notice.envelope,
    notice.by,
    notice.at,
  );
}

export function getNotice(db: ReadableDb, id: string): StoredNotice | undefined {
  const row = get<Row>(db, 'SELECT * FROM notice WHERE id = ?', id);
  return row && noticeOf(row);
}

/** @returns the notices of a decision, in the order they were made. */
export function listNotices(db: ReadableDb, decision: string): StoredNotice[] {
  return all<Row>(db, 'SELECT * FROM notice WHERE decision = ? ORDER BY rowid', decision).map(noticeOf);
}
