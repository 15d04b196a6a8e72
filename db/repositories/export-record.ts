import type { Instant, PersonId, Sha384 } from '../../core/brand.ts';
import { digestFrom, instantFrom, personFrom, personOrNull } from '../column.ts';
import { all, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** One file that left the desk. */
export interface ExportRecord {
  /** `decision`, `notice`, `checkpoint`, `audit`, … */
  readonly kind: string;
  /** The id of what was exported. */
  readonly subject: string;
  /** SHA-384 of the file. */
  readonly digest: Sha384;
  /** Bytes. */
  readonly size: number;
  readonly fileName: string;
  readonly marking: string;
  readonly recipients: readonly string[];
  readonly by: PersonId;
  /** The second person, where there must be one. */
  readonly witness: PersonId | null;
  readonly at: Instant;
}

interface Row {
  readonly kind: string;
  readonly subject: string;
  readonly digest: string;
  readonly size: number;
  readonly file_name: string;
  readonly marking: string;
  readonly recipients_json: string;
  readonly exported_by: string;
  readonly witness: string | null;
  readonly exported_at: string;
}

function recordOf(row: Row): ExportRecord {
  return {
    kind: row.kind,
    subject: row.subject,
    digest: digestFrom(row.digest),
    size: row.size,
    fileName: row.file_name,
    marking: row.marking,
    recipients: JSON.parse(row.recipients_json),
    by: personFrom(row.exported_by),
    witness: personOrNull(row.witness),
    at: instantFrom(row.exported_at),
  };
}

export function addExport(db: WritableDb, record: ExportRecord): void {
  run(
    db,
    `INSERT INTO export_record (kind, subject, digest, size, file_name, marking, recipients_json, exported_by, witness,
       exported_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    record.kind,
    record.subject,
    record.digest,
    record.size,
    record.fileName,
    record.marking,
    JSON.stringify(record.recipients),
    record.by,
    record.witness,
    record.at,
  );
}

/** @returns the exports of one subject, in their order. */
export function listExportsOf(db: ReadableDb, subject: string): ExportRecord[] {
  return all<Row>(db, 'SELECT * FROM export_record WHERE subject = ? ORDER BY id', subject).map(recordOf);
}

/** @returns all exports, the newest first. */
export function listExports(db: ReadableDb): ExportRecord[] {
  return all<Row>(db, 'SELECT * FROM export_record ORDER BY id DESC').map(recordOf);
}
