import { isRefusal } from '../../core/failure.ts';
import type { FailureCode } from '../../core/failure-code.ts';

/** @returns the code that an act was refused with. @throws what else it threw, or an error where it was not refused */
export async function codeOf(act: Promise<unknown> | (() => unknown)): Promise<FailureCode> {
  const error = await Promise.resolve()
    .then(() => (typeof act === 'function' ? act() : act))
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  if (!isRefusal(error)) throw error ?? new Error('it was not refused');
  return error.code;
}
