import { Refusal } from '../core/failure.ts';
import { asRunId } from '../db/column.ts';
import type { ReadableDb } from '../db/handle.ts';
import { type Adjudication, listAdjudicationsOf } from '../db/repositories/adjudication.ts';
import {
  type AttemptScoreRow,
  countAttempts,
  getAttempts,
  listAttempts as listRows,
  type StoredAttempt,
  scoresOfAttempts,
  searchAttempts,
} from '../db/repositories/attempt.ts';
import { getRun } from '../db/repositories/run.ts';
import { asAttemptRow, type RunRow } from '../db/row-id.ts';
import { adjudicatedValue } from './adjudicated-value.ts';
import { shownValue } from './attempt-row.ts';
import type { Input, Output } from './contract.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

type ShownAttempt = Output<'listAttempts'>['attempts'][number];

/**
 * Lists the attempts of a run page by page, in the order of its log: all of them, or those that fit a search. `next` is
 * what to give as `after` for more; `skip` opens the list anywhere.
 */
export const listAttempts = useCase('listAttempts', ANY_ROLE, async ({ vault: { db } }, input) => {
  const id = asRunId(input.runId);
  const run = id && getRun(db, id);
  if (!run) {
    throw new Refusal('desk.no-such-attempt', 'There is no such run on this desk.', {
      where: input.runId,
      remedy: 'Show the case to see the ids of its runs.',
    });
  }
  const { rows, total } = pageOf(db, run.row, input);
  const ids = rows.map(({ row }) => row);
  const scores = scoresOfAttempts(db, ids);
  const adjudications = Map.groupBy(listAdjudicationsOf(db, ids), ({ attempt }) => attempt);
  const attempts = rows.map((row) => shown(row, scores.get(row.row) ?? [], adjudications.get(row.row) ?? []));
  return { attempts, total, next: rows.length < input.limit ? null : (rows.at(-1)?.row ?? null) };
});

function pageOf(
  db: ReadableDb,
  run: RunRow,
  { after, skip, limit, text, state }: Input<'listAttempts'>,
): { rows: StoredAttempt[]; total: number } {
  if (text === '' && state === undefined) {
    return {
      rows: listRows(db, run, after === 0 ? null : asAttemptRow(after), limit, skip),
      total: countAttempts(db, run),
    };
  }
  const fitting = searchAttempts(db, run, { text, state: state ?? null });
  const later = after === 0 ? fitting : fitting.filter((row) => row > after);
  return { rows: getAttempts(db, later.slice(skip, skip + limit)), total: fitting.length };
}

function shown(
  row: StoredAttempt,
  scores: readonly AttemptScoreRow[],
  adjudications: readonly Adjudication[],
): ShownAttempt {
  return {
    attemptId: row.row,
    sample: row.sampleIdText,
    epoch: row.epoch,
    state: row.state,
    limit: row.limitType,
    scores: scores.map((score) => ({
      scorer: score.scorer,
      key: score.key,
      value: shownValue(score.value),
      adjudicated: adjudicatedText(
        score,
        adjudications.filter(({ scorer, key }) => scorer === score.scorer && key === score.key),
      ),
    })),
    messages: row.messages ?? 0,
    tokens: row.tokens,
    preview: row.inputPreview,
  };
}

/** What the reviewers came to together, in words; null where nobody adjudicated. */
function adjudicatedText({ numeric }: AttemptScoreRow, adjudications: readonly Adjudication[]): string | null {
  if (adjudications.length === 0) return null;
  const { value, cheating, excluded } = adjudicatedValue(adjudications, numeric);
  const words = excluded ? 'taken out' : value === null ? 'no value' : String(value);
  return cheating ? `${words} (cheating)` : words;
}
