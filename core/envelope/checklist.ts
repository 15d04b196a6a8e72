import type { FailureCode } from '../failure-code.ts';

/** How one check ended. `not-checked` says that an earlier failure made it unsafe or pointless to go on. */
export type Outcome = 'passed' | 'failed' | 'not-checked' | 'warning';

/** One named step of an ordered check, as shown to the person and stored. */
export interface CheckStep {
  /** A stable name, as `roster.signed-by-root`. */
  readonly step: string;
  readonly outcome: Outcome;
  /** The closed code of a failure or warning; null where there is none. */
  readonly code: FailureCode | null;
  /** A plain sentence for the person. */
  readonly detail: string;
}

/** @returns true where no step failed and none was left unchecked. */
export function allPassed(steps: readonly CheckStep[]): boolean {
  return steps.every((step) => step.outcome === 'passed' || step.outcome === 'warning');
}
