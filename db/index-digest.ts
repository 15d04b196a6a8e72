import { setImmediate as turn } from 'node:timers/promises';
import type { Sha384 } from '../core/brand.ts';
import { Refusal } from '../core/failure.ts';
import { digestFrom } from './column.ts';
import { all, type ReadableDb, run, type WritableDb } from './handle.ts';
import { RowHash } from './row-hash.ts';
import { asBundleRow, asMemberRow, type BundleRow, type MemberRow } from './row-id.ts';

/** Rows of a log are many: so many are read at a time. */
const PAGE = 500;

/**
 * Digests everything that was indexed from one log or score table, in this order: the run, its metrics, its findings, each
 * attempt followed by its scores; the rows of the table. Each by its row id.
 * @throws Refusal `cancelled`
 */
export async function memberRowsDigest(db: ReadableDb, member: MemberRow, signal?: AbortSignal): Promise<Sha384> {
  const hash = new RowHash(db);
  const found = all<{ id: number }>(
    db,
    `SELECT id, run_id, bundle, member, eval_id, task, task_version, model, status, created, inspect_version, format,
       log_version, epochs, total_samples, completed_samples, invalidated, header_exact FROM run WHERE member = ?`,
    member,
  );
  for (const row of found) {
    hash.add('run', row);
    addAll(hash, 'run_score', all(db, RUN_SCORES, row.id));
    addAll(hash, 'finding', all(db, FINDINGS_OF_RUN, row.id));
    for (let after = 0, more = true; more; ) {
      requireGoing(signal);
      const attempts = all<{ id: number }>(db, ATTEMPTS, row.id, after, PAGE);
      const last = attempts.at(-1)?.id ?? after;
      const scores = Map.groupBy(all<{ attempt: number }>(db, SCORES, row.id, after, last), ({ attempt }) => attempt);
      for (const attempt of attempts) {
        hash.add('attempt', attempt);
        addAll(hash, 'attempt_score', scores.get(attempt.id) ?? []);
      }
      after = last;
      more = attempts.length === PAGE;
      await turn();
    }
  }
  for (let after = 0, more = true; more; ) {
    requireGoing(signal);
    const rows = all<{ id: number }>(db, TABLE_ROWS, member, after, PAGE);
    addAll(hash, 'table_score', rows);
    after = rows.at(-1)?.id ?? after;
    more = rows.length === PAGE;
    await turn();
  }
  return hash.digest();
}

const RUN_SCORES = `SELECT id, run, level, name, scorer, reducer, metric, value_exact, numeric, verdict
  FROM run_score WHERE run = ? ORDER BY id`;
const FINDINGS_OF_RUN = `SELECT id, bundle, run, case_id, code, severity, member, detail, found_by, found_at
  FROM finding WHERE run = ? ORDER BY id`;
const ATTEMPTS = `SELECT id, run, sample_id_exact, sample_id_text, epoch, uuid, locator_exact, state, error, limit_type,
    invalidated, retries, messages, events, tool_calls, content_filter_stops, tokens, total_seconds, working_seconds,
    metadata_exact, input_preview
  FROM attempt WHERE run = ? AND id > ? ORDER BY id LIMIT ?`;
const SCORES = `SELECT s.id, s.attempt, s.scorer, s.key, s.value_exact, s.numeric, s.answer
  FROM attempt a JOIN attempt_score s ON s.attempt = a.id
  WHERE a.run = ? AND a.id > ? AND a.id <= ? ORDER BY a.id, s.id`;
const TABLE_ROWS = `SELECT id, bundle, member, line, benchmark, version, metric, key, sample, epoch, value_exact, numeric,
    extra_json
  FROM table_score WHERE member = ? AND id > ? ORDER BY id LIMIT ?`;

function addAll(hash: RowHash, table: string, rows: readonly object[]): void {
  for (const row of rows) hash.add(table, row);
}

/** Keeps the digest of what was indexed from a member. The bundle must not be accepted yet. */
export function addIndexDigest(db: WritableDb, member: MemberRow, digest: Sha384): void {
  run(db, 'INSERT INTO index_digest (member, digest) VALUES (?, ?)', member, digest);
}

/** A member of a bundle that something was indexed from, and the digest that was kept of it. */
export interface IndexedMember {
  readonly member: MemberRow;
  readonly name: string;
  /** Null where rows were indexed and no digest was kept. */
  readonly digest: Sha384 | null;
}

/** @returns the members of a bundle with a digest, or with rows. */
export function listIndexedMembers(db: ReadableDb, bundle: BundleRow): IndexedMember[] {
  return all<{ id: number; name: string; digest: string | null }>(
    db,
    `SELECT m.id, m.name, d.digest FROM member m LEFT JOIN index_digest d ON d.member = m.id
     WHERE m.bundle = ? AND (d.digest IS NOT NULL OR EXISTS (SELECT 1 FROM run WHERE member = m.id)
       OR EXISTS (SELECT 1 FROM table_score WHERE member = m.id))
     ORDER BY m.id`,
    bundle,
  ).map(({ id, name, digest }) => ({
    member: asMemberRow(id),
    name,
    digest: digest === null ? null : digestFrom(digest),
  }));
}

/**
 * @returns the digest of what a bundle is in the vault: its row, its acceptance, the name it came under, its members, its checklist, the findings
 * on it as a whole, and the digests of what was indexed from each member
 */
export function bundleRowsDigest(db: ReadableDb, bundle: BundleRow): Sha384 {
  const hash = new RowHash(db);
  const rows: readonly (readonly [string, string])[] = [
    [
      'bundle',
      `SELECT id, sealed_digest, sealed_size, bundle_id, producer_id, sequence, case_key, developer, model,
         model_version, role, marking, created_at, window_opens_at, window_closes_at, envelope, manifest_digest,
         head_digest, roster_digest, received_by, received_at FROM bundle WHERE id = ?`,
    ],
    [
      'bundle_acceptance',
      'SELECT bundle, case_id, accepted_by, witness, accepted_at FROM bundle_acceptance WHERE bundle = ?',
    ],
    ['intake_file', 'SELECT bundle, file_name FROM intake_file WHERE bundle = ?'],
    [
      'member',
      `SELECT id, bundle, name, size, offset, digest, role, marking, media_type
       FROM member WHERE bundle = ? ORDER BY id`,
    ],
    [
      'checklist_step',
      `SELECT id, bundle, quarantine, position, step, outcome, code, detail
       FROM checklist_step WHERE bundle = ? ORDER BY id`,
    ],
    [
      'finding',
      `SELECT id, bundle, run, case_id, code, severity, member, detail, found_by, found_at
       FROM finding WHERE bundle = ? AND run IS NULL ORDER BY id`,
    ],
    [
      'index_digest',
      `SELECT d.member, d.digest FROM index_digest d JOIN member m ON m.id = d.member
       WHERE m.bundle = ? ORDER BY d.member`,
    ],
  ];
  for (const [table, query] of rows) addAll(hash, table, all(db, query, bundle));
  return hash.digest();
}

/** @returns every bundle that counts, by its row and the digest of its sealed file, read as the rows stand. */
export function listCountingBundles(db: ReadableDb): { readonly bundle: BundleRow; readonly sealedDigest: string }[] {
  return all<{ id: number; sealed_digest: string }>(
    db,
    `SELECT b.id, b.sealed_digest FROM bundle b JOIN bundle_acceptance a ON a.bundle = b.id ORDER BY b.id`,
  ).map(({ id, sealed_digest }) => ({ bundle: asBundleRow(id), sealedDigest: sealed_digest }));
}

function requireGoing(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Refusal('cancelled', 'Digesting what was indexed was cancelled.');
}
