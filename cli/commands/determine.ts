import { type Command, Option } from 'commander';
import { type Asked, CONTRACT } from '../../desk/contract.ts';
import { determine } from '../../desk/determine.ts';
import { type AuthorityOptions, authorityOf, authorityOptions } from '../authority-options.ts';
import { addCommand, gather } from '../command.ts';
import { showDecisionState } from '../decision-state.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { caseIdOf } from '../find-case.ts';
import { UsageFault } from '../outcome.ts';
import { readPortions } from '../portions.ts';

interface Options extends DeskOptions, AuthorityOptions {
  determination: Asked<'determine'>['determination'];
  rationale?: string;
  portion?: readonly string[];
  consulted?: readonly string[];
  supersedes?: string;
}

/** `scrutineer determine`: drafts a determination and signs it. */
export function addDetermineCommand(root: Command): void {
  addCommand<Options>(root, {
    signature: 'determine <case>',
    description: 'draft and sign a determination (a determining official does)',
    example:
      "determine 4f1b22c0 --determination covered --portion '(U) Both thresholds are met.' --vault vault --as dora",
    more: 'FILE.json of --rationale is a list of {"marking": "(U)", "text": "…"}.',
    configure: (it) =>
      authorityOptions(deskOptions(it))
        .addOption(
          new Option('--determination <finding>', 'the finding')
            .choices(CONTRACT.determine.input.shape.determination.options)
            .makeOptionMandatory(),
        )
        .option('--rationale <file>', 'the rationale as marked portions, in JSON')
        .option('--portion <text>', "a portion of the rationale, as '(U) Text.'; may stand several times", gather)
        .option(
          '--consulted <person>',
          'a consulted official; may stand several times (otherwise all of the agencies that the policy names)',
          gather,
        )
        .option('--supersedes <digest>', 'the payload digest of the complete decision that this one replaces'),
    act: async ([text = ''], options, console) => {
      const rationale = readPortions(options.rationale, options.portion);
      if (rationale.length === 0)
        throw new UsageFault('A determination needs its rationale: --rationale or --portion.');
      const { determination, consulted, supersedes } = options;
      const drafted = await performAtDesk(options, console, determine, (desk) => ({
        caseId: caseIdOf(desk, text),
        determination,
        rationale,
        ...(consulted === undefined ? {} : { consulted: [...consulted] }),
        ...(supersedes === undefined ? {} : { supersedes }),
        ...authorityOf(options),
      }));
      return {
        value: drafted,
        words(it) {
          it.say(`Decision ${drafted.decisionId}: ${determination}, signed by ${options.as}.`);
          it.say(`Digest of what was signed: ${drafted.payloadDigest}`);
          showDecisionState(it, drafted.state, drafted.missing);
        },
      };
    },
  });
}
