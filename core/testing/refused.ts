import { isRefusal, type Refusal } from '../failure.ts';
import type { FailureCode } from '../failure-code.ts';

/** @returns what an act was refused with. @throws what else it threw, or an Error where it was not refused */
export function refusalOf(act: () => unknown): Refusal {
  const refusal = refusalIfAny(act);
  if (refusal === null) throw new Error('nothing was refused');
  return refusal;
}

/** @returns the code that an act was refused with, or `none`. @throws what else it threw */
export const codeOf = (act: () => unknown): FailureCode | 'none' => refusalIfAny(act)?.code ?? 'none';

/** `codeOf` for an act that takes its time. */
export async function codeOnceDone(act: () => Promise<unknown>): Promise<FailureCode | 'none'> {
  try {
    await act();
    return 'none';
  } catch (error) {
    if (isRefusal(error)) return error.code;
    throw error;
  }
}

function refusalIfAny(act: () => unknown): Refusal | null {
  try {
    act();
    return null;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}
