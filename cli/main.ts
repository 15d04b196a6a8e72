import { Command } from 'commander';
import { cryptoReady } from '../core/crypto/ready.ts';
import { SOFTWARE } from '../core/software.ts';
import { addAuditCommands } from './commands/audit.ts';
import { addCaseCommands } from './commands/case.ts';
import { addCheckCommand } from './commands/check.ts';
import { addDecisionCommands } from './commands/decision.ts';
import { addImportCommand } from './commands/import.ts';
import { addIntakeCommand } from './commands/intake.ts';
import { addKeygenCommand } from './commands/keygen.ts';
import { addLogCommand } from './commands/log.ts';
import { addPolicyCommands } from './commands/policy.ts';
import { addQuarantineCommands } from './commands/quarantine.ts';
import { addReviewCommands } from './commands/review.ts';
import { addRosterCommands } from './commands/roster.ts';
import { addSealCommand } from './commands/seal.ts';
import { addVaultCommands } from './commands/vault.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { printable } from './console.ts';
import { describeThrown, EXIT } from './outcome.ts';

function program(json: boolean, help: string[]): Command {
  const root = new Command('scrutineer')
    .description('Verify sealed AI-model evaluations, judge them, and sign designation decisions. Offline.')
    .version(SOFTWARE.version)
    .option('--json', 'print one JSON value on stdout, words on stderr')
    .exitOverride()
    .showHelpAfterError('(scrutineer COMMAND --help tells more)')
    .addHelpText('after', '\nExit codes: 0 done, 1 refused by a check, 2 wrong usage, 3 a defect of the program.');
  // Help and version are answers too: with --json they are one JSON value like any other.
  if (json) root.configureOutput({ writeOut: (text) => help.push(text) });
  for (const add of [
    addLogCommand,
    addKeygenCommand,
    addSealCommand,
    addCheckCommand,
    addRosterCommands,
    addPolicyCommands,
    addVaultCommands,
    addImportCommand,
    addQuarantineCommands,
    addIntakeCommand,
    addCaseCommands,
    addReviewCommands,
    addDecisionCommands,
    addAuditCommands,
    addVerifyCommand,
  ]) {
    add(root);
  }
  return inherit(root);
}

function helpJson(text: string): object {
  return text.trim() === SOFTWARE.version ? { version: SOFTWARE.version } : { help: text };
}

function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Commander copies these settings only to commands that are made after they are set, so they are set on all. */
function inherit(command: Command): Command {
  for (const child of command.commands) inherit(child.copyInheritedSettings(command));
  return command;
}

function endOnError({ code }: NodeJS.ErrnoException): void {
  process.exit(code === 'EPIPE' ? (process.exitCode ?? EXIT.done) : EXIT.defect);
}

/** Whoever reads our output may stop reading; that is no fault of the command. */
function allowClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.off('error', endOnError).on('error', endOnError);
}

/**
 * Runs the command line.
 * @param args without the program's own name
 * @returns nothing; sets `process.exitCode` to 0 done, 1 refused, 2 usage, 3 defect
 */
export async function main(args: readonly string[]): Promise<void> {
  const end = args.indexOf('--');
  const json = args.slice(0, end < 0 ? args.length : end).includes('--json');
  // What commander prints as help comes in several pieces.
  const help: string[] = [];
  allowClosedPipes();
  try {
    // Keys and vault files are for their owner alone, whatever the shell's mask says.
    process.umask(0o077);
    await cryptoReady();
    await program(json, help).parseAsync([...args], { from: 'user' });
  } catch (thrown) {
    const { exit, error, isTold, frames } = describeThrown(thrown);
    process.exitCode = exit;
    if (exit === EXIT.done) {
      if (json) printJson(helpJson(help.join('')));
      return;
    }
    if (json) printJson({ error });
    if (isTold) return;
    const where = error.where === undefined ? '' : `\n  where: ${error.where}`;
    const remedy = error.remedy === undefined ? '' : `\n  next: ${error.remedy}`;
    const kind = { [EXIT.refused]: 'Refused', [EXIT.usage]: 'Usage' }[exit] ?? 'Defect';
    process.stderr.write(`${printable(`${kind}: ${error.message} [${error.code}]${where}${remedy}`)}\n`);
    for (const frame of frames) process.stderr.write(`${printable(frame)}\n`);
  }
}
