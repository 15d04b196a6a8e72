import type { Command } from 'commander';
import { makeNotice } from '../../desk/make-notice.ts';
import { addCommand, gather } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { caseIdOf } from '../find-case.ts';
import { readPortions } from '../portions.ts';

interface Options extends DeskOptions {
  marking?: string;
  recipient?: string;
  remarks?: string;
  portion?: readonly string[];
  link: boolean;
}

/** `scrutineer notice`: makes the releasable notice of a complete decision. */
export function addNoticeCommand(root: Command): void {
  addCommand<Options>(root, {
    signature: 'notice <case>',
    description: 'make the releasable notice of a complete decision (the official who determined does)',
    example: 'notice 4f1b22c0 --recipient "Fathomworks" --vault vault --as dora',
    more: 'The notice stays in the vault until scrutineer export --what notice brings it out.',
    configure: (it) =>
      deskOptions(it)
        .option('--marking <banner>', 'the marking of the notice (UNCLASSIFIED where left out)')
        .option('--recipient <line>', 'to whom it is addressed')
        .option('--remarks <file>', 'remarks as marked portions, in JSON')
        .option('--portion <text>', "a remark, as '(U) Text.'; may stand several times", gather)
        .option('--no-link', "leave the decision's digest out"),
    act: async ([text = ''], options, console) => {
      const remarks = readPortions(options.remarks, options.portion);
      const { marking, recipient, link } = options;
      const made = await performAtDesk(options, console, makeNotice, (desk) => ({
        caseId: caseIdOf(desk, text),
        remarks,
        linkDecision: link,
        ...(marking === undefined ? {} : { marking }),
        ...(recipient === undefined ? {} : { recipient }),
      }));
      return {
        value: made,
        words(it) {
          it.say(made.marking);
          it.say(made.text);
          it.say(`Notice ${made.noticeId}, digest ${made.digest}`);
        },
      };
    },
  });
}
