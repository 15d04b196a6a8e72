import type { CheckStep } from '../envelope/checklist.ts';
import { Refusal } from '../failure.ts';
import type { FailureCode } from '../failure-code.ts';

/**
 * One walk down an ordered checklist whose steps are known beforehand. A step that the walk does not reach is written
 * down as not checked, so that a reader never takes silence for a pass.
 */
export class CheckRun {
  readonly #plan: readonly string[];
  readonly #steps: CheckStep[] = [];

  /** @param plan the names of every step, in order */
  constructor(plan: readonly string[]) {
    this.#plan = plan;
  }

  passed(step: string, detail: string): void {
    this.#steps.push({ step, outcome: 'passed', code: null, detail });
  }

  warning(step: string, code: FailureCode, detail: string): void {
    this.#steps.push({ step, outcome: 'warning', code, detail });
  }

  failed(step: string, code: FailureCode, detail: string): void {
    this.#steps.push({ step, outcome: 'failed', code, detail });
  }

  notChecked(step: string, detail: string): void {
    this.#steps.push({ step, outcome: 'not-checked', code: null, detail });
  }

  /** Takes over the steps of another room's checklist. */
  add(steps: readonly CheckStep[]): void {
    this.#steps.push(...steps);
  }

  /**
   * Runs a check that refuses where it fails. What is thrown and is no refusal is a defect, and goes on.
   * @param detail what to say when it passed
   * @returns what the check gave, or undefined where it failed
   */
  attempt<T>(step: string, check: () => T, detail: (value: T) => string): T | undefined {
    try {
      const value = check();
      this.passed(step, detail(value));
      return value;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const where = error.where === undefined ? '' : ` (${error.where})`;
      this.failed(step, error.code, `${error.message}${where}`);
      return undefined;
    }
  }

  /** @returns every step of the plan, reached or not, in the order walked */
  finish(): CheckStep[] {
    const reached = new Set(this.#steps.map((one) => one.step));
    const rest = this.#plan.filter((step) => !reached.has(step));
    const unreached = rest.map(
      (step): CheckStep => ({
        step,
        outcome: 'not-checked',
        code: null,
        detail: 'Not checked, because an earlier step failed.',
      }),
    );
    return [...this.#steps, ...unreached];
  }
}

/** @returns true where no step failed; a step left unchecked for want of a file does not count against the document. */
export function nothingFailed(steps: readonly CheckStep[]): boolean {
  return steps.every((one) => one.outcome !== 'failed');
}
