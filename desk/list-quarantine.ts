import type { CheckStep } from '../core/envelope/checklist.ts';
import { listChecklist } from '../db/repositories/checklist.ts';
import { listQuarantine as listEntries } from '../db/repositories/quarantine.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

/** Lists what was kept apart because it failed a check, the newest first. */
export const listQuarantine = useCase('listQuarantine', ANY_ROLE, async ({ vault: { db } }) =>
  listEntries(db).map((entry) => ({
    digest: entry.sealedDigest,
    receivedAt: entry.receivedAt,
    fileName: entry.fileName,
    bytes: entry.sealedSize,
    code: entry.code,
    reason: reasonOf(listChecklist(db, { quarantine: entry.row })),
  })),
);

function reasonOf(steps: readonly CheckStep[]): string {
  return steps.find(({ outcome }) => outcome === 'failed')?.detail ?? 'It failed a check.';
}
