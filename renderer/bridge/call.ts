import type { z } from 'zod';
import {
  type Answer,
  type AskedSession,
  EVENTS,
  type EventName,
  type Pushed,
  SESSION,
  type Secrets,
  type SessionName,
  type SessionOutput,
} from '../../desk/contract/session.ts';
import { type Asked, CONTRACT, type Output, type UseCaseName } from '../../desk/contract.ts';
import { bridge } from './bridge.ts';

/** A refusal as it crosses, in an answer or in an event. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly where?: string | undefined;
  readonly remedy?: string | undefined;
}

/** What the house would not do, in its own words. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
  readonly code: string;
  readonly where: string | undefined;
  readonly remedy: string | undefined;
  constructor({ code, message, where, remedy }: Refusal) {
    super(message);
    this.code = code;
    this.where = where;
    this.remedy = remedy;
  }
}

function answered(answer: Answer<unknown>, schema: z.ZodType): unknown {
  if (!answer.ok) throw new CallRefused(answer.refusal);
  const parsed = schema.safeParse(answer.value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new CallRefused({
    code: 'window.answer-unreadable',
    message: `The desk answered in a shape that this window cannot read (${issue?.path.join('.') ?? 'answer'}: ${issue?.message ?? 'unknown'}).`,
    remedy: 'Window and desk are of different versions. Install the program again.',
  });
}

/**
 * Performs a use case of the desk.
 * @throws CallRefused with the desk's words
 */
export async function call<Name extends UseCaseName>(
  name: Name,
  input: Asked<Name>,
  secrets?: Secrets,
): Promise<Output<Name>> {
  const answer = await bridge().call(name, input, secrets);
  return answered(answer, CONTRACT[name].output) as Output<Name>; // parsed by the schema of this very name
}

/**
 * Asks the shell for something that is not a use case of an unlocked desk.
 * @throws CallRefused with the shell's words
 */
export async function session<Name extends SessionName>(
  name: Name,
  input: AskedSession<Name>,
): Promise<SessionOutput<Name>> {
  const answer = await bridge().session(name, input);
  return answered(answer, SESSION[name].output) as SessionOutput<Name>; // parsed by the schema of this very name
}

/** Listens to what the shell pushes; what has another shape is dropped. */
export function listen<Name extends EventName>(event: Name, listener: (payload: Pushed<Name>) => void): () => void {
  return bridge().on(event, (payload) => {
    const parsed = EVENTS[event].safeParse(payload);
    if (parsed.success) listener(parsed.data as Pushed<Name>); // parsed by the schema of this very name
  });
}
