import { checkVault as checkStore } from '../db/check.ts';
import { checkRecords } from './check-records.ts';
import { ANY_ROLE } from './standing.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/** Checks the whole vault: database pages and structure, every sealed file against its digest, the keyslots. */
export const checkVault = useCase('checkVault', ANY_ROLE, async (desk) => {
  const { folder, db, vaultId } = desk.vault;
  const stored = await checkStore(folder, db, vaultId, {
    ...(desk.signal === undefined ? {} : { signal: desk.signal }),
    onProgress: (done, total) => desk.onProgress?.('sealed files', done, total),
  });
  const steps = [...stored, checkRecords(db)];
  const problems = steps.filter(({ outcome }) => outcome === 'failed').length;
  recorded(desk, () => ({
    result: undefined,
    events: [{ act: 'vault.checked', subject: vaultId, detail: { problems } }],
  }));
  return { ok: problems === 0, steps };
});
