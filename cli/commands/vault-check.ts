import type { Command } from 'commander';
import { checkVault } from '../../desk/check-vault.ts';
import { addCommand } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { firstFailure } from '../outcome.ts';

/** `scrutineer vault check`: checks the database, the keyslots, every sealed file, and every row against the audit log. */
export function addVaultCheck(parent: Command): void {
  addCommand<DeskOptions>(parent, {
    signature: 'check',
    description: 'check the database, the keyslots, every sealed file, and every row against the audit log',
    example: 'vault check --vault vault --as cora',
    configure: deskOptions,
    act: async (_args, options, console) => {
      const checked = await performAtDesk(options, console, checkVault, {});
      return {
        value: checked,
        refused: firstFailure(checked.steps),
        words: (it) => it.steps(checked.steps),
      };
    },
  });
}
