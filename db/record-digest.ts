import type { Sha384 } from '../core/brand.ts';
import { all, get, type ReadableDb } from './handle.ts';
import { RowHash } from './row-hash.ts';

/*
 * Digests of the rows that persons add, one by one. Each query names its columns, so that a column of a later version
 * does not change what an earlier version digested.
 */
const RECORDS = {
  adjudication: {
    one: `SELECT id, attempt, scorer, key, verdict, value_exact, numeric, excluded, flags_json, rationale, supersedes,
       adjudicated_by, adjudicated_at FROM adjudication WHERE id = ?`,
    keys: 'SELECT id AS key FROM adjudication ORDER BY id',
  },
  typed_score: {
    one: `SELECT id, case_id, role, model, benchmark, version, metric, value_exact, numeric, detail_json, provenance,
       marking, attachment, supersedes, typed_by, typed_at FROM typed_score WHERE id = ?`,
    keys: 'SELECT id AS key FROM typed_score ORDER BY id',
  },
  assessment: {
    one: `SELECT id, case_id, digest, policy_digest, document, assessed_by, assessed_at FROM assessment WHERE id = ?`,
    keys: 'SELECT id AS key FROM assessment ORDER BY id',
  },
  decision: {
    one: `SELECT id, case_id, determination, payload, payload_digest, assessment_id, marking, supersedes, rescinds,
       drafted_by, drafted_at FROM decision WHERE id = ?`,
    keys: 'SELECT id AS key FROM decision ORDER BY id',
  },
  concurrence: {
    one: `SELECT decision, digest, person_id, agency, position, envelope, received_by, received_at
       FROM concurrence WHERE digest = ?`,
    keys: 'SELECT digest AS key FROM concurrence ORDER BY digest',
  },
  notice: {
    one: 'SELECT id, decision, digest, marking, envelope, made_by, made_at FROM notice WHERE id = ?',
    keys: 'SELECT id AS key FROM notice ORDER BY id',
  },
  case_file: {
    one: `SELECT id, case_key, developer, model, model_version, opened_by, opened_at FROM case_file WHERE id = ?`,
    keys: 'SELECT id AS key FROM case_file ORDER BY id',
  },
  person: {
    one: `SELECT id, name, organization, agency, card, card_digest, enrolled_by, enrolled_at FROM person WHERE id = ?`,
    keys: 'SELECT id AS key FROM person ORDER BY id',
  },
  roster_version: {
    one: `SELECT digest, roster_id, sequence, issued_at, envelope, imported_by, imported_at
       FROM roster_version WHERE digest = ?`,
    keys: 'SELECT digest AS key FROM roster_version ORDER BY digest',
  },
  policy_version: {
    one: `SELECT digest, policy_id, version, envelope, imported_by, imported_at FROM policy_version WHERE digest = ?`,
    keys: 'SELECT digest AS key FROM policy_version ORDER BY digest',
  },
} as const;

/** A table whose rows are each of one recorded act. */
export type RecordTable = keyof typeof RECORDS;
export const RECORD_TABLES = Object.keys(RECORDS) as RecordTable[]; // the keys of the table are the union

/** @returns the digest of one row, or undefined where there is none of this key. */
export function recordDigest(db: ReadableDb, table: RecordTable, key: string): Sha384 | undefined {
  const row = get<object>(db, RECORDS[table].one, key);
  return row && new RowHash(db).add(table, row).digest();
}

/** @returns the key of every row, by which `recordDigest` finds it. */
export function recordKeys(db: ReadableDb, table: RecordTable): string[] {
  return all<{ key: string }>(db, RECORDS[table].keys).map(({ key }) => key);
}

/** @returns the digest of all settings that were ever made, in their order. */
export function settingsDigest(db: ReadableDb): Sha384 {
  const hash = new RowHash(db);
  for (const row of all<object>(db, 'SELECT id, name, value_json, set_by, set_at FROM setting ORDER BY id')) {
    hash.add('setting', row);
  }
  return hash.digest();
}
