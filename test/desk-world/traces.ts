import { readdirSync } from 'node:fs';
import { expect } from 'vitest';
import { verifyChain } from '../../core/audit/verify.ts';
import { checkVault } from '../../db/check.ts';
import { all, get, type ReadableDb } from '../../db/handle.ts';
import { iterateAuditEvents } from '../../db/repositories/audit-event.ts';
import type { Vault } from '../../db/vault.ts';

/** How many rows each table of a vault has, and what lies on its shelves: all that an act can leave behind. */
export interface Traces {
  readonly rows: Readonly<Record<string, number>>;
  readonly evidence: readonly string[];
  readonly quarantine: readonly string[];
}

function rowCounts(db: ReadableDb): Record<string, number> {
  const tables = all<{ name: string }>(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  return Object.fromEntries(
    tables.map(({ name }) => [name, get<{ n: number }>(db, `SELECT count(*) AS n FROM "${name}"`)?.n ?? -1]),
  );
}

export function tracesOf({ db, folder }: Vault): Traces {
  return {
    rows: rowCounts(db),
    evidence: readdirSync(folder.evidence).sort(),
    quarantine: readdirSync(folder.quarantine).sort(),
  };
}

/** @returns the rows without some tables, for acts that may leave a trace there and nowhere else. */
export function rowsBut({ rows }: Traces, ...tables: readonly string[]): Record<string, number> {
  return Object.fromEntries(Object.entries(rows).filter(([name]) => !tables.includes(name)));
}

/** Expects a sound vault: every check of `vault check` passes, nothing unknown lies about, and the audit chain holds. */
export async function expectSound(vault: Vault): Promise<void> {
  const steps = await checkVault(vault.folder, vault.db, vault.vaultId);
  expect(steps.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(verifyChain(iterateAuditEvents(vault.db)).ok).toBe(true);
}
