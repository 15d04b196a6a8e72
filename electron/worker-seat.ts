import { parentPort } from 'node:worker_threads';
import { asPersonId, type PersonId } from '../core/brand.ts';
import { wipe } from '../core/crypto/wipe.ts';
import { isRefusal, Refusal } from '../core/failure.ts';
import type { Vault } from '../db/vault.ts';
import type { Answer } from '../desk/contract/session.ts';
import type { UseCaseName } from '../desk/contract.ts';
import type { Desk } from '../desk/desk.ts';
import { perform } from '../desk/use-case.ts';
import { refusalAnswer } from './refusal-answer.ts';
import { USE_CASES } from './use-cases.ts';
import type { Asking, Bytes, Said } from './worker-protocol.ts';

/** How often progress is told at most, in milliseconds. */
const PROGRESS_EVERY = 100;

/** @throws Refusal `input.invalid` */
export function personIdOf(text: string): PersonId {
  const id = asPersonId(text);
  if (id !== undefined) return id;
  throw new Refusal('input.invalid', 'This is not the short name of a person.', { where: 'personId' });
}

/** @param moved buffers that go to the main process and are gone here afterwards */
function say(said: Said, moved: readonly Uint8Array[] = []): void {
  parentPort?.postMessage(
    said,
    moved.map(({ buffer }) => buffer as ArrayBuffer), // made by this thread, so never shared
  );
}

/** An answer with secrets in it, which are moved and not copied. */
export class Moving {
  readonly value: unknown;
  readonly secrets: readonly Uint8Array[];
  constructor(value: unknown, secrets: readonly Uint8Array[]) {
    this.value = value;
    this.secrets = secrets;
  }
}

/** @returns a teller of progress that speaks at most ten times a second, and at every new step. */
export function progressTeller(about: string): NonNullable<Desk['onProgress']> {
  let lastAt = 0;
  let lastStep = '';
  return (step, done, total, checked) => {
    if (checked !== undefined) return say({ kind: 'progress', about, step, done, total, checked });
    const now = performance.now();
    if (step === lastStep && done < total && now - lastAt < PROGRESS_EVERY) return;
    lastAt = now;
    lastStep = step;
    say({ kind: 'progress', about, step, done, total });
  };
}

/** Turns whatever was thrown into an answer. A defect's own text may quote what it worked on, so it does not cross. */
export function answerTo(error: unknown): Answer<never> {
  if (isRefusal(error)) return refusalAnswer(error);
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  console.error(`A defect: ${error instanceof Error ? error.name : typeof error}\n${frames.slice(0, 8).join('\n')}`);
  return {
    ok: false,
    refusal: {
      code: 'shell.defect',
      message: 'Something went wrong inside the program. Nothing that you see was changed by this act.',
      remedy: 'Try again. If it happens again, lock the desk, unlock it, and tell who maintains the program.',
    },
  };
}

/** Performs a use case on a vault, with the secrets that came along, and wipes them however it ends. */
export async function performOn(
  desk: Omit<Desk, 'passphrase' | 'second'>,
  name: UseCaseName,
  input: unknown,
  secrets: Bytes,
): Promise<unknown> {
  // `perform` parses the input by the schema of this very name.
  return withSecrets(desk, secrets, (whole) => perform(USE_CASES[name], whole, input as never));
}

/** Lends a desk the secrets that came along, and wipes them however the work ends. */
export async function withSecrets<Value>(
  desk: Omit<Desk, 'passphrase' | 'second'>,
  { passphrase, second }: Bytes,
  work: (desk: Desk) => Promise<Value>,
): Promise<Value> {
  try {
    return await work({
      ...desk,
      ...(passphrase === undefined ? {} : { passphrase }),
      ...(second === undefined
        ? {}
        : { second: { person: personIdOf(second.personId), passphrase: second.passphrase } }),
    });
  } finally {
    if (passphrase) wipe(passphrase);
    if (second) wipe(second.passphrase);
  }
}

/** @returns the desk of one unlocked vault, without anybody's passphrase. */
export function deskOf(vault: Vault): Omit<Desk, 'passphrase' | 'second'> {
  return { vault, actor: vault.person, clock: Date.now };
}

/**
 * Answers requests one after another, so that two acts never meet inside the vault's connection.
 * @param handle does what was asked; what it gives is the answer, or a `Moving` that holds it
 * @param atOnce requests that must not wait their turn, as a cancel
 */
export function serve<Ask extends { readonly kind: string }>(
  handle: (ask: Asking<Ask>) => Promise<unknown>,
  atOnce: readonly Ask['kind'][] = [],
): void {
  let turn: Promise<void> = Promise.resolve();
  parentPort?.on('message', (ask: Asking<Ask>) => {
    const act = async () => {
      let answer: Answer<unknown>;
      let moved: readonly Uint8Array[] = [];
      try {
        const given = await handle(ask);
        if (given instanceof Moving) moved = given.secrets;
        answer = { ok: true, value: given instanceof Moving ? given.value : given };
      } catch (error) {
        answer = answerTo(error);
      }
      say({ kind: 'answer', id: ask.id, answer }, moved);
    };
    if (atOnce.includes(ask.kind)) void act();
    else turn = turn.then(act);
  });
}
