import type { Command } from 'commander';
import { assessCase } from '../../desk/assess-case.ts';
import { addCommand } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { caseIdOf } from '../find-case.ts';

/** `scrutineer assess`: holds a case against the policy in force and keeps the assessment. */
export function addAssessCommand(root: Command): void {
  addCommand<DeskOptions>(root, {
    signature: 'assess <case>',
    description: 'hold a case against the policy in force, with a trace of every rule',
    example: 'assess 4f1b22c0 --vault vault --as rita',
    more: 'Whatever the outcome, the exit code is 0: an assessment determines nothing.',
    configure: deskOptions,
    act: async ([text = ''], options, console) => {
      const assessed = await performAtDesk(options, console, assessCase, (desk) => ({ caseId: caseIdOf(desk, text) }));
      return {
        value: assessed,
        words(it) {
          for (const line of assessed.explanation) it.say(line);
          it.say(`Assessment digest: ${assessed.digest}`);
        },
      };
    },
  });
}
