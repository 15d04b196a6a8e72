import type { CaseId, Instant, PersonId, RunId } from '../../core/brand.ts';
import type { JsonValue } from '../../core/json/value.ts';
import { exactJson, exactJsonFrom, finiteOrNull, flag, instantFrom, personFrom, runFrom } from '../column.ts';
import { all, get, type ReadableDb, type WritableDb, run as write } from '../handle.ts';
import { type AttemptRow, asAttemptRow, type RunRow } from '../row-id.ts';

const FLAGS = ['cheating', 'refusal', 'tool-fault', 'harness-fault', 'sandbagging', 'eval-awareness'] as const;
export type AdjudicationFlag = (typeof FLAGS)[number];

/** What a person says of a score. The score itself stays as it is. */
export interface Adjudication {
  /** A UUID given by the desk. */
  readonly id: string;
  readonly attempt: AttemptRow;
  readonly scorer: string;
  readonly key: string | null;
  /** The reviewer's word, as the use case closes it. */
  readonly verdict: string;
  /** The value in place of the score's, exact; null where the reviewer gives none. */
  readonly value: JsonValue;
  readonly numeric: number | null;
  readonly excluded: boolean;
  /** What the reviewer flags in the attempt, from a closed set, each once. */
  readonly flags: readonly AdjudicationFlag[];
  readonly rationale: string;
  /** The adjudication that this one takes the place of. */
  readonly supersedes: string | null;
  readonly by: PersonId;
  readonly at: Instant;
}

interface Row {
  readonly id: string;
  readonly attempt: number;
  readonly scorer: string;
  readonly key: string | null;
  readonly verdict: string;
  readonly value_exact: string | null;
  readonly numeric: number | null;
  readonly excluded: number;
  readonly flags_json: string;
  readonly rationale: string;
  readonly supersedes: string | null;
  readonly adjudicated_by: string;
  readonly adjudicated_at: string;
}

function flagsFrom(text: string): AdjudicationFlag[] {
  const flags: unknown = JSON.parse(text);
  return FLAGS.filter((flag) => Array.isArray(flags) && flags.includes(flag));
}

function adjudicationOf(row: Row): Adjudication {
  return {
    id: row.id,
    attempt: asAttemptRow(row.attempt),
    scorer: row.scorer,
    key: row.key,
    verdict: row.verdict,
    value: row.value_exact === null ? null : exactJsonFrom(row.value_exact),
    numeric: row.numeric,
    excluded: row.excluded === 1,
    flags: flagsFrom(row.flags_json),
    rationale: row.rationale,
    supersedes: row.supersedes,
    by: personFrom(row.adjudicated_by),
    at: instantFrom(row.adjudicated_at),
  };
}

/** @throws Refusal `vault.constraint` where the adjudication it names as superseded was superseded already */
export function addAdjudication(db: WritableDb, adjudication: Adjudication): void {
  write(
    db,
    `INSERT INTO adjudication (id, attempt, scorer, key, verdict, value_exact, numeric, excluded, flags_json,
       rationale, supersedes, adjudicated_by, adjudicated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    adjudication.id,
    adjudication.attempt,
    adjudication.scorer,
    adjudication.key,
    adjudication.verdict,
    adjudication.value === null ? null : exactJson(adjudication.value),
    finiteOrNull(adjudication.numeric),
    flag(adjudication.excluded),
    JSON.stringify(adjudication.flags),
    adjudication.rationale,
    adjudication.supersedes,
    adjudication.by,
    adjudication.at,
  );
}

export function getAdjudication(db: ReadableDb, id: string): Adjudication | undefined {
  const row = get<Row>(db, 'SELECT * FROM adjudication WHERE id = ?', id);
  return row && adjudicationOf(row);
}

/** @returns the adjudications of one attempt, superseded ones too, oldest first. */
export function adjudicationHistory(db: ReadableDb, attempt: AttemptRow): Adjudication[] {
  return all<Row>(db, 'SELECT * FROM adjudication WHERE attempt = ? ORDER BY adjudicated_at, rowid', attempt).map(
    adjudicationOf,
  );
}

/** @returns the adjudications that stand on these attempts, oldest first. */
export function listAdjudicationsOf(db: ReadableDb, attempts: readonly AttemptRow[]): Adjudication[] {
  return all<Row>(
    db,
    `SELECT * FROM current_adjudication WHERE attempt IN (SELECT value FROM json_each(?)) ORDER BY adjudicated_at, id`,
    JSON.stringify(attempts),
  ).map(adjudicationOf);
}

// A run may have a hundred thousand attempts and persons adjudicate some hundred: CROSS JOIN keeps SQLite from asking
// each attempt for its adjudications.

/** @returns the adjudications that stand on the attempts of a run, oldest first. Several persons may each have one. */
export function listAdjudicationsOfRun(db: ReadableDb, run: RunRow): Adjudication[] {
  return all<Row>(
    db,
    `SELECT j.* FROM current_adjudication j CROSS JOIN attempt a ON a.id = j.attempt
     WHERE a.run = ? ORDER BY j.adjudicated_at, j.id`,
    run,
  ).map(adjudicationOf);
}

/** @returns the adjudications that stand in a case, oldest first. */
export function listAdjudicationsOfCase(db: ReadableDb, caseId: CaseId): Adjudication[] {
  return all<Row>(
    db,
    `SELECT j.* FROM current_adjudication j
     CROSS JOIN attempt a ON a.id = j.attempt CROSS JOIN accepted_run_line r ON r.id = a.run
     WHERE r.case_id = ? ORDER BY j.adjudicated_at, j.id`,
    caseId,
  ).map(adjudicationOf);
}

/** An adjudication with the attempt that it speaks of. */
export interface PlacedAdjudication extends Adjudication {
  readonly runId: RunId;
  readonly task: string;
  readonly sampleIdText: string;
  readonly epoch: number;
}

/** @returns every adjudication of a case, superseded ones too, oldest first. */
export function adjudicationHistoryOfCase(db: ReadableDb, caseId: CaseId): PlacedAdjudication[] {
  return all<Row & { run_id: string; task: string; sample_id_text: string; epoch: number }>(
    db,
    `SELECT j.*, r.run_id, r.task, a.sample_id_text, a.epoch FROM adjudication j
     CROSS JOIN attempt a ON a.id = j.attempt CROSS JOIN accepted_run_line r ON r.id = a.run
     WHERE r.case_id = ? ORDER BY j.adjudicated_at, j.rowid`,
    caseId,
  ).map((row) => ({
    ...adjudicationOf(row),
    runId: runFrom(row.run_id),
    task: row.task,
    sampleIdText: row.sample_id_text,
    epoch: row.epoch,
  }));
}
