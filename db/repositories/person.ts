import type { Instant, PersonId, Sha384 } from '../../core/brand.ts';
import { bytesFrom, digestFrom, instantFrom, instantOrNull, personFrom, personOrNull } from '../column.ts';
import { all, get, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** Somebody enrolled on this workstation. What they may do is the roster's to say. */
export interface EnrolledPerson {
  readonly id: PersonId;
  readonly name: string;
  readonly organization: string;
  readonly agency: string | null;
  /** The identity card, as a DSSE envelope. */
  readonly card: Uint8Array;
  readonly cardDigest: Sha384;
  /** Null for the person who made the vault. */
  readonly enrolledBy: PersonId | null;
  readonly enrolledAt: Instant;
}

/** An enrolled person, and whether they still are. */
export interface PersonStanding extends EnrolledPerson {
  readonly removedAt: Instant | null;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly organization: string;
  readonly agency: string | null;
  readonly card: Uint8Array;
  readonly card_digest: string;
  readonly enrolled_by: string | null;
  readonly enrolled_at: string;
  readonly removed_at: string | null;
}

function personOf(row: Row): PersonStanding {
  return {
    id: personFrom(row.id),
    name: row.name,
    organization: row.organization,
    agency: row.agency,
    card: bytesFrom(row.card),
    cardDigest: digestFrom(row.card_digest),
    enrolledBy: personOrNull(row.enrolled_by),
    enrolledAt: instantFrom(row.enrolled_at),
    removedAt: instantOrNull(row.removed_at),
  };
}

/** @throws Refusal `vault.constraint` where the id is taken, also by somebody who was removed */
export function addPerson(db: WritableDb, person: EnrolledPerson): void {
  run(
    db,
    `INSERT INTO person (id, name, organization, agency, card, card_digest, enrolled_by, enrolled_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    person.id,
    person.name,
    person.organization,
    person.agency,
    person.card,
    person.cardDigest,
    person.enrolledBy,
    person.enrolledAt,
  );
}

export function addPersonRemoval(
  db: WritableDb,
  removal: { person: PersonId; reason: string; by: PersonId; at: Instant },
): void {
  run(
    db,
    'INSERT INTO person_removal (person_id, reason, removed_by, removed_at) VALUES (?, ?, ?, ?)',
    removal.person,
    removal.reason,
    removal.by,
    removal.at,
  );
}

export function getPerson(db: ReadableDb, id: PersonId): PersonStanding | undefined {
  const row = get<Row>(db, 'SELECT * FROM person_standing WHERE id = ?', id);
  return row && personOf(row);
}

/** @returns everybody ever enrolled, by id. */
export function listPersons(db: ReadableDb): PersonStanding[] {
  return all<Row>(db, 'SELECT * FROM person_standing ORDER BY id').map(personOf);
}
