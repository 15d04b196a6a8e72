import type { Instant, PersonId } from '../../core/brand.ts';
import { instantFrom } from '../column.ts';
import { get, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** One time that a person got in. */
export interface Unlock {
  readonly person: PersonId;
  /** Wrong passphrases between the time before and this one. */
  readonly failuresBefore: number;
  readonly at: Instant;
}

export function recordUnlock(db: WritableDb, unlock: Unlock): void {
  run(
    db,
    'INSERT INTO unlock_attempt (person_id, failures_before, at) VALUES (?, ?, ?)',
    unlock.person,
    unlock.failuresBefore,
    unlock.at,
  );
}

/** @returns the time this person got in before the present one, to be shown to them; undefined at the first time. */
export function lastUnlock(db: ReadableDb, person: PersonId): Unlock | undefined {
  const row = get<{ failures_before: number; at: string }>(
    db,
    'SELECT failures_before, at FROM unlock_attempt WHERE person_id = ? ORDER BY id DESC LIMIT 1 OFFSET 1',
    person,
  );
  return row && { person, failuresBefore: row.failures_before, at: instantFrom(row.at) };
}
