import { Refusal } from '../core/failure.ts';
import { asCaseId } from '../db/column.ts';
import { type CaseFile, getCase } from '../db/repositories/case-file.ts';
import type { Desk } from './desk.ts';

/** @throws Refusal `desk.no-such-case` */
export function requireCase(desk: Desk, caseId: string): CaseFile {
  const id = asCaseId(caseId);
  const found = id && getCase(desk.vault.db, id);
  if (found) return found;
  throw new Refusal('desk.no-such-case', 'There is no such case on this desk.', {
    where: caseId,
    remedy: 'List the cases to see their ids.',
  });
}
