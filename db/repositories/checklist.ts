import type { CheckStep, Outcome } from '../../core/envelope/checklist.ts';
import type { FailureCode } from '../../core/failure-code.ts';
import { oneOf } from '../column.ts';
import { all, type ReadableDb, run, type WritableDb } from '../handle.ts';
import type { BundleRow, QuarantineRow } from '../row-id.ts';

/** Whose checklist it is. */
export type ChecklistOwner = { readonly bundle: BundleRow } | { readonly quarantine: QuarantineRow };

const OUTCOMES: readonly Outcome[] = ['passed', 'failed', 'not-checked', 'warning'];

/** Keeps a whole checklist in its order. */
export function addChecklist(db: WritableDb, owner: ChecklistOwner, steps: readonly CheckStep[]): void {
  for (const [position, step] of steps.entries()) {
    run(
      db,
      `INSERT INTO checklist_step (bundle, quarantine, position, step, outcome, code, detail)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      'bundle' in owner ? owner.bundle : null,
      'quarantine' in owner ? owner.quarantine : null,
      position,
      step.step,
      step.outcome,
      step.code,
      step.detail,
    );
  }
}

/** @returns the checklist in its order; empty where none was kept. */
export function listChecklist(db: ReadableDb, owner: ChecklistOwner): CheckStep[] {
  const rows =
    'bundle' in owner
      ? all<Row>(db, 'SELECT * FROM checklist_step WHERE bundle = ? ORDER BY position', owner.bundle)
      : all<Row>(db, 'SELECT * FROM checklist_step WHERE quarantine = ? ORDER BY position', owner.quarantine);
  return rows.map((row) => ({
    step: row.step,
    outcome: oneOf(OUTCOMES, row.outcome),
    code: row.code as FailureCode | null, // written from a CheckStep alone
    detail: row.detail,
  }));
}

interface Row {
  readonly step: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly detail: string;
}
