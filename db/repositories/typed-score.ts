import type { CaseId, Instant, PersonId, Sha384 } from '../../core/brand.ts';
import type { JsonObject, JsonValue } from '../../core/json/value.ts';
import {
  caseFrom,
  digestFrom,
  exactJson,
  exactJsonFrom,
  finiteOrNull,
  instantFrom,
  objectFrom,
  oneOf,
  personFrom,
} from '../column.ts';
import { all, get, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** A score that a reviewer typed in, for a benchmark that was run by hand. */
export interface TypedScore {
  /** A UUID given by the desk. */
  readonly id: string;
  readonly caseId: CaseId;
  readonly role: 'candidate' | 'reference';
  readonly model: string;
  readonly benchmark: string;
  readonly version: string | null;
  readonly metric: string;
  /** Exact. */
  readonly value: JsonValue;
  readonly numeric: number | null;
  /** Whatever else was typed: counts, standard error, conditions. Plain JSON without NaN or bigint. */
  readonly detail: JsonObject;
  /** Who ran it, where and how. */
  readonly provenance: string;
  readonly marking: string;
  readonly attachment: Sha384 | null;
  /** The typed score that this one corrects. */
  readonly supersedes: string | null;
  readonly by: PersonId;
  readonly at: Instant;
}

interface Row {
  readonly id: string;
  readonly case_id: string;
  readonly role: string;
  readonly model: string;
  readonly benchmark: string;
  readonly version: string | null;
  readonly metric: string;
  readonly value_exact: string;
  readonly numeric: number | null;
  readonly detail_json: string;
  readonly provenance: string;
  readonly marking: string;
  readonly attachment: string | null;
  readonly supersedes: string | null;
  readonly typed_by: string;
  readonly typed_at: string;
}

function scoreOf(row: Row): TypedScore {
  return {
    id: row.id,
    caseId: caseFrom(row.case_id),
    role: oneOf(['candidate', 'reference'], row.role),
    model: row.model,
    benchmark: row.benchmark,
    version: row.version,
    metric: row.metric,
    value: exactJsonFrom(row.value_exact),
    numeric: row.numeric,
    detail: objectFrom(row.detail_json),
    provenance: row.provenance,
    marking: row.marking,
    attachment: row.attachment === null ? null : digestFrom(row.attachment),
    supersedes: row.supersedes,
    by: personFrom(row.typed_by),
    at: instantFrom(row.typed_at),
  };
}

/** @throws Refusal `vault.constraint` where the superseded score was superseded already, or the attachment is not kept */
export function addTypedScore(db: WritableDb, score: TypedScore): void {
  run(
    db,
    `INSERT INTO typed_score (id, case_id, role, model, benchmark, version, metric, value_exact, numeric, detail_json,
       provenance, marking, attachment, supersedes, typed_by, typed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    score.id,
    score.caseId,
    score.role,
    score.model,
    score.benchmark,
    score.version,
    score.metric,
    exactJson(score.value),
    finiteOrNull(score.numeric),
    JSON.stringify(score.detail),
    score.provenance,
    score.marking,
    score.attachment,
    score.supersedes,
    score.by,
    score.at,
  );
}

export function getTypedScore(db: ReadableDb, id: string): TypedScore | undefined {
  const row = get<Row>(db, 'SELECT * FROM typed_score WHERE id = ?', id);
  return row && scoreOf(row);
}

/** @returns the typed scores of a case that stand, in the order they were typed. */
export function listTypedScores(db: ReadableDb, caseId: CaseId): TypedScore[] {
  return all<Row>(db, 'SELECT * FROM current_typed_score WHERE case_id = ? ORDER BY typed_at, id', caseId).map(scoreOf);
}

/** @returns every typed score of a case, superseded ones too. */
export function typedScoreHistory(db: ReadableDb, caseId: CaseId): TypedScore[] {
  return all<Row>(db, 'SELECT * FROM typed_score WHERE case_id = ? ORDER BY rowid', caseId).map(scoreOf);
}
