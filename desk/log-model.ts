import type { CaseId } from '../core/brand.ts';
import type { ReadableDb } from '../db/handle.ts';
import { listRunsOfCase } from '../db/repositories/run.ts';

/**
 * @returns the name under which most logs of a case know the model of this role, or undefined where it has no logs; scores
 *   from elsewhere that name no model are of the same one
 */
export function modelOfLogs(db: ReadableDb, caseId: CaseId, role: 'candidate' | 'reference'): string | undefined {
  const runs = listRunsOfCase(db, caseId).filter((run) => run.role === role);
  return [...Map.groupBy(runs, ({ model }) => model)].sort(([, one], [, other]) => other.length - one.length)[0]?.[0];
}
