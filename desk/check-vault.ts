import type { CheckStep } from '../core/envelope/checklist.ts';
import { isRefusal } from '../core/failure.ts';
import { checkVault as checkStore } from '../db/check.ts';
import { checkChain } from './check-chain.ts';
import { checkIndex } from './check-index.ts';
import { checkRecords } from './check-records.ts';
import type { Desk } from './desk.ts';
import { ANY_ROLE } from './standing.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/**
 * Checks the whole vault: database pages, structure and schema, every sealed file against its digest, the keyslots, the
 * audit chain, every row that an act added against the chain, and every number that was indexed from a log.
 */
export const checkVault = useCase('checkVault', ANY_ROLE, async (desk) => {
  const { folder, db, vaultId } = desk.vault;
  const stored = await checkStore(folder, db, vaultId, {
    ...(desk.signal === undefined ? {} : { signal: desk.signal }),
    onProgress: (done, total) => desk.onProgress?.('sealed files', done, total),
  });
  const steps = [...stored, ...(await checkRows(desk))];
  const problems = steps.filter(({ outcome }) => outcome === 'failed').length;
  recorded(desk, () => ({
    result: undefined,
    events: [{ act: 'vault.checked', subject: vaultId, detail: { problems } }],
  }));
  return { ok: problems === 0, steps };
});

/** A row that cannot even be read as what it ought to be ends the checks of rows: it was changed past the schema. */
async function checkRows(desk: Desk): Promise<CheckStep[]> {
  const steps: CheckStep[] = [];
  const checks = [() => checkChain(desk, []).steps, () => checkRecords(desk.vault.db), () => checkIndex(desk)] as const;
  for (const check of checks) {
    try {
      steps.push(...(await check()));
    } catch (error) {
      if (!isRefusal(error) || error.code === 'cancelled') throw error;
      steps.push({ step: 'rows can be read', outcome: 'failed', code: error.code, detail: error.message });
    }
  }
  return steps;
}
