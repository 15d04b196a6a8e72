import type { JsonValue } from '../../core/json/value.ts';
import { exactJson, exactJsonFrom, finiteOrNull, oneOf } from '../column.ts';
import { all, type ReadableDb, type WritableDb, run as write } from '../handle.ts';
import type { RunRow } from '../row-id.ts';

export const SCORE_LEVELS = ['claimed', 'reductions', 'samples'] as const;
/** Where a metric comes from: the log's header, its reductions, or our own count over its samples. */
export type ScoreLevel = (typeof SCORE_LEVELS)[number];
const VERDICTS = ['match', 'mismatch', 'not-recomputable'] as const;

/** One metric of one scorer of a run, at one level. */
export interface RunScore {
  readonly level: ScoreLevel;
  readonly name: string;
  readonly scorer: string;
  readonly reducer: string | null;
  readonly metric: string;
  /** Exact, as the log wrote it or as it was counted. */
  readonly value: JsonValue;
  /** The value as a finite number, or null. */
  readonly numeric: number | null;
  /** How a counted value compares with the claimed one; null at the level `claimed`. */
  readonly verdict: (typeof VERDICTS)[number] | null;
}

interface Row {
  readonly level: string;
  readonly name: string;
  readonly scorer: string;
  readonly reducer: string | null;
  readonly metric: string;
  readonly value_exact: string;
  readonly numeric: number | null;
  readonly verdict: string | null;
}

export function addRunScores(db: WritableDb, run: RunRow, scores: readonly RunScore[]): void {
  for (const score of scores) {
    write(
      db,
      `INSERT INTO run_score (run, level, name, scorer, reducer, metric, value_exact, numeric, verdict)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      run,
      score.level,
      score.name,
      score.scorer,
      score.reducer,
      score.metric,
      exactJson(score.value),
      finiteOrNull(score.numeric),
      score.verdict,
    );
  }
}

/** @returns the metrics of a run in the order they were added. */
export function listRunScores(db: ReadableDb, run: RunRow): RunScore[] {
  return all<Row>(db, 'SELECT * FROM run_score WHERE run = ? ORDER BY id', run).map((row) => ({
    level: oneOf(SCORE_LEVELS, row.level),
    name: row.name,
    scorer: row.scorer,
    reducer: row.reducer,
    metric: row.metric,
    value: exactJsonFrom(row.value_exact),
    numeric: row.numeric,
    verdict: row.verdict === null ? null : oneOf(VERDICTS, row.verdict),
  }));
}
