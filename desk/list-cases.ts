import { listCases as listFiles } from '../db/repositories/case-file.ts';
import { caseSummary } from './case-summary.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

/** Lists the cases on this desk, the newest first. */
export const listCases = useCase('listCases', ANY_ROLE, async (desk) =>
  listFiles(desk.vault.db).map((file) => caseSummary(desk, file)),
);
