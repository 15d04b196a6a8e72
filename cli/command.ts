import { type Command, InvalidArgumentError } from 'commander';
import { asInstant } from '../core/instant.ts';
import { Console } from './console.ts';
import { type ErrorJson, EXIT } from './outcome.ts';

/** What a command has to say: a value for programs, words for people, and whether a check said no. */
export interface Answer {
  readonly value: unknown;
  readonly words: (console: Console) => void;
  /** A check that ran to its end and said no: the answer is printed, and the command ends with exit code 1. */
  readonly refused?: ErrorJson | undefined;
}

/** One command: how it is called, an example that works, and what it does. */
export interface CommandPlan<Options extends object> {
  /** Commander's form, as `log <file>`. */
  readonly signature: string;
  readonly description: string;
  /** A line as a person would type it, without `scrutineer`. */
  readonly example: string;
  /** What the help says besides. */
  readonly more?: string;
  readonly configure?: (command: Command) => Command;
  readonly act: (args: readonly string[], options: Options, console: Console) => Promise<Answer>;
}

/** Adds a command whose answer is printed as words, or with `--json` as one JSON value. */
export function addCommand<Options extends object>(parent: Command, plan: CommandPlan<Options>): void {
  const made = parent.command(plan.signature).description(plan.description);
  plan.configure?.(made);
  made.option('--json', 'print one JSON value on stdout, words on stderr');
  const more = plan.more === undefined ? '' : `\n${plan.more}\n`;
  made.addHelpText('after', `${more}\nExample:\n  $ scrutineer ${plan.example}`);
  made.action(async (...parameters: unknown[]) => {
    // Commander hands over the declared arguments, then the options, then the command itself.
    const args = parameters
      .slice(0, -2)
      .flatMap((argument) => (Array.isArray(argument) ? argument : [argument]))
      .filter((argument) => typeof argument === 'string');
    // The program takes --json anywhere, so it is read from there.
    const options = made.optsWithGlobals<Options & { json?: boolean }>();
    const console = new Console(options.json === true);
    print(await plan.act(args, options, console), console);
  });
}

function print({ value, words, refused }: Answer, console: Console): void {
  if (!console.json) words(console);
  else if (refused === undefined) console.value(value);
  // Every answer of a command that checks is an object.
  else console.value({ ...(value as object), error: refused });
  if (refused === undefined) return;
  if (!console.json) console.note(`Refused: ${refused.message} [${refused.code}]`);
  process.exitCode = EXIT.refused;
}

/** A whole number from an option. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}

/** A finite number from an option. */
export function finiteNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('Give a number.');
  return value;
}

/** A time from an option. */
export function instantOption(text: string): string {
  if (asInstant(text) === undefined) {
    throw new InvalidArgumentError('Give a time in UTC, as 2026-11-23T18:40:00Z.');
  }
  return text;
}

/** An option that may stand several times. */
export function gather(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
