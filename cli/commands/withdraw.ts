import type { Command } from 'commander';
import { withdrawDecision } from '../../desk/withdraw-decision.ts';
import { addCommand } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { caseIdOf } from '../find-case.ts';

interface Options extends DeskOptions {
  reason: string;
}

/** `scrutineer withdraw`: takes back a drafted decision that is not complete. */
export function addWithdrawCommand(root: Command): void {
  addCommand<Options>(root, {
    signature: 'withdraw <case>',
    description: 'take back the drafted decision of a case (a determining official does); it stays on record',
    example: 'withdraw 4f1b22c0 --reason "New evidence is announced." --vault vault --as dora',
    configure: (it) => deskOptions(it).requiredOption('--reason <text>', 'why'),
    act: async ([text = ''], { reason, ...options }, console) => {
      const done = await performAtDesk(options, console, withdrawDecision, (desk) => ({
        caseId: caseIdOf(desk, text),
        reason,
      }));
      return { value: done, words: (it) => it.say(`Decision ${done.decisionId} is ${done.state}.`) };
    },
  });
}
