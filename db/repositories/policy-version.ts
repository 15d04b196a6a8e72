import type { Instant, PersonId, Sha384 } from '../../core/brand.ts';
import { bytesFrom, digestFrom, instantFrom, personFrom } from '../column.ts';
import { all, get, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** A threshold policy that was imported, as signed. */
export interface PolicyVersion {
  readonly digest: Sha384;
  readonly policyId: string;
  readonly version: string;
  readonly envelope: Uint8Array;
  readonly importedBy: PersonId;
  readonly importedAt: Instant;
}

interface Row {
  readonly digest: string;
  readonly policy_id: string;
  readonly version: string;
  readonly envelope: Uint8Array;
  readonly imported_by: string;
  readonly imported_at: string;
}

function versionOf(row: Row): PolicyVersion {
  return {
    digest: digestFrom(row.digest),
    policyId: row.policy_id,
    version: row.version,
    envelope: bytesFrom(row.envelope),
    importedBy: personFrom(row.imported_by),
    importedAt: instantFrom(row.imported_at),
  };
}

/** @throws Refusal `vault.constraint` where this policy, or its version, is there already */
export function addPolicyVersion(db: WritableDb, version: PolicyVersion): void {
  run(
    db,
    `INSERT INTO policy_version (digest, policy_id, version, envelope, imported_by, imported_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    version.digest,
    version.policyId,
    version.version,
    version.envelope,
    version.importedBy,
    version.importedAt,
  );
}

/** @returns the policy imported last. */
export function currentPolicy(db: ReadableDb): PolicyVersion | undefined {
  const row = get<Row>(db, 'SELECT * FROM policy_version ORDER BY id DESC LIMIT 1');
  return row && versionOf(row);
}

export function getPolicyVersion(db: ReadableDb, digest: Sha384): PolicyVersion | undefined {
  const row = get<Row>(db, 'SELECT * FROM policy_version WHERE digest = ?', digest);
  return row && versionOf(row);
}

/** @returns all policies, in the order of import. */
export function listPolicyVersions(db: ReadableDb): PolicyVersion[] {
  return all<Row>(db, 'SELECT * FROM policy_version ORDER BY id').map(versionOf);
}
