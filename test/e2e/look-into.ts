import { expect } from 'vitest';
import type { ReadableDb } from '../../db/handle.ts';
import { iterateAuditEvents } from '../../db/repositories/audit-event.ts';
import { openVault, type Vault } from '../../db/vault.ts';
import { CAST, passphraseOf } from '../desk-world/people.ts';
import { expectSound } from '../desk-world/traces.ts';

/**
 * Opens a vault that the program has let go of, expects it to be sound, and looks into it.
 * @returns what the look found
 */
export async function lookInto<Found>(
  folder: string,
  look: (vault: Vault) => Found | Promise<Found>,
  credentials = { person: CAST.cora.id, passphrase: passphraseOf('cora') },
): Promise<Found> {
  const vault = openVault(folder, credentials);
  try {
    expect(vault.swept).toEqual({ removed: [], unfinishedBundles: [] });
    await expectSound(vault);
    return await look(vault);
  } finally {
    vault.close();
  }
}

/** @returns how often each act stands in the audit log. */
export function auditActs(db: ReadableDb): Record<string, number> {
  const acts: Record<string, number> = {};
  for (const { act } of iterateAuditEvents(db)) acts[act] = (acts[act] ?? 0) + 1;
  return acts;
}
