import type { Command } from 'commander';
import { importRoster } from '../../desk/import-roster.ts';
import { addCommand } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';

/** `scrutineer roster import`: takes a roster into a vault. */
export function addRosterImport(parent: Command): void {
  addCommand<DeskOptions>(parent, {
    signature: 'import <file>',
    description: 'take a roster into a vault (a custodian does)',
    example: 'roster import roster-1.dsse.json --vault vault --as cora',
    configure: deskOptions,
    act: async ([path = ''], options, console) => {
      const taken = await performAtDesk(options, console, importRoster, { path });
      return {
        value: taken,
        words(it) {
          it.steps(taken.steps);
          it.say(`Roster ${taken.rosterId}, issue ${taken.sequence}, is in use. Digest: ${taken.digest}`);
        },
      };
    },
  });
}
