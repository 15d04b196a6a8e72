import type { CheckStep, Outcome } from '../envelope/checklist.ts';
import { Refusal } from '../failure.ts';
import type { FailureCode } from '../failure-code.ts';

/** The steps of a bundle's verification, in their order. */
export const BUNDLE_STEPS = [
  'readable',
  'addressed-to-this-desk',
  'manifest-signed',
  'producer-trusted',
  'marking-within-ceiling',
  'not-seen-before',
  'members-complete',
  'logs-readable',
  'claims-recomputed',
] as const;
export type BundleStep = (typeof BUNDLE_STEPS)[number];

/** Thrown to leave the checklist: a step has failed and is written down. */
export class Stopped extends Error {}

/** The checklist as it fills; what is never reached reads `not-checked`. */
export class Checklist {
  readonly #steps = new Map<BundleStep, CheckStep>();
  readonly #onStep: ((step: CheckStep) => void) | undefined;

  /** @param onStep told of each step as it is written down, again where a later finding changes it */
  constructor(onStep?: (step: CheckStep) => void) {
    this.#onStep = onStep;
  }

  /** Writes one step down. */
  note(step: BundleStep, outcome: Outcome, code: FailureCode | null, detail: string): void {
    const written: CheckStep = { step, outcome, code, detail };
    this.#steps.set(step, written);
    this.#onStep?.(written);
  }

  /**
   * Runs one step. A refusal fails the step and leaves the checklist; a cancelled act and a defect go through.
   * @param check gives the sentence of a passed step, or undefined where it has written the step down itself
   * @throws Stopped where the step failed
   */
  async run(step: BundleStep, check: () => Promise<string | undefined> | string | undefined): Promise<void> {
    try {
      const detail = await check();
      if (detail !== undefined) this.note(step, 'passed', null, detail);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'cancelled') throw error;
      this.note(step, 'failed', error.code, sentence(error));
      throw new Stopped();
    }
  }

  /** @returns every step in order. */
  steps(): CheckStep[] {
    return BUNDLE_STEPS.map(
      (step) =>
        this.#steps.get(step) ?? {
          step,
          outcome: 'not-checked',
          code: null,
          detail: 'Not checked, because an earlier step failed.',
        },
    );
  }
}

function sentence({ message, where, remedy }: Refusal): string {
  return [message, where === undefined ? '' : `(${where})`, remedy ?? ''].filter((part) => part !== '').join(' ');
}
