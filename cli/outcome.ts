import { CommanderError, InvalidArgumentError } from 'commander';
import { Refusal } from '../core/failure.ts';
import type { FailureCode } from '../core/failure-code.ts';
import type { ShownStep } from './console.ts';

/** Exit codes of every command. */
export const EXIT = { done: 0, refused: 1, usage: 2, defect: 3 } as const;

/** What a program reads of a failure: `{"error":{…}}`. */
export interface ErrorJson {
  readonly code: FailureCode | 'usage' | 'defect';
  readonly message: string;
  readonly where?: string;
  readonly remedy?: string;
}

/** The command was called in a way that it has no meaning for; commander finds most such calls itself. */
export class UsageFault extends Error {}

/** What the end of a command comes to. `isTold` says that commander has put it in words on stderr already. */
export interface Ending {
  readonly exit: number;
  readonly error: ErrorJson;
  readonly isTold: boolean;
  readonly frames: readonly string[];
}

/** @returns a refusal as a program reads it. */
export function errorOf({ code, message, where, remedy }: Refusal): ErrorJson {
  return { code, message, ...(where === undefined ? {} : { where }), ...(remedy === undefined ? {} : { remedy }) };
}

/** @returns the first failed step of a checklist as a program reads it, or undefined where none failed. */
export function firstFailure(steps: readonly ShownStep[]): ErrorJson | undefined {
  const failed = steps.find(({ outcome }) => outcome === 'failed');
  if (failed === undefined) return undefined;
  // A step's code is one of the closed union; the contract of the desk types it as text.
  const code = (failed.code ?? 'input.invalid') as FailureCode;
  return { code, message: failed.detail, where: failed.step };
}

/** @returns the exit code and the words for anything that was thrown; a defect shows no message, which could hold plaintext. */
export function describeThrown(thrown: unknown): Ending {
  if (thrown instanceof Refusal) return { exit: EXIT.refused, error: errorOf(thrown), isTold: false, frames: [] };
  if (thrown instanceof UsageFault) {
    return { exit: EXIT.usage, error: { code: 'usage', message: thrown.message }, isTold: false, frames: [] };
  }
  if (thrown instanceof CommanderError) {
    const text = thrown.message.replace(/^error: /, '');
    const message = text === '(outputHelp)' ? 'No command was given.' : text;
    const exit = thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
    // Commander itself turns an InvalidArgumentError of an option into another error; one that comes through is ours.
    const isTold = !(thrown instanceof InvalidArgumentError);
    return { exit, error: { code: 'usage', message }, isTold, frames: [] };
  }
  // The text of an unforeseen error may quote what was being read (JSON.parse does), so only its kind and its place are shown.
  const kind = thrown instanceof Error ? thrown.name : typeof thrown;
  const frames = thrown instanceof Error ? (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  return {
    exit: EXIT.defect,
    error: {
      code: 'defect',
      message: `Scrutineer itself failed (${kind}). Nothing was recorded by this command after the failure.`,
    },
    isTold: false,
    frames,
  };
}
