import type { Instant, PersonId, Sha384 } from '../../core/brand.ts';
import { bytesFrom, digestFrom, instantFrom, personFrom } from '../column.ts';
import { get, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** A file that a reviewer attached; it lies in the encrypted database. */
export interface Attachment {
  readonly digest: Sha384;
  /** The name it came under; a word of the reviewer, never a path to write to. */
  readonly name: string;
  readonly mediaType: string | null;
  readonly bytes: Uint8Array;
  readonly by: PersonId;
  readonly at: Instant;
}

interface Row {
  readonly digest: string;
  readonly name: string;
  readonly media_type: string | null;
  readonly bytes: Uint8Array;
  readonly added_by: string;
  readonly added_at: string;
}

/** Keeps an attachment. The same bytes a second time are kept once, under their first name. */
export function addAttachment(db: WritableDb, attachment: Attachment): void {
  run(
    db,
    `INSERT INTO attachment (digest, name, media_type, bytes, added_by, added_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (digest) DO NOTHING`,
    attachment.digest,
    attachment.name,
    attachment.mediaType,
    attachment.bytes,
    attachment.by,
    attachment.at,
  );
}

export function getAttachment(db: ReadableDb, digest: Sha384): Attachment | undefined {
  const row = get<Row>(db, 'SELECT * FROM attachment WHERE digest = ?', digest);
  return (
    row && {
      digest: digestFrom(row.digest),
      name: row.name,
      mediaType: row.media_type,
      bytes: bytesFrom(row.bytes),
      by: personFrom(row.added_by),
      at: instantFrom(row.added_at),
    }
  );
}
