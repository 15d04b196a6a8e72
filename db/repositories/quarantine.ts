import type { Instant, PersonId, Sha384 } from '../../core/brand.ts';
import type { FailureCode } from '../../core/failure-code.ts';
import { digestFrom, instantFrom, personFrom } from '../column.ts';
import { all, get, type ReadableDb, run, type WritableDb } from '../handle.ts';
import { asQuarantineRow, type QuarantineRow } from '../row-id.ts';

/** A sealed file that failed a check and is kept apart, whole. */
export interface NewQuarantine {
  readonly sealedDigest: Sha384;
  /** Bytes. */
  readonly sealedSize: number;
  /** The name it came under: the sender's word. */
  readonly fileName: string;
  /** The first check that failed. */
  readonly code: FailureCode;
  /** The manifest, where it could be read; plain JSON. */
  readonly manifest: unknown;
  readonly receivedBy: PersonId;
  readonly receivedAt: Instant;
}

export interface QuarantineEntry extends NewQuarantine {
  readonly row: QuarantineRow;
}

interface Row {
  readonly id: number;
  readonly sealed_digest: string;
  readonly sealed_size: number;
  readonly file_name: string;
  readonly code: string;
  readonly manifest_json: string | null;
  readonly received_by: string;
  readonly received_at: string;
}

function entryOf(row: Row): QuarantineEntry {
  return {
    row: asQuarantineRow(row.id),
    sealedDigest: digestFrom(row.sealed_digest),
    sealedSize: row.sealed_size,
    fileName: row.file_name,
    code: row.code as FailureCode, // written from a NewQuarantine alone
    manifest: row.manifest_json === null ? null : JSON.parse(row.manifest_json),
    receivedBy: personFrom(row.received_by),
    receivedAt: instantFrom(row.received_at),
  };
}

/** Belongs in the `commit` of `keep()` in evidence.ts, together with its checklist and audit event. */
export function addQuarantine(db: WritableDb, entry: NewQuarantine): QuarantineRow {
  const { id } = run(
    db,
    `INSERT INTO quarantine (sealed_digest, sealed_size, file_name, code, manifest_json, received_by, received_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    entry.sealedDigest,
    entry.sealedSize,
    entry.fileName,
    entry.code,
    entry.manifest === null || entry.manifest === undefined ? null : JSON.stringify(entry.manifest),
    entry.receivedBy,
    entry.receivedAt,
  );
  return asQuarantineRow(id);
}

export function isQuarantinedDigest(db: ReadableDb, digest: Sha384): boolean {
  return get(db, 'SELECT 1 FROM quarantine WHERE sealed_digest = ?', digest) !== undefined;
}

/** @returns the entry with this row number, as `quarantine list` shows it. */
export function getQuarantine(db: ReadableDb, row: number): QuarantineEntry | undefined {
  const found = get<Row>(db, 'SELECT * FROM quarantine WHERE id = ?', row);
  return found && entryOf(found);
}

/** @returns all entries, the newest first. */
export function listQuarantine(db: ReadableDb): QuarantineEntry[] {
  return all<Row>(db, 'SELECT * FROM quarantine ORDER BY id DESC').map(entryOf);
}
