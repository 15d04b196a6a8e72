import type { CaseId, Instant, PersonId, Sha384 } from '../../core/brand.ts';
import { bytesFrom, caseFrom, digestFrom, instantFrom, personFrom } from '../column.ts';
import { all, get, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** Estimates of a case against a policy, as they were at one time. */
export interface StoredAssessment {
  /** A UUID given by the desk. */
  readonly id: string;
  readonly caseId: CaseId;
  /** SHA-384 of `document`. */
  readonly digest: Sha384;
  readonly policyDigest: Sha384;
  /** Canonical JSON (RFC 8785). */
  readonly document: Uint8Array;
  readonly by: PersonId;
  readonly at: Instant;
}

interface Row {
  readonly id: string;
  readonly case_id: string;
  readonly digest: string;
  readonly policy_digest: string;
  readonly document: Uint8Array;
  readonly assessed_by: string;
  readonly assessed_at: string;
}

function assessmentOf(row: Row): StoredAssessment {
  return {
    id: row.id,
    caseId: caseFrom(row.case_id),
    digest: digestFrom(row.digest),
    policyDigest: digestFrom(row.policy_digest),
    document: bytesFrom(row.document),
    by: personFrom(row.assessed_by),
    at: instantFrom(row.assessed_at),
  };
}

export function addAssessment(db: WritableDb, assessment: StoredAssessment): void {
  run(
    db,
    `INSERT INTO assessment (id, case_id, digest, policy_digest, document, assessed_by, assessed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    assessment.id,
    assessment.caseId,
    assessment.digest,
    assessment.policyDigest,
    assessment.document,
    assessment.by,
    assessment.at,
  );
}

/** @returns the assessment, or undefined where there is none; a decision that was drafted elsewhere names none (null). */
export function getAssessment(db: ReadableDb, id: string | null): StoredAssessment | undefined {
  const row = get<Row>(db, 'SELECT * FROM assessment WHERE id = ?', id);
  return row && assessmentOf(row);
}

/** @returns the assessment of a case made last. */
export function latestAssessment(db: ReadableDb, caseId: CaseId): StoredAssessment | undefined {
  const row = get<Row>(db, 'SELECT * FROM assessment WHERE case_id = ? ORDER BY rowid DESC LIMIT 1', caseId);
  return row && assessmentOf(row);
}

/** @returns the assessments of a case, the newest first. */
export function listAssessments(db: ReadableDb, caseId: CaseId): StoredAssessment[] {
  return all<Row>(db, 'SELECT * FROM assessment WHERE case_id = ? ORDER BY rowid DESC', caseId).map(assessmentOf);
}
