import type { CheckStep } from '../core/envelope/checklist.ts';
import type { FailureCode } from '../core/failure-code.ts';

/** More than this is counted and not told one by one. */
const MOST_TOLD = 20;

/** @returns the step that failed, with what was found, or undefined where nothing was */
export function faultStep(step: string, code: FailureCode, faults: readonly string[]): CheckStep | undefined {
  if (faults.length === 0) return undefined;
  const more = faults.length > MOST_TOLD ? ` And ${faults.length - MOST_TOLD} more.` : '';
  return { step, outcome: 'failed', code, detail: `${faults.slice(0, MOST_TOLD).join('; ')}.${more}` };
}
