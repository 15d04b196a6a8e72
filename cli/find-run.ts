import { Refusal } from '../core/failure.ts';
import { listCases } from '../db/repositories/case-file.ts';
import { listRunsOfCase, type StoredRun } from '../db/repositories/run.ts';
import type { Desk } from '../desk/desk.ts';

/** So little of an id does not tell that somebody means it. */
const SHORTEST_PREFIX = 4;

/**
 * Finds the run that a person means.
 * @param text the run's id, or its beginning
 * @throws Refusal `desk.no-such-attempt`
 */
export function runIdOf(desk: Desk, text: string): StoredRun['runId'] {
  const { db } = desk.vault;
  const prefix = text.toLowerCase();
  const found = listCases(db)
    .flatMap(({ id }) => listRunsOfCase(db, id))
    .filter(({ runId }) => prefix.length >= SHORTEST_PREFIX && runId.startsWith(prefix));
  const [run] = found;
  if (run !== undefined && found.length === 1) return run.runId;
  throw new Refusal('desk.no-such-attempt', 'No run, or more than one, has an id that begins so.', {
    where: text,
    remedy: 'scrutineer case show CASE lists the runs. Give the id or its beginning (at least 4 characters).',
  });
}
