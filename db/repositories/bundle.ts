import type { CaseId, Instant, PersonId, ProducerId, Sha384 } from '../../core/brand.ts';
import {
  bytesFrom,
  caseFrom,
  digestFrom,
  instantFrom,
  instantOrNull,
  oneOf,
  personFrom,
  personOrNull,
  producerFrom,
} from '../column.ts';
import { all, get, type ReadableDb, run, type WritableDb } from '../handle.ts';
import { asBundleRow, type BundleRow } from '../row-id.ts';
import { transaction } from '../transaction.ts';

/** A sealed bundle that came in and whose manifest was believed. */
export interface NewBundle {
  /** SHA-384 of the sealed file as received; names its file in `evidence/`. */
  readonly sealedDigest: Sha384;
  /** Bytes. */
  readonly sealedSize: number;
  readonly bundleId: string;
  readonly producerId: ProducerId;
  readonly sequence: number;
  readonly caseKey: string;
  readonly developer: string;
  readonly model: string;
  readonly version: string;
  readonly role: 'candidate' | 'reference';
  readonly marking: string;
  readonly createdAt: Instant;
  readonly windowOpensAt: Instant | null;
  readonly windowClosesAt: Instant | null;
  /** The manifest's DSSE envelope. */
  readonly envelope: Uint8Array;
  /** SHA-384 of the signed statement: what the producer's next bundle names as `previous`. */
  readonly manifestDigest: Sha384;
  /** SHA-384 of the sealed file's head, by which an exchanged file is noticed without reading the whole. */
  readonly headDigest: Sha384;
  /** The roster under which it was believed. */
  readonly rosterDigest: Sha384;
  readonly receivedBy: PersonId;
  readonly receivedAt: Instant;
}

export interface Acceptance {
  readonly caseId: CaseId;
  readonly by: PersonId;
  readonly witness: PersonId | null;
  readonly at: Instant;
}

/** A bundle that counts. */
export interface AcceptedBundle extends NewBundle {
  readonly row: BundleRow;
  readonly caseId: CaseId;
  readonly acceptedBy: PersonId;
  readonly witness: PersonId | null;
  readonly acceptedAt: Instant;
}

interface Row {
  readonly id: number;
  readonly sealed_digest: string;
  readonly sealed_size: number;
  readonly bundle_id: string;
  readonly producer_id: string;
  readonly sequence: number;
  readonly case_key: string;
  readonly developer: string;
  readonly model: string;
  readonly model_version: string;
  readonly role: string;
  readonly marking: string;
  readonly created_at: string;
  readonly window_opens_at: string | null;
  readonly window_closes_at: string | null;
  readonly envelope: Uint8Array;
  readonly manifest_digest: string;
  readonly head_digest: string;
  readonly roster_digest: string;
  readonly received_by: string;
  readonly received_at: string;
  readonly case_id: string;
  readonly accepted_by: string;
  readonly witness: string | null;
  readonly accepted_at: string;
}

function bundleOf(row: Row): AcceptedBundle {
  return {
    row: asBundleRow(row.id),
    sealedDigest: digestFrom(row.sealed_digest),
    sealedSize: row.sealed_size,
    bundleId: row.bundle_id,
    producerId: producerFrom(row.producer_id),
    sequence: row.sequence,
    caseKey: row.case_key,
    developer: row.developer,
    model: row.model,
    version: row.model_version,
    role: oneOf(['candidate', 'reference'], row.role),
    marking: row.marking,
    createdAt: instantFrom(row.created_at),
    windowOpensAt: instantOrNull(row.window_opens_at),
    windowClosesAt: instantOrNull(row.window_closes_at),
    envelope: bytesFrom(row.envelope),
    manifestDigest: digestFrom(row.manifest_digest),
    headDigest: digestFrom(row.head_digest),
    rosterDigest: digestFrom(row.roster_digest),
    receivedBy: personFrom(row.received_by),
    receivedAt: instantFrom(row.received_at),
    caseId: caseFrom(row.case_id),
    acceptedBy: personFrom(row.accepted_by),
    witness: personOrNull(row.witness),
    acceptedAt: instantFrom(row.accepted_at),
  };
}

/**
 * Begins the rows of a bundle. They count for nothing until `acceptBundle`.
 * @throws Refusal `vault.constraint` where these bytes, this bundle id or this sequence of the producer is there already
 */
export function addBundle(db: WritableDb, bundle: NewBundle): BundleRow {
  const { id } = run(
    db,
    `INSERT INTO bundle (sealed_digest, sealed_size, bundle_id, producer_id, sequence, case_key, developer, model,
       model_version, role, marking, created_at, window_opens_at, window_closes_at, envelope, manifest_digest,
       head_digest, roster_digest, received_by, received_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    bundle.sealedDigest,
    bundle.sealedSize,
    bundle.bundleId,
    bundle.producerId,
    bundle.sequence,
    bundle.caseKey,
    bundle.developer,
    bundle.model,
    bundle.version,
    bundle.role,
    bundle.marking,
    bundle.createdAt,
    bundle.windowOpensAt,
    bundle.windowClosesAt,
    bundle.envelope,
    bundle.manifestDigest,
    bundle.headDigest,
    bundle.rosterDigest,
    bundle.receivedBy,
    bundle.receivedAt,
  );
  return asBundleRow(id);
}

/** Makes a bundle count. Belongs in the `commit` of `keep()` in evidence.ts, together with its audit event. */
export function acceptBundle(db: WritableDb, bundle: BundleRow, acceptance: Acceptance): void {
  run(
    db,
    'INSERT INTO bundle_acceptance (bundle, case_id, accepted_by, witness, accepted_at) VALUES (?, ?, ?, ?, ?)',
    bundle,
    acceptance.caseId,
    acceptance.by,
    acceptance.witness,
    acceptance.at,
  );
}

/** Removes the rows of a bundle that was not accepted. An accepted one is refused by the schema. */
export function discardBundle(db: WritableDb, bundle: BundleRow): void {
  transaction(db, () => {
    run(db, 'DELETE FROM finding WHERE bundle = ?', bundle);
    run(
      db,
      `DELETE FROM attempt_score WHERE attempt IN
         (SELECT a.id FROM attempt a JOIN run r ON r.id = a.run WHERE r.bundle = ?)`,
      bundle,
    );
    run(db, 'DELETE FROM attempt WHERE run IN (SELECT id FROM run WHERE bundle = ?)', bundle);
    run(db, 'DELETE FROM run_score WHERE run IN (SELECT id FROM run WHERE bundle = ?)', bundle);
    run(db, 'DELETE FROM run WHERE bundle = ?', bundle);
    run(db, 'DELETE FROM table_score WHERE bundle = ?', bundle);
    run(db, 'DELETE FROM intake_file WHERE bundle = ?', bundle);
    run(db, 'DELETE FROM index_digest WHERE member IN (SELECT id FROM member WHERE bundle = ?)', bundle);
    run(db, 'DELETE FROM member WHERE bundle = ?', bundle);
    run(db, 'DELETE FROM checklist_step WHERE bundle = ?', bundle);
    run(db, 'DELETE FROM bundle WHERE id = ?', bundle);
  });
}

/**
 * Removes some of the rows of a bundle that was not accepted, in a transaction short enough for a person who writes at
 * the desk meanwhile. What is left when this stops counts for nothing, as before.
 * @param most attempts or table rows
 * @returns whether there may be more
 */
export function discardSomeRows(db: WritableDb, bundle: BundleRow, most: number): boolean {
  return transaction(db, () => {
    const attempts = all<{ id: number }>(
      db,
      'SELECT a.id FROM run r CROSS JOIN attempt a ON a.run = r.id WHERE r.bundle = ? LIMIT ?',
      bundle,
      most,
    );
    const ids = JSON.stringify(attempts.map(({ id }) => id));
    run(db, 'DELETE FROM attempt_score WHERE attempt IN (SELECT value FROM json_each(?))', ids);
    run(db, 'DELETE FROM attempt WHERE id IN (SELECT value FROM json_each(?))', ids);
    if (attempts.length > 0) return true;
    const { changes } = run(
      db,
      'DELETE FROM table_score WHERE id IN (SELECT id FROM table_score WHERE bundle = ? LIMIT ?)',
      bundle,
      most,
    );
    return changes > 0;
  });
}

/** @returns the rows of the bundles that were not accepted. */
export function listUnfinishedBundles(db: ReadableDb): BundleRow[] {
  return all<{ id: number }>(
    db,
    'SELECT id FROM bundle WHERE id NOT IN (SELECT bundle FROM bundle_acceptance) ORDER BY id',
  ).map(({ id }) => asBundleRow(id));
}

/** Removes the rows of every bundle that was not accepted. Runs at every opening. @returns their sealed digests */
export function purgeUnfinishedImports(db: WritableDb): Sha384[] {
  const rows = all<{ id: number; sealed_digest: string }>(
    db,
    'SELECT id, sealed_digest FROM bundle WHERE id NOT IN (SELECT bundle FROM bundle_acceptance)',
  );
  for (const row of rows) discardBundle(db, asBundleRow(row.id));
  return rows.map((row) => digestFrom(row.sealed_digest));
}

export function isAcceptedDigest(db: ReadableDb, digest: Sha384): boolean {
  return get(db, 'SELECT 1 FROM accepted_bundle WHERE sealed_digest = ?', digest) !== undefined;
}

export function getBundle(db: ReadableDb, digest: Sha384): AcceptedBundle | undefined {
  const row = get<Row>(db, 'SELECT * FROM accepted_bundle WHERE sealed_digest = ?', digest);
  return row && bundleOf(row);
}

export function getBundleByRow(db: ReadableDb, bundle: BundleRow): AcceptedBundle | undefined {
  const row = get<Row>(db, 'SELECT * FROM accepted_bundle WHERE id = ?', bundle);
  return row && bundleOf(row);
}

/** @returns the accepted bundle that carries this id of this producer. */
export function findBundleById(db: ReadableDb, producer: ProducerId, bundleId: string): AcceptedBundle | undefined {
  const row = get<Row>(db, 'SELECT * FROM accepted_bundle WHERE producer_id = ? AND bundle_id = ?', producer, bundleId);
  return row && bundleOf(row);
}

/** @returns the bundle of this producer with the highest sequence, for the check against gaps and rollbacks. */
export function lastBundleOf(db: ReadableDb, producer: ProducerId): AcceptedBundle | undefined {
  const row = get<Row>(
    db,
    'SELECT * FROM accepted_bundle WHERE producer_id = ? ORDER BY sequence DESC LIMIT 1',
    producer,
  );
  return row && bundleOf(row);
}

/** @returns the accepted bundles of a case, in the order they came in, whatever the clock said then. */
export function listBundlesOfCase(db: ReadableDb, caseId: CaseId): AcceptedBundle[] {
  return all<Row>(db, 'SELECT * FROM accepted_bundle WHERE case_id = ? ORDER BY id', caseId).map(bundleOf);
}

/** @returns all accepted bundles, in the order they came in. */
export function listBundles(db: ReadableDb): AcceptedBundle[] {
  return all<Row>(db, 'SELECT * FROM accepted_bundle ORDER BY id').map(bundleOf);
}
