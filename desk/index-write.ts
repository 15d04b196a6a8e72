import { isRefusal, type Refusal } from '../core/failure.ts';

/**
 * Carries a refusal of the vault (a full disk, say) through a verification, which would otherwise take any refusal
 * while a member is read for a fault of that member.
 */
class WriteRefused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super('The vault refused to keep what was read.', { cause: refusal });
    this.refusal = refusal;
  }
}

/** Runs a write of the index so that its refusal ends the import and blames nobody's log. */
export function writing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isRefusal(error) ? new WriteRefused(error) : error;
  }
}

/** @returns the refusal that `writing` had wrapped, or the error itself. */
export function unwrapped(error: unknown): unknown {
  return error instanceof WriteRefused ? error.refusal : error;
}
