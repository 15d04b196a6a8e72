import { Refusal } from '../core/failure.ts';
import { type CaseFile, findCaseByKey, findCaseByPrefix } from '../db/repositories/case-file.ts';
import type { Desk } from '../desk/desk.ts';

/** So little of an id does not tell that somebody means it. */
const SHORTEST_PREFIX = 4;

/**
 * Finds the case that a person means.
 * @param text the case key as the producer gave it, the case's id, or the beginning of the id
 * @returns the id
 * @throws Refusal `desk.no-such-case`
 */
export function caseIdOf(desk: Desk, text: string): CaseFile['id'] {
  const { db } = desk.vault;
  const prefix = text.toLowerCase();
  const found = findCaseByKey(db, text) ?? (prefix.length < SHORTEST_PREFIX ? undefined : findCaseByPrefix(db, prefix));
  if (found !== undefined) return found.id;
  throw new Refusal('desk.no-such-case', 'No case, or more than one, goes by that name.', {
    where: text,
    remedy: 'scrutineer cases lists them. Give the id, its beginning (at least 4 characters), or the case key.',
  });
}
