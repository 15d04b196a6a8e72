import { Refusal } from '../core/failure.ts';
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

/** @returns what an answer gives. @throws Refusal the one of an answer that is one */
export function granted<Value>(answer: Answer<Value>): Value {
  if (answer.ok) return answer.value;
  const { code, message, ...context } = answer.refusal;
  throw new Refusal(code as Refusal['code'], message, context); // a code that a Refusal of a worker carried
}
