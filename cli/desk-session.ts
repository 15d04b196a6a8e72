import type { Command } from 'commander';
import { asPersonId, type PersonId } from '../core/brand.ts';
import { counted } from '../core/counted.ts';
import type { Asked, Output, UseCaseName } from '../desk/contract.ts';
import type { Desk, Signatory } from '../desk/desk.ts';
import { openDesk } from '../desk/open-desk.ts';
import { perform, type UseCase } from '../desk/use-case.ts';
import type { Console } from './console.ts';
import { interruption } from './interruption.ts';
import { UsageFault } from './outcome.ts';
import { readPassphrase } from './passphrase.ts';

/** Which desk, and who sits at it. */
export interface DeskOptions {
  vault: string;
  as: string;
  passphraseFile?: string;
  witness?: string;
  witnessPassphraseFile?: string;
}

/** The options of every command that works on a vault. */
export function deskOptions(command: Command): Command {
  return command
    .requiredOption('--vault <folder>', 'the vault')
    .requiredOption('--as <person>', 'who acts')
    .option(
      '--passphrase-file <file>',
      "file with the person's passphrase (otherwise SCRUTINEER_PASSPHRASE_FILE names one, or you are asked)",
    );
}

/** The options of an act that may take a second person. */
export function witnessOptions(command: Command): Command {
  return command
    .option('--witness <person>', 'the second person, where the workstation asks for one')
    .option('--witness-passphrase-file <file>', "file with the second person's passphrase");
}

/** @throws UsageFault where the text is no person's id */
export function personOption(text: string): PersonId {
  const person = asPersonId(text);
  if (person !== undefined) return person;
  throw new UsageFault(`"${text}" is no person's id: lower-case letters, digits, dot, dash or underscore.`);
}

/** Unlocks the desk for one piece of work and locks it again; every passphrase is wiped, however the work ends. */
export async function atDesk<T>(
  options: DeskOptions,
  console: Console,
  work: (desk: Desk) => Promise<T>,
  newcomer?: Signatory,
): Promise<T> {
  const person = personOption(options.as);
  const witness = options.witness === undefined ? undefined : personOption(options.witness);
  const passphrase = await readPassphrase({
    file: options.passphraseFile,
    prompt: `Passphrase of ${person}`,
    environment: true,
  });
  let second = newcomer;
  try {
    if (witness !== undefined) {
      const prompt = `Passphrase of ${witness}`;
      second = { person: witness, passphrase: await readPassphrase({ file: options.witnessPassphraseFile, prompt }) };
    }
    const { desk, failuresBefore, swept } = openDesk(options.vault, { person, passphrase });
    try {
      if (failuresBefore > 0) {
        console.note(
          `Note: a wrong passphrase of ${person} was tried ${counted(failuresBefore, 'time')} since the last unlocking.`,
        );
      }
      if (swept) console.note('Note: an import that was interrupted left something behind; it was removed.');
      return await work({
        ...desk,
        ...(second === undefined ? {} : { second }),
        onProgress: (step, done, total) => console.progress(step, done, total),
        signal: interruption(),
      });
    } finally {
      desk.vault.close();
    }
  } finally {
    passphrase.fill(0);
    second?.passphrase.fill(0);
  }
}

/** Unlocks the desk, performs one use case, and locks it again. */
export function performAtDesk<Name extends UseCaseName>(
  options: DeskOptions,
  console: Console,
  act: UseCase<Name>,
  asked: Asked<Name> | ((desk: Desk) => Asked<Name>),
): Promise<Output<Name>> {
  return atDesk(options, console, (desk) => perform(act, desk, typeof asked === 'function' ? asked(desk) : asked));
}
