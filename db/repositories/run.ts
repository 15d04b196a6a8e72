import type { CaseId, RunId, Sha384 } from '../../core/brand.ts';
import type { JsonValue } from '../../core/json/value.ts';
import { caseFrom, digestFrom, exactJson, exactJsonFrom, flag, oneOf, runFrom } from '../column.ts';
import { all, get, type ReadableDb, type WritableDb, run as write } from '../handle.ts';
import { asBundleRow, asMemberRow, asRunRow, type BundleRow, type MemberRow, type RunRow } from '../row-id.ts';

/** One evaluation log of a bundle. */
export interface NewRun {
  readonly runId: RunId;
  readonly bundle: BundleRow;
  readonly member: MemberRow;
  readonly evalId: string | null;
  readonly task: string;
  readonly taskVersion: string | null;
  readonly model: string;
  readonly status: string;
  /** As the log writes it; may be a naive time of an old log. */
  readonly created: string | null;
  readonly inspectVersion: string | null;
  /** `eval` or `json`. */
  readonly format: string;
  readonly logVersion: number | null;
  readonly epochs: number | null;
  readonly totalSamples: number | null;
  readonly completedSamples: number | null;
  readonly invalidated: boolean;
  /** The log's header, exact. */
  readonly header: JsonValue;
}

/** A run of an accepted bundle, without its header. */
export interface StoredRun extends Omit<NewRun, 'header'> {
  readonly row: RunRow;
  readonly sealedDigest: Sha384;
  readonly role: 'candidate' | 'reference';
  readonly caseId: CaseId;
  readonly marking: string;
  readonly memberName: string;
}

interface Row {
  readonly id: number;
  readonly run_id: string;
  readonly bundle: number;
  readonly member: number;
  readonly eval_id: string | null;
  readonly task: string;
  readonly task_version: string | null;
  readonly model: string;
  readonly status: string;
  readonly created: string | null;
  readonly inspect_version: string | null;
  readonly format: string;
  readonly log_version: number | null;
  readonly epochs: number | null;
  readonly total_samples: number | null;
  readonly completed_samples: number | null;
  readonly invalidated: number;
  readonly sealed_digest: string;
  readonly bundle_role: string;
  readonly case_id: string;
  readonly bundle_marking: string;
  readonly member_name: string;
}

function runOf(row: Row): StoredRun {
  return {
    row: asRunRow(row.id),
    runId: runFrom(row.run_id),
    bundle: asBundleRow(row.bundle),
    member: asMemberRow(row.member),
    evalId: row.eval_id,
    task: row.task,
    taskVersion: row.task_version,
    model: row.model,
    status: row.status,
    created: row.created,
    inspectVersion: row.inspect_version,
    format: row.format,
    logVersion: row.log_version,
    epochs: row.epochs,
    totalSamples: row.total_samples,
    completedSamples: row.completed_samples,
    invalidated: row.invalidated === 1,
    sealedDigest: digestFrom(row.sealed_digest),
    role: oneOf(['candidate', 'reference'], row.bundle_role),
    caseId: caseFrom(row.case_id),
    marking: row.bundle_marking,
    memberName: row.member_name,
  };
}

export function addRun(db: WritableDb, run: NewRun): RunRow {
  const { id } = write(
    db,
    `INSERT INTO run (run_id, bundle, member, eval_id, task, task_version, model, status, created, inspect_version,
       format, log_version, epochs, total_samples, completed_samples, invalidated, header_exact)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    run.runId,
    run.bundle,
    run.member,
    run.evalId,
    run.task,
    run.taskVersion,
    run.model,
    run.status,
    run.created,
    run.inspectVersion,
    run.format,
    whole(run.logVersion),
    whole(run.epochs),
    whole(run.totalSamples),
    whole(run.completedSamples),
    flag(run.invalidated),
    exactJson(run.header),
  );
  return asRunRow(id);
}

/** better-sqlite3 binds every number as REAL unless it is a bigint or a whole one; a STRICT INTEGER takes whole ones. */
function whole(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) ? value : null;
}

export function getRun(db: ReadableDb, runId: RunId): StoredRun | undefined {
  const row = get<Row>(db, 'SELECT * FROM accepted_run_line WHERE run_id = ?', runId);
  return row && runOf(row);
}

export function getRunByRow(db: ReadableDb, run: RunRow): StoredRun | undefined {
  const row = get<Row>(db, 'SELECT * FROM accepted_run_line WHERE id = ?', run);
  return row && runOf(row);
}

/** @returns the header of a log, exact: integers beyond 2^53 are bigint, NaN is NaN. */
export function getRunHeader(db: ReadableDb, run: RunRow): JsonValue | undefined {
  const row = get<{ header_exact: string }>(db, 'SELECT header_exact FROM accepted_run WHERE id = ?', run);
  return row && exactJsonFrom(row.header_exact);
}

/** @returns the runs of a case's accepted bundles, in the order they came. */
export function listRunsOfCase(db: ReadableDb, caseId: CaseId): StoredRun[] {
  return all<Row>(db, 'SELECT * FROM accepted_run_line WHERE case_id = ? ORDER BY id', caseId).map(runOf);
}

/** @returns the runs of one accepted bundle. */
export function listRunsOfBundle(db: ReadableDb, bundle: BundleRow): StoredRun[] {
  return all<Row>(db, 'SELECT * FROM accepted_run_line WHERE bundle = ? ORDER BY id', bundle).map(runOf);
}
