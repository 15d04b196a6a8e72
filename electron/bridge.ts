import type { z } from 'zod';
import { isRefusal, Refusal } from '../core/failure.ts';
import { firstIssue } from '../core/first-issue.ts';
import { type Answer, SESSION, type SessionName, secrets as secretsShape } from '../desk/contract/session.ts';
import { CONTRACT, type UseCaseName } from '../desk/contract.ts';
import { isStartPage } from './origin.ts';
import { granted, refusalAnswer } from './refusal-answer.ts';
import type { Session } from './session.ts';

/** The little that is asked of an IPC event: which frame sent it. */
export interface Sender {
  readonly sender: unknown;
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

export interface BridgeOptions {
  /** The window's contents at this moment; whoever else sends is refused. */
  window(): unknown;
  readonly session: Pick<Session, 'call' | 'handlers'>;
  /** Told of what was thrown and is no refusal. */
  onDefect(error: unknown): void;
}

interface Bridge {
  call(event: Sender, name: unknown, input: unknown, secrets: unknown): Promise<Answer<unknown>>;
  session(event: Sender, name: unknown, input: unknown): Promise<Answer<unknown>>;
  /** @returns whether a message came from the window's own document. */
  isWindow(event: Sender): boolean;
}

/**
 * The one way from the window into the house: the sender is the window's own top frame at our own page, the name is one
 * of the contract, what comes in and what goes out fit the contract's schemas. Whatever is wrong is answered, not thrown.
 */
export function createBridge(options: BridgeOptions): Bridge {
  const isWindow = ({ sender, senderFrame }: Sender) =>
    sender === options.window() && senderFrame !== null && senderFrame.parent === null && isStartPage(senderFrame.url);

  const answer = async (event: Sender, act: () => Promise<unknown>): Promise<Answer<unknown>> => {
    try {
      if (!isWindow(event)) {
        throw new Refusal('shell.sender', 'This did not come from the window of the program.', {
          remedy: 'Nothing was done.',
        });
      }
      return { ok: true, value: await act() };
    } catch (error) {
      return refusalOf(error, options.onDefect);
    }
  };

  return {
    isWindow,
    call: (event, name, input, secrets) =>
      answer(event, async () => {
        const known = knownName<UseCaseName>(CONTRACT, name);
        const given = parse(CONTRACT[known].input, input, known);
        const beside = parse(secretsShape, secrets ?? {}, known);
        return fits(CONTRACT[known].output, granted(await options.session.call(known, given, beside)));
      }),
    session: (event, name, input) =>
      answer(event, async () => {
        const known = knownName<SessionName>(SESSION, name);
        const handler = options.session.handlers[known] as (input: unknown) => Promise<unknown>; // parsed on the next line
        return fits(SESSION[known].output, await handler(parse(SESSION[known].input, input, known)));
      }),
  };
}

function knownName<Name extends string>(table: Readonly<Record<Name, unknown>>, name: unknown): Name {
  if (typeof name === 'string' && Object.hasOwn(table, name)) return name as Name; // an own key of the table
  throw new Refusal('shell.unknown-call', 'The window asked for something that this program does not do.');
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, name: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { field, words } = firstIssue(parsed.error);
  throw new Refusal('input.invalid', `What was given cannot be used: ${field || 'the whole'}: ${words}.`, {
    where: field.slice(0, 200) || name,
    remedy: 'Correct this field and try again; nothing was changed.',
  });
}

/** What goes out fits the contract too: a field that it does not name stays inside. */
function fits(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`an answer does not fit the contract at ${parsed.error.issues[0]?.path.map(String).join('.')}`);
}

function refusalOf(error: unknown, onDefect: (error: unknown) => void): Answer<never> {
  if (isRefusal(error)) return refusalAnswer(error);
  onDefect(error);
  return {
    ok: false,
    refusal: {
      code: 'shell.defect',
      message: 'Something went wrong inside the program.',
      remedy: 'Try again. If it happens again, lock the desk and tell who maintains the program.',
    },
  };
}
