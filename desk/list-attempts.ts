import { Refusal } from '../core/failure.ts';
import { asRunId } from '../db/column.ts';
import { type Adjudication, listAdjudicationsOfRun } from '../db/repositories/adjudication.ts';
import {
  type AttemptScoreRow,
  listAttemptScores,
  listAttempts as listRows,
  type StoredAttempt,
} from '../db/repositories/attempt.ts';
import { getRun } from '../db/repositories/run.ts';
import { asAttemptRow } from '../db/row-id.ts';
import { adjudicatedValue } from './adjudicated-value.ts';
import { shownValue } from './attempt-row.ts';
import type { Output } from './contract.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

type ShownAttempt = Output<'listAttempts'>['attempts'][number];

/** Lists the attempts of a run page by page, in the order of its log. `next` is what to give as `after` for more. */
export const listAttempts = useCase('listAttempts', ANY_ROLE, async ({ vault: { db } }, { runId, after, limit }) => {
  const id = asRunId(runId);
  const run = id && getRun(db, id);
  if (!run) {
    throw new Refusal('desk.no-such-attempt', 'There is no such run on this desk.', {
      where: runId,
      remedy: 'Show the case to see the ids of its runs.',
    });
  }
  const adjudications = Map.groupBy(listAdjudicationsOfRun(db, run.row), ({ attempt }) => attempt);
  const rows = listRows(db, run.row, after === 0 ? null : asAttemptRow(after), limit);
  const attempts = rows.map((row) => shown(row, listAttemptScores(db, row.row), adjudications.get(row.row) ?? []));
  return { attempts, next: rows.length < limit ? null : (rows.at(-1)?.row ?? null) };
});

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
