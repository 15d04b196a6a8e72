import type { CaseId } from '../core/brand.ts';
import { asCaseId } from '../db/column.ts';
import type { ReadableDb } from '../db/handle.ts';
import { getAttempt, runOfAttempt } from '../db/repositories/attempt.ts';
import { getCase } from '../db/repositories/case-file.ts';
import { getDecision } from '../db/repositories/decision.ts';
import { listDrafts as listKept } from '../db/repositories/draft.ts';
import { getRun } from '../db/repositories/run.ts';
import { asAttemptRow } from '../db/row-id.ts';
import { draftForm } from './contract/drafts.ts';
import type { Output } from './contract.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

type Waiting = Output<'listDrafts'>[number];
type Attempt = Waiting['attempt'];

/** Lists the forms that the actor has begun and not handed in, with what each is about. */
export const listDrafts = useCase('listDrafts', ANY_ROLE, async ({ vault: { db }, actor }) =>
  listKept(db, actor).flatMap(({ name, savedAt }): Waiting[] => {
    const [kind, about = ''] = name.split(':');
    const form = draftForm.safeParse(kind);
    if (!form.success) return [];
    const attempt = form.data === 'adjudication' ? attemptOf(db, Number(about)) : undefined;
    const caseId = attempt?.caseId ?? getDecision(db, about)?.caseId ?? asCaseId(about);
    return [{ form: form.data, savedAt, file: fileOf(db, caseId), attempt: attempt?.shown ?? null }];
  }),
);

function fileOf(db: ReadableDb, caseId: CaseId | undefined): Waiting['file'] {
  const file = caseId && getCase(db, caseId);
  if (!file) return null;
  const { id, developer, model, version } = file;
  return { caseId: id, developer, model, version };
}

function attemptOf(db: ReadableDb, row: number): { caseId: CaseId; shown: Attempt } | undefined {
  const attempt = Number.isSafeInteger(row) ? getAttempt(db, asAttemptRow(row)) : undefined;
  const runId = attempt && runOfAttempt(db, attempt.row);
  const run = runId && getRun(db, runId);
  if (!attempt || !run) return undefined;
  const { sampleIdText: sample, epoch } = attempt;
  return { caseId: run.caseId, shown: { attemptId: attempt.row, runId: run.runId, sample, epoch } };
}
