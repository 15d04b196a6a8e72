import type { Command } from 'commander';
import { receivePositions } from '../../desk/receive-positions.ts';
import { addCommand } from '../command.ts';
import { showDecisionState } from '../decision-state.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { caseIdOf } from '../find-case.ts';
import { countText } from '../value-text.ts';

/** `scrutineer receive`: takes in the positions and signatures that came back from other desks. */
export function addReceiveCommand(root: Command): void {
  addCommand<DeskOptions>(root, {
    signature: 'receive <case> <file...>',
    description:
      'take in positions and signatures on a decision that came back from other desks (a transfer agent does)',
    example: 'receive 4f1b22c0 /media/back/carl.concurrence.dsse.json --vault vault --as tom',
    configure: deskOptions,
    act: async ([text = '', ...paths], options, console) => {
      const got = await performAtDesk(options, console, receivePositions, (desk) => ({
        caseId: caseIdOf(desk, text),
        paths,
      }));
      return {
        value: got,
        words(it) {
          const signers = got.signers.length === 0 ? 'no signature' : `signatures of ${got.signers.join(', ')}`;
          it.say(`Taken in: ${countText(got.positions, 'new position')}, ${signers}.`);
          showDecisionState(it, got.state, got.missing);
        },
      };
    },
  });
}
