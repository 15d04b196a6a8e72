import { counted } from '../core/counted.ts';
import type { CheckStep } from '../core/envelope/checklist.ts';
import { bundleRowsDigest, listCountingBundles, listIndexedMembers, memberRowsDigest } from '../db/index-digest.ts';
import { iterateAuditEvents } from '../db/repositories/audit-event.ts';
import { faultStep } from './check-step.ts';
import type { Desk } from './desk.ts';
import { textOf } from './record-of-act.ts';

const STEP = 'numbers indexed from logs';

/**
 * Digests anew everything that was indexed from logs and score tables, and compares it with what was kept at the import:
 * log by log with the digests beside the rows, and those with the one in the audit event. The chain itself must have been
 * verified.
 * @throws Refusal `cancelled`
 */
export async function checkIndex(desk: Desk): Promise<CheckStep[]> {
  const { db } = desk.vault;
  const told = new Map<string, string>();
  for (const { act, detail } of iterateAuditEvents(db)) {
    const [sealed, digest] = [textOf(detail, 'sealedDigest'), textOf(detail, 'indexDigest')];
    if (act === 'bundle.imported' && sealed !== undefined && digest !== undefined) told.set(sealed, digest);
  }
  const bundles = listCountingBundles(db);
  const faults: string[] = [];
  let logs = 0;
  let uncovered = 0;
  for (const [done, { bundle, sealedDigest }] of bundles.entries()) {
    desk.onProgress?.('indexed numbers', done, bundles.length);
    const kept = told.get(sealedDigest);
    if (kept === undefined) {
      uncovered += 1;
      continue;
    }
    const name = `bundle ${sealedDigest.slice(0, 16)}`;
    for (const { member, name: log, digest } of listIndexedMembers(db, bundle)) {
      logs += 1;
      if (digest !== (await memberRowsDigest(db, member, desk.signal))) faults.push(`${name}: the rows of ${log}`);
    }
    if (bundleRowsDigest(db, bundle) !== kept) faults.push(`${name}: its own rows, members, checklist or findings`);
  }
  desk.onProgress?.('indexed numbers', bundles.length, bundles.length);
  const whole: CheckStep = {
    step: STEP,
    outcome: 'passed',
    code: null,
    detail: `${counted(logs, 'log or score table', 'logs and score tables')} of ${counted(bundles.length - uncovered, 'bundle')}, in the vault as read at the import.`,
  };
  return [
    faultStep(
      STEP,
      'vault.index-changed',
      faults.map((fault) => `not as imported: ${fault}`),
    ) ?? whole,
    ...uncoveredStep(uncovered),
  ];
}

function uncoveredStep(uncovered: number): CheckStep[] {
  if (uncovered === 0) return [];
  const detail = `${counted(uncovered, 'bundle')} of an earlier version, which kept no digest of what it read.`;
  return [{ step: 'bundles without a digest', outcome: 'not-checked', code: null, detail }];
}
