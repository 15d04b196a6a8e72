import type { CaseId } from '../../core/brand.ts';
import type { JsonObject, JsonValue } from '../../core/json/value.ts';
import { exactJson, exactJsonFrom, finiteOrNull, objectFrom, oneOf } from '../column.ts';
import { all, type ReadableDb, run, type WritableDb } from '../handle.ts';
import { asBundleRow, asMemberRow, type BundleRow, type MemberRow } from '../row-id.ts';

/** One row of a score table inside a bundle. */
export interface TableScore {
  readonly bundle: BundleRow;
  readonly member: MemberRow;
  /** Line of the file, 1-based. */
  readonly line: number;
  readonly benchmark: string;
  readonly version: string | null;
  readonly metric: string;
  readonly key: string | null;
  readonly sample: string | null;
  readonly epoch: number | null;
  /** Exact. */
  readonly value: JsonValue;
  readonly numeric: number | null;
  /** The other columns of the row. */
  readonly extra: JsonObject;
}

/** A row of an accepted bundle, and whose it is. */
export interface StoredTableScore extends TableScore {
  readonly role: 'candidate' | 'reference';
  readonly model: string;
}

interface Row {
  readonly bundle: number;
  readonly member: number;
  readonly line: number;
  readonly benchmark: string;
  readonly version: string | null;
  readonly metric: string;
  readonly key: string | null;
  readonly sample: string | null;
  readonly epoch: number | null;
  readonly value_exact: string;
  readonly numeric: number | null;
  readonly extra_json: string;
  readonly role: string;
  readonly model: string;
}

export function addTableScores(db: WritableDb, rows: readonly TableScore[]): void {
  for (const row of rows) {
    run(
      db,
      `INSERT INTO table_score (bundle, member, line, benchmark, version, metric, key, sample, epoch, value_exact,
         numeric, extra_json)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      row.bundle,
      row.member,
      row.line,
      row.benchmark,
      row.version,
      row.metric,
      row.key,
      row.sample,
      row.epoch,
      exactJson(row.value),
      finiteOrNull(row.numeric),
      JSON.stringify(row.extra),
    );
  }
}

/** @returns the rows of all score tables in a case's accepted bundles, by bundle, member and line. */
export function listTableScoresOfCase(db: ReadableDb, caseId: CaseId): StoredTableScore[] {
  return all<Row>(
    db,
    `SELECT t.*, b.role, b.model FROM table_score t JOIN accepted_bundle b ON b.id = t.bundle
     WHERE b.case_id = ? ORDER BY t.id`,
    caseId,
  ).map((row) => ({
    bundle: asBundleRow(row.bundle),
    member: asMemberRow(row.member),
    line: row.line,
    benchmark: row.benchmark,
    version: row.version,
    metric: row.metric,
    key: row.key,
    sample: row.sample,
    epoch: row.epoch,
    value: exactJsonFrom(row.value_exact),
    numeric: row.numeric,
    extra: objectFrom(row.extra_json),
    role: oneOf(['candidate', 'reference'], row.role),
    model: row.model,
  }));
}
