import type { FailureCode } from './failure-code.ts';

/** What a refusal may add for the person and for a program: names and numbers, never a secret or a score. */
export interface FailureContext {
  /** The file, member or field that was refused. */
  readonly where?: string;
  /** What the person can do next, as a sentence. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

/**
 * A refusal by a check: the input, the state or the person's standing does not allow the act, and nothing was changed.
 * Everything else that is thrown is a defect of the program.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: FailureCode;
  readonly where: string | undefined;
  readonly remedy: string | undefined;

  /**
   * @param code one of the closed union
   * @param message a sentence that says what failed
   */
  constructor(code: FailureCode, message: string, context: FailureContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.code = code;
    this.where = context.where;
    this.remedy = context.remedy;
  }
}

/** @returns true where the value is a refusal with this code (or any refusal, when no code is given). */
export function isRefusal(value: unknown, code?: FailureCode): value is Refusal {
  return value instanceof Refusal && (code === undefined || value.code === code);
}
