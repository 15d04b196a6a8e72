import { type Command, Option } from 'commander';
import { exportDecision } from '../../desk/export-decision.ts';
import { addCommand } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk, witnessOptions } from '../desk-session.ts';
import { caseIdOf } from '../find-case.ts';
import { readRecipients } from '../recipients.ts';
import { showWritten } from '../show-written.ts';

interface Options extends DeskOptions {
  out: string;
  what: 'decision' | 'draft' | 'notice';
  to?: string[];
}

/** `scrutineer export`: brings a decision or its notice out, with a signed checkpoint of the audit chain. */
export function addExportCommand(root: Command): void {
  addCommand<Options>(root, {
    signature: 'export <case>',
    description: 'bring a decision, a draft of one, or the notice of it, out to a folder (a transfer agent does)',
    example: 'export 4f1b22c0 --out /media/out --what decision --vault vault --as tom',
    configure: (it) =>
      witnessOptions(deskOptions(it))
        .requiredOption('--out <folder>', 'where the files are written')
        .addOption(
          new Option('--what <what>', 'what goes out; a draft goes to other desks to be signed')
            .choices(['decision', 'draft', 'notice'])
            .default('decision'),
        )
        .option('--to <recipient...>', 'seal it to these: identity cards, age recipients (age1…) or files of them'),
    act: async ([text = ''], options, console) => {
      const recipients = readRecipients(options.to ?? []);
      const exported = await performAtDesk(options, console, exportDecision, (desk) => ({
        caseId: caseIdOf(desk, text),
        what: options.what,
        folder: options.out,
        recipients,
      }));
      return { value: exported, words: (it) => showWritten(it, exported) };
    },
  });
}
