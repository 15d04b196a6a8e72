import { type Command, Option } from 'commander';
import { concur } from '../../desk/concur.ts';
import { type Asked, CONTRACT } from '../../desk/contract.ts';
import { type AuthorityOptions, authorityOf, authorityOptions } from '../authority-options.ts';
import { addCommand, gather } from '../command.ts';
import { showDecisionState } from '../decision-state.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { caseIdOf } from '../find-case.ts';
import { readPortions } from '../portions.ts';

interface Options extends DeskOptions, AuthorityOptions {
  position: Asked<'concur'>['position'];
  statement?: string;
  portion?: readonly string[];
}

/** `scrutineer concur`: takes a signed position on a drafted decision. */
export function addConcurCommand(root: Command): void {
  addCommand<Options>(root, {
    signature: 'concur <case>',
    description: 'take a signed position on the decision of a case (a consulted official does)',
    example: "concur 4f1b22c0 --position concurs --portion '(U) CISA concurs.' --vault vault --as carl",
    configure: (it) =>
      authorityOptions(deskOptions(it))
        .addOption(
          new Option('--position <position>', 'the position')
            .choices(CONTRACT.concur.input.shape.position.options)
            .makeOptionMandatory(),
        )
        .option('--statement <file>', 'the statement as marked portions, in JSON')
        .option('--portion <text>', "a portion of the statement, as '(U) Text.'; may stand several times", gather),
    act: async ([text = ''], options, console) => {
      const statement = readPortions(options.statement, options.portion);
      const { position } = options;
      const taken = await performAtDesk(options, console, concur, (desk) => ({
        caseId: caseIdOf(desk, text),
        position,
        statement,
        ...authorityOf(options),
      }));
      return {
        value: taken,
        words(it) {
          it.say(`${options.as} ${position} on decision ${taken.decisionId}.`);
          showDecisionState(it, taken.state, taken.missing);
        },
      };
    },
  });
}
