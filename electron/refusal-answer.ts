import type { Refusal } from '../core/failure.ts';
import type { Answer } from '../desk/contract/session.ts';

/** @returns a refusal as it crosses to the window: its words, and nothing of what caused it. */
export function refusalAnswer({ code, message, where, remedy }: Refusal): Answer<never> {
  return {
    ok: false,
    refusal: {
      code,
      message,
      ...(where === undefined ? {} : { where }),
      ...(remedy === undefined ? {} : { remedy }),
    },
  };
}
