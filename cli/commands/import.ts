import { basename } from 'node:path';
import type { Command } from 'commander';
import { counted } from '../../core/counted.ts';
import { isRefusal } from '../../core/failure.ts';
import type { Output } from '../../desk/contract.ts';
import type { Desk } from '../../desk/desk.ts';
import { importBundle } from '../../desk/import-bundle.ts';
import { perform } from '../../desk/use-case.ts';
import { addCommand } from '../command.ts';
import type { Console } from '../console.ts';
import { atDesk, type DeskOptions, deskOptions, witnessOptions } from '../desk-session.ts';
import { type ErrorJson, errorOf, firstFailure } from '../outcome.ts';
import { showAllFindings } from '../show-findings.ts';

interface Options extends DeskOptions {
  acceptGap?: boolean;
}

type Imported =
  | ({ readonly file: string } & Output<'importBundle'>)
  | { readonly file: string; readonly ok: false; readonly error: ErrorJson };

/** `scrutineer import`: takes sealed bundles into a vault, one after the other. */
export function addImportCommand(root: Command): void {
  addCommand<Options>(root, {
    signature: 'import <file...>',
    description: 'take sealed bundles into a vault (a transfer agent does)',
    example: 'import candidate-1.seb reference-2.seb --vault vault --as tom',
    more: 'A bundle that fails a check goes to quarantine with its reasons. Ctrl-C leaves nothing of the file at hand.',
    configure: (it) =>
      witnessOptions(deskOptions(it)).option(
        '--accept-gap',
        "take a bundle although ones before it in the producer's sequence are missing; that is recorded",
      ),
    act: async (files, options, console) => {
      const bundles = await atDesk(options, console, (desk) => importAll(desk, files, options, console));
      const refused = bundles.map(refusalOf).find((error) => error !== undefined);
      return { value: { bundles }, refused, words: (it) => showSum(it, bundles, files.length) };
    },
  });
}

async function importAll(desk: Desk, files: readonly string[], options: Options, console: Console) {
  const bundles: Imported[] = [];
  for (const file of files) {
    console.heading(basename(file));
    try {
      const outcome = await perform(importBundle, desk, { path: file, acceptGap: options.acceptGap ?? false });
      bundles.push({ file, ...outcome });
      console.steps(outcome.steps);
      showAllFindings(console, outcome.findings);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      bundles.push({ file, ok: false, error: errorOf(error) });
      console.say(`  FAIL ${error.message} [${error.code}]`);
      // What stops one file without its own fault stops the others, too.
      if (!isOfTheFile(error.code)) break;
    }
  }
  return bundles;
}

function isOfTheFile(code: string): boolean {
  return code.startsWith('bytes.') || code.startsWith('bundle.') || code.startsWith('input.');
}

function refusalOf(bundle: Imported): ErrorJson | undefined {
  return 'error' in bundle ? bundle.error : firstFailure(bundle.steps);
}

function showSum(console: Console, bundles: readonly Imported[], given: number): void {
  console.say();
  for (const bundle of bundles) {
    if ('error' in bundle) console.say(`not taken    ${bundle.file}`);
    else if (bundle.ok) {
      console.say(
        `taken        ${bundle.file}: ${counted(bundle.runs, 'run')}, ${counted(bundle.attempts, 'attempt')}, case ${bundle.caseId}`,
      );
    } else {
      console.say(`${bundle.quarantined ? 'quarantined' : 'not taken  '}  ${bundle.file}`);
    }
  }
  if (bundles.length < given) console.say(`Not looked at: ${counted(given - bundles.length, 'file')}.`);
}
