import type { CaseId, Instant } from '../../core/brand.ts';
import type { Severity } from '../../core/inspect/finding.ts';
import { caseFrom, instantFrom, oneOf } from '../column.ts';
import { all, type ReadableDb, type WritableDb, run as write } from '../handle.ts';
import { asBundleRow, asRunRow, type BundleRow, type RunRow } from '../row-id.ts';

/** What is odd about a bundle, one of its runs, or a case. */
export interface NewFinding {
  readonly about: { readonly bundle: BundleRow; readonly run: RunRow | null } | { readonly caseId: CaseId };
  /** A `FindingCode` of core/inspect, a `FailureCode`, or `reviewer`. */
  readonly code: string;
  readonly severity: Severity;
  readonly member: string | null;
  readonly detail: string;
  /** A person's id, or `scrutineer` for what the program itself found. */
  readonly by: string;
  readonly at: Instant;
}

export interface StoredFinding {
  readonly id: number;
  readonly bundle: BundleRow | null;
  readonly run: RunRow | null;
  readonly caseId: CaseId;
  readonly code: string;
  readonly severity: Severity;
  readonly member: string | null;
  readonly detail: string;
  readonly by: string;
  readonly at: Instant;
}

interface Row {
  readonly id: number;
  readonly bundle: number | null;
  readonly run: number | null;
  readonly case_id: string;
  readonly code: string;
  readonly severity: string;
  readonly member: string | null;
  readonly detail: string;
  readonly found_by: string;
  readonly found_at: string;
}

export function addFindings(db: WritableDb, findings: readonly NewFinding[]): void {
  for (const finding of findings) {
    const { about } = finding;
    write(
      db,
      `INSERT INTO finding (bundle, run, case_id, code, severity, member, detail, found_by, found_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      'bundle' in about ? about.bundle : null,
      'bundle' in about ? about.run : null,
      'caseId' in about ? about.caseId : null,
      finding.code,
      finding.severity,
      finding.member,
      finding.detail,
      finding.by,
      finding.at,
    );
  }
}

/** @returns the findings on a case, on its accepted bundles and on their runs, in the order they were made. */
export function listFindingsOfCase(db: ReadableDb, caseId: CaseId): StoredFinding[] {
  return all<Row>(
    db,
    `SELECT * FROM
       (SELECT id, bundle, run, case_id, code, severity, member, detail, found_by, found_at FROM finding WHERE case_id = ?
        UNION ALL
        SELECT f.id, f.bundle, f.run, a.case_id, f.code, f.severity, f.member, f.detail, f.found_by, f.found_at
        FROM bundle_acceptance a CROSS JOIN finding f ON f.bundle = a.bundle WHERE a.case_id = ?)
     ORDER BY id`,
    caseId,
    caseId,
  ).map((row) => ({
    id: row.id,
    bundle: row.bundle === null ? null : asBundleRow(row.bundle),
    run: row.run === null ? null : asRunRow(row.run),
    caseId: caseFrom(row.case_id),
    code: row.code,
    severity: oneOf(['alarm', 'notice'], row.severity),
    member: row.member,
    detail: row.detail,
    by: row.found_by,
    at: instantFrom(row.found_at),
  }));
}
