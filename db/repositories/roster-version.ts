import type { Instant, PersonId, Sha384 } from '../../core/brand.ts';
import { bytesFrom, digestFrom, instantFrom, personFrom } from '../column.ts';
import { all, get, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** A roster that was imported, as signed. */
export interface RosterVersion {
  readonly digest: Sha384;
  readonly rosterId: string;
  readonly sequence: number;
  readonly issuedAt: Instant;
  readonly envelope: Uint8Array;
  readonly importedBy: PersonId;
  readonly importedAt: Instant;
}

interface Row {
  readonly digest: string;
  readonly roster_id: string;
  readonly sequence: number;
  readonly issued_at: string;
  readonly envelope: Uint8Array;
  readonly imported_by: string;
  readonly imported_at: string;
}

function versionOf(row: Row): RosterVersion {
  return {
    digest: digestFrom(row.digest),
    rosterId: row.roster_id,
    sequence: row.sequence,
    issuedAt: instantFrom(row.issued_at),
    envelope: bytesFrom(row.envelope),
    importedBy: personFrom(row.imported_by),
    importedAt: instantFrom(row.imported_at),
  };
}

/** @throws Refusal `vault.constraint` where this roster, or its sequence number, is there already */
export function addRosterVersion(db: WritableDb, version: RosterVersion): void {
  run(
    db,
    `INSERT INTO roster_version (digest, roster_id, sequence, issued_at, envelope, imported_by, imported_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    version.digest,
    version.rosterId,
    version.sequence,
    version.issuedAt,
    version.envelope,
    version.importedBy,
    version.importedAt,
  );
}

/** @returns the roster in force: the one imported last. The use case refuses to import an older sequence. */
export function currentRoster(db: ReadableDb): RosterVersion | undefined {
  const row = get<Row>(db, 'SELECT * FROM roster_version ORDER BY id DESC LIMIT 1');
  return row && versionOf(row);
}

export function getRosterVersion(db: ReadableDb, digest: Sha384): RosterVersion | undefined {
  const row = get<Row>(db, 'SELECT * FROM roster_version WHERE digest = ?', digest);
  return row && versionOf(row);
}

/** @returns all rosters, in the order of import. */
export function listRosterVersions(db: ReadableDb): RosterVersion[] {
  return all<Row>(db, 'SELECT * FROM roster_version ORDER BY id').map(versionOf);
}
