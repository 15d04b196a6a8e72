import type { CaseId, Instant, PersonId } from '../../core/brand.ts';
import { caseFrom, instantFrom, personFrom } from '../column.ts';
import { all, get, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** One model version under review. */
export interface CaseFile {
  readonly id: CaseId;
  /** The name under which bundles come for this case. */
  readonly caseKey: string;
  readonly developer: string;
  readonly model: string;
  readonly version: string;
  readonly openedBy: PersonId;
  readonly openedAt: Instant;
}

interface Row {
  readonly id: string;
  readonly case_key: string;
  readonly developer: string;
  readonly model: string;
  readonly model_version: string;
  readonly opened_by: string;
  readonly opened_at: string;
}

function caseOf(row: Row): CaseFile {
  return {
    id: caseFrom(row.id),
    caseKey: row.case_key,
    developer: row.developer,
    model: row.model,
    version: row.model_version,
    openedBy: personFrom(row.opened_by),
    openedAt: instantFrom(row.opened_at),
  };
}

/** Opens a case. An import does this in the transaction that accepts the case's first bundle. */
export function addCase(db: WritableDb, file: CaseFile): void {
  run(
    db,
    `INSERT INTO case_file (id, case_key, developer, model, model_version, opened_by, opened_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    file.id,
    file.caseKey,
    file.developer,
    file.model,
    file.version,
    file.openedBy,
    file.openedAt,
  );
}

export function getCase(db: ReadableDb, id: CaseId): CaseFile | undefined {
  const row = get<Row>(db, 'SELECT * FROM case_file WHERE id = ?', id);
  return row && caseOf(row);
}

export function findCaseByKey(db: ReadableDb, caseKey: string): CaseFile | undefined {
  const row = get<Row>(db, 'SELECT * FROM case_file WHERE case_key = ?', caseKey);
  return row && caseOf(row);
}

/** @returns the case whose id starts with this text, for people who type a part of it; undefined unless just one does. */
export function findCaseByPrefix(db: ReadableDb, prefix: string): CaseFile | undefined {
  const rows = all<Row>(db, 'SELECT * FROM case_file WHERE substr(id, 1, length(?)) = ? LIMIT 2', prefix, prefix);
  const [row] = rows;
  return rows.length === 1 && row ? caseOf(row) : undefined;
}

/** @returns all cases, the newest first. */
export function listCases(db: ReadableDb): CaseFile[] {
  return all<Row>(db, 'SELECT * FROM case_file ORDER BY opened_at DESC, id').map(caseOf);
}
