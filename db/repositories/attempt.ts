import type { RunId } from '../../core/brand.ts';
import type { JsonValue } from '../../core/json/value.ts';
import type { AttemptState } from '../../core/policy/observation.ts';
import { exactJson, exactJsonFrom, finiteOrNull, flag, oneOf, runFrom } from '../column.ts';
import { all, get, iterate, type ReadableDb, type WritableDb, run as write } from '../handle.ts';
import { type AttemptRow, asAttemptRow, asRunRow, type RunRow } from '../row-id.ts';

const STATES: readonly AttemptState[] = ['scored', 'unscored', 'errored', 'invalidated', 'limit'];

/** What one scorer said of an attempt; a dict score is one of these a key. */
export interface AttemptScoreRow {
  readonly scorer: string;
  readonly key: string | null;
  /** Exact, as the log has it. */
  readonly value: JsonValue;
  /** The value as a finite number (C, I, P, yes, … read as Inspect reads them), or null where it is none. */
  readonly numeric: number | null;
  readonly answer: string | null;
}

/** One sample at one epoch, and where to read the whole again. */
export interface NewAttempt {
  readonly sampleId: JsonValue;
  readonly sampleIdText: string;
  readonly epoch: number;
  readonly uuid: string | null;
  /** What `readAttempt` of core/inspect takes; plain JSON. */
  readonly locator: unknown;
  readonly state: AttemptState;
  readonly error: boolean;
  /** Which limit ended it, or null. */
  readonly limitType: string | null;
  readonly invalidated: boolean;
  readonly retries: number;
  readonly messages: number | null;
  readonly events: number | null;
  readonly toolCalls: number | null;
  readonly contentFilterStops: number | null;
  readonly tokens: number | null;
  /** Seconds. */
  readonly totalSeconds: number | null;
  /** Seconds. */
  readonly workingSeconds: number | null;
  readonly metadata: JsonValue;
  readonly inputPreview: string;
  readonly scores: readonly AttemptScoreRow[];
}

/** An attempt of an accepted bundle, as a list shows it. */
export interface StoredAttempt extends Omit<NewAttempt, 'scores'> {
  readonly row: AttemptRow;
  readonly run: RunRow;
}

interface Row {
  readonly id: number;
  readonly run: number;
  readonly sample_id_exact: string;
  readonly sample_id_text: string;
  readonly epoch: number;
  readonly uuid: string | null;
  readonly locator_exact: string;
  readonly state: string;
  readonly error: number;
  readonly limit_type: string | null;
  readonly invalidated: number;
  readonly retries: number;
  readonly messages: number | null;
  readonly events: number | null;
  readonly tool_calls: number | null;
  readonly content_filter_stops: number | null;
  readonly tokens: number | null;
  readonly total_seconds: number | null;
  readonly working_seconds: number | null;
  readonly metadata_exact: string | null;
  readonly input_preview: string;
}

interface ScoreRow {
  readonly scorer: string;
  readonly key: string | null;
  readonly value_exact: string;
  readonly numeric: number | null;
  readonly answer: string | null;
}

function attemptOf(row: Row): StoredAttempt {
  return {
    row: asAttemptRow(row.id),
    run: asRunRow(row.run),
    sampleId: exactJsonFrom(row.sample_id_exact),
    sampleIdText: row.sample_id_text,
    epoch: row.epoch,
    uuid: row.uuid,
    locator: JSON.parse(row.locator_exact),
    state: oneOf(STATES, row.state),
    error: row.error === 1,
    limitType: row.limit_type,
    invalidated: row.invalidated === 1,
    retries: row.retries,
    messages: row.messages,
    events: row.events,
    toolCalls: row.tool_calls,
    contentFilterStops: row.content_filter_stops,
    tokens: row.tokens,
    totalSeconds: row.total_seconds,
    workingSeconds: row.working_seconds,
    metadata: row.metadata_exact === null ? null : exactJsonFrom(row.metadata_exact),
    inputPreview: row.input_preview,
  };
}

/** Counts beyond 2^53 are lies or overflow; a list shows none rather than a rounded one. */
function count(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) ? value : null;
}

/**
 * Adds attempts with their scores. The caller groups some thousands into one `transaction`.
 * @returns the row of each, in order
 */
export function addAttempts(db: WritableDb, run: RunRow, attempts: readonly NewAttempt[]): AttemptRow[] {
  return attempts.map((attempt) => addAttempt(db, run, attempt));
}

function addAttempt(db: WritableDb, run: RunRow, attempt: NewAttempt): AttemptRow {
  const { id } = write(
    db,
    `INSERT INTO attempt (run, sample_id_exact, sample_id_text, epoch, uuid, locator_exact, state, error, limit_type,
       invalidated, retries, messages, events, tool_calls, content_filter_stops, tokens, total_seconds,
       working_seconds, metadata_exact, input_preview)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    run,
    exactJson(attempt.sampleId),
    attempt.sampleIdText,
    attempt.epoch,
    attempt.uuid,
    JSON.stringify(attempt.locator),
    attempt.state,
    flag(attempt.error),
    attempt.limitType,
    flag(attempt.invalidated),
    attempt.retries,
    count(attempt.messages),
    count(attempt.events),
    count(attempt.toolCalls),
    count(attempt.contentFilterStops),
    count(attempt.tokens),
    finiteOrNull(attempt.totalSeconds),
    finiteOrNull(attempt.workingSeconds),
    attempt.metadata === null ? null : exactJson(attempt.metadata),
    attempt.inputPreview,
  );
  for (const score of attempt.scores) {
    write(
      db,
      'INSERT INTO attempt_score (attempt, scorer, key, value_exact, numeric, answer) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      score.scorer,
      score.key,
      exactJson(score.value),
      finiteOrNull(score.numeric),
      score.answer,
    );
  }
  return asAttemptRow(id);
}

export function getAttempt(db: ReadableDb, attempt: AttemptRow): StoredAttempt | undefined {
  const row = get<Row>(db, 'SELECT * FROM accepted_attempt WHERE id = ?', attempt);
  return row && attemptOf(row);
}

/** @returns the attempts that carry this sample id and epoch in a run: one, unless the log holds it twice. */
export function findAttempts(db: ReadableDb, runId: RunId, sampleIdText: string, epoch: number): StoredAttempt[] {
  return all<Row>(
    db,
    `SELECT a.* FROM accepted_attempt a JOIN run r ON r.id = a.run
     WHERE r.run_id = ? AND a.sample_id_text = ? AND a.epoch = ? ORDER BY a.id`,
    runId,
    sampleIdText,
    epoch,
  ).map(attemptOf);
}

/**
 * One page of a run's attempts, in the order of the log.
 * @param after the row of the last attempt of the page before, or null for the first page
 * @param skip how many are left out before the page begins, so that a list can be opened anywhere
 */
export function listAttempts(
  db: ReadableDb,
  run: RunRow,
  after: AttemptRow | null,
  limit: number,
  skip = 0,
): StoredAttempt[] {
  // The page is found in the index alone; only its own rows are read.
  return all<Row>(
    db,
    `SELECT * FROM accepted_attempt WHERE id IN
       (SELECT id FROM attempt WHERE run = ? AND id > ? ORDER BY id LIMIT ? OFFSET ?) ORDER BY id`,
    run,
    after ?? 0,
    limit,
    skip,
  ).map(attemptOf);
}

/** What a person looks for in a run. */
export interface AttemptSearch {
  /** A part of the sample's id or of its preview, whatever the case of its letters; empty for all. */
  readonly text: string;
  readonly state: AttemptState | null;
}

/** @returns the rows of a run's attempts that fit, in the order of the log. It reads the whole run. */
export function searchAttempts(db: ReadableDb, run: RunRow, { text, state }: AttemptSearch): AttemptRow[] {
  const part = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return all<{ id: number }>(
    db,
    `SELECT id FROM accepted_attempt WHERE run = ? AND (? IS NULL OR state = ?)
       AND (sample_id_text LIKE ? ESCAPE '\\' OR input_preview LIKE ? ESCAPE '\\') ORDER BY id`,
    run,
    state,
    state,
    part,
    part,
  ).map(({ id }) => asAttemptRow(id));
}

/** @returns these attempts, in the order of the log. */
export function getAttempts(db: ReadableDb, attempts: readonly AttemptRow[]): StoredAttempt[] {
  return all<Row>(
    db,
    'SELECT * FROM accepted_attempt WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id',
    JSON.stringify(attempts),
  ).map(attemptOf);
}

/** @returns how many attempts a run has; it reads an index alone. */
export function countAttempts(db: ReadableDb, run: RunRow): number {
  return get<{ n: number }>(db, 'SELECT count(*) AS n FROM accepted_attempt WHERE run = ?', run)?.n ?? 0;
}

/** Reads all attempts of a run one by one. The connection takes no write meanwhile. */
export function* iterateAttempts(db: ReadableDb, run: RunRow): Generator<StoredAttempt, void> {
  const rows = iterate<Row>(db, 'SELECT * FROM accepted_attempt WHERE run = ? ORDER BY id', run);
  for (const row of rows) yield attemptOf(row);
}

/** @returns the scores of one attempt in the order of the log. */
export function listAttemptScores(db: ReadableDb, attempt: AttemptRow): AttemptScoreRow[] {
  return all<ScoreRow>(db, 'SELECT * FROM attempt_score WHERE attempt = ? ORDER BY id', attempt).map(scoreOf);
}

/** @returns the scores of several attempts, each attempt's in the order of the log. */
export function scoresOfAttempts(
  db: ReadableDb,
  attempts: readonly AttemptRow[],
): ReadonlyMap<AttemptRow, readonly AttemptScoreRow[]> {
  const rows = all<ScoreRow & { attempt: number }>(
    db,
    'SELECT * FROM attempt_score WHERE attempt IN (SELECT value FROM json_each(?)) ORDER BY id',
    JSON.stringify(attempts),
  );
  const scores = new Map<AttemptRow, AttemptScoreRow[]>(attempts.map((attempt) => [attempt, []]));
  for (const row of rows) scores.get(asAttemptRow(row.attempt))?.push(scoreOf(row));
  return scores;
}

function scoreOf(row: ScoreRow): AttemptScoreRow {
  return {
    scorer: row.scorer,
    key: row.key,
    value: exactJsonFrom(row.value_exact),
    numeric: row.numeric,
    answer: row.answer,
  };
}

/** Every scorer and key that a run's attempts carry. */
export function listScorersOfRun(db: ReadableDb, run: RunRow): { scorer: string; key: string | null }[] {
  return all<{ scorer: string; key: string | null }>(
    db,
    `SELECT s.scorer, s.key FROM attempt_score s JOIN accepted_attempt a ON a.id = s.attempt
     WHERE a.run = ? GROUP BY s.scorer, s.key ORDER BY min(s.id)`,
    run,
  );
}

/** What a statistic needs of one attempt under one scorer: light, without JSON to parse. */
export interface AttemptLine {
  readonly row: AttemptRow;
  readonly sampleIdText: string;
  readonly epoch: number;
  readonly state: AttemptState;
  readonly error: boolean;
  readonly limitType: string | null;
  readonly invalidated: boolean;
  /** False where this scorer left no score on the attempt. */
  readonly scored: boolean;
  /** The score as a finite number, or null. */
  readonly numeric: number | null;
  /** The sample's metadata, exact JSON text, or null. */
  readonly metadataText: string | null;
}

/** @returns every attempt of a run, with the score of one scorer and key where it has one, in the order of the log. */
export function listAttemptLines(db: ReadableDb, run: RunRow, scorer: string, key: string | null): AttemptLine[] {
  return all<Row & { score_id: number | null; numeric: number | null }>(
    db,
    `SELECT a.id, a.sample_id_text, a.epoch, a.state, a.error, a.limit_type, a.invalidated, a.metadata_exact,
       s.id AS score_id, s.numeric
     FROM accepted_attempt a
     LEFT JOIN attempt_score s ON s.attempt = a.id AND s.scorer = ? AND s.key IS ?
     WHERE a.run = ? ORDER BY a.id`,
    scorer,
    key,
    run,
  ).map((row) => ({
    row: asAttemptRow(row.id),
    sampleIdText: row.sample_id_text,
    epoch: row.epoch,
    state: oneOf(STATES, row.state),
    error: row.error === 1,
    limitType: row.limit_type,
    invalidated: row.invalidated === 1,
    scored: row.score_id !== null,
    numeric: row.numeric,
    metadataText: row.metadata_exact,
  }));
}

/** @returns the run that an attempt belongs to. */
export function runOfAttempt(db: ReadableDb, attempt: AttemptRow): RunId | undefined {
  const row = get<{ run_id: string }>(
    db,
    'SELECT r.run_id FROM accepted_attempt a JOIN run r ON r.id = a.run WHERE a.id = ?',
    attempt,
  );
  return row && runFrom(row.run_id);
}
