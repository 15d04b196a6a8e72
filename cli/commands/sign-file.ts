import { type Command, Option } from 'commander';
import { type Asked, CONTRACT } from '../../desk/contract.ts';
import { signDecisionFile } from '../../desk/sign-decision-file.ts';
import { type AuthorityOptions, authorityOf, authorityOptions } from '../authority-options.ts';
import { addCommand, gather } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { readPortions } from '../portions.ts';

interface Options extends DeskOptions, AuthorityOptions {
  position: Asked<'signDecisionFile'>['position'];
  statement?: string;
  portion?: readonly string[];
  out: string;
}

/** `scrutineer sign-file`: takes a position on a drafted decision that came from another desk. */
export function addSignFileCommand(root: Command): void {
  addCommand<Options>(root, {
    signature: 'sign-file <decision>',
    description: 'take a signed position on a drafted decision that came from another desk, and write what goes back',
    example: 'sign-file draft.decision.dsse.json --position concurs --out /media/back --vault vault --as carl',
    configure: (it) =>
      authorityOptions(deskOptions(it))
        .addOption(
          new Option('--position <position>', 'the position')
            .choices(CONTRACT.signDecisionFile.input.shape.position.options)
            .makeOptionMandatory(),
        )
        .requiredOption('--out <folder>', 'where the files that go back are written')
        .option('--statement <file>', 'the statement as marked portions, in JSON')
        .option('--portion <text>', "a portion of the statement, as '(U) Text.'; may stand several times", gather),
    act: async ([path = ''], options, console) => {
      const statement = readPortions(options.statement, options.portion);
      const { position, out } = options;
      const signed = await performAtDesk(options, console, signDecisionFile, () => ({
        path,
        position,
        statement,
        folder: out,
        ...authorityOf(options),
      }));
      return {
        value: signed,
        words(it) {
          it.say(
            `${options.as} ${position} on decision ${signed.decisionId}. What goes back to the desk that sent it:`,
          );
          for (const file of signed.files) it.say(`  ${file.kind.padEnd(12)} ${file.path}`);
        },
      };
    },
  });
}
