import type { Instant, PersonId } from '../../core/brand.ts';
import { Refusal } from '../../core/failure.ts';
import { instantFrom } from '../column.ts';
import { all, get, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** What a person has typed and not yet handed in. */
export interface Draft {
  readonly person: PersonId;
  /** What it is for, as `adjudication/<attempt>`. */
  readonly name: string;
  /** Plain JSON; the use case parses it. */
  readonly value: unknown;
  readonly savedAt: Instant;
}

interface Row {
  readonly name: string;
  readonly value_json: string;
  readonly saved_at: string;
}

const draftOf = (person: PersonId, row: Row): Draft => ({
  person,
  name: row.name,
  value: JSON.parse(row.value_json),
  savedAt: instantFrom(row.saved_at),
});

/** More forms than anybody has begun at once; a page that was taken over shall not fill the disk. */
const MOST_DRAFTS = 500;

/**
 * Keeps a draft in place of the one before it.
 * @throws Refusal `vault.too-many-drafts`
 */
export function saveDraft(db: WritableDb, draft: Draft): void {
  const others = get<{ count: number }>(
    db,
    'SELECT count(*) AS count FROM draft WHERE person_id = ? AND name <> ?',
    draft.person,
    draft.name,
  );
  if ((others?.count ?? 0) >= MOST_DRAFTS) {
    throw new Refusal('vault.too-many-drafts', `${MOST_DRAFTS} drafts are kept already, and this one is not.`, {
      remedy: 'Hand in or empty a form that was begun before.',
    });
  }
  run(
    db,
    `INSERT INTO draft (person_id, name, value_json, saved_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (person_id, name) DO UPDATE SET value_json = excluded.value_json, saved_at = excluded.saved_at`,
    draft.person,
    draft.name,
    JSON.stringify(draft.value),
    draft.savedAt,
  );
}

export function getDraft(db: ReadableDb, person: PersonId, name: string): Draft | undefined {
  const row = get<Row>(db, 'SELECT * FROM draft WHERE person_id = ? AND name = ?', person, name);
  return row && draftOf(person, row);
}

/** @returns the drafts of one person, the newest first. */
export function listDrafts(db: ReadableDb, person: PersonId): Draft[] {
  return all<Row>(db, 'SELECT * FROM draft WHERE person_id = ? ORDER BY saved_at DESC, name', person).map((row) =>
    draftOf(person, row),
  );
}

/** Throws a draft away; `secure_delete` overwrites it. */
export function removeDraft(db: WritableDb, person: PersonId, name: string): void {
  run(db, 'DELETE FROM draft WHERE person_id = ? AND name = ?', person, name);
}
