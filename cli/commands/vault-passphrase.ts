import type { Command } from 'commander';
import { changePassphrase } from '../../desk/change-passphrase.ts';
import { perform } from '../../desk/use-case.ts';
import { addCommand } from '../command.ts';
import { atDesk, type DeskOptions, deskOptions } from '../desk-session.ts';
import { readPassphrase } from '../passphrase.ts';

interface Options extends DeskOptions {
  newPassphraseFile?: string;
}

/** `scrutineer vault passphrase`: a person changes their own passphrase. */
export function addVaultPassphrase(parent: Command): void {
  addCommand<Options>(parent, {
    signature: 'passphrase',
    description: 'change your own passphrase',
    example: 'vault passphrase --vault vault --as rita',
    more: 'A copy of keyslots.json from before still opens with the old passphrase: see docs/formats/vault.md.',
    configure: (it) =>
      deskOptions(it).option('--new-passphrase-file <file>', 'file with the new passphrase (otherwise you are asked)'),
    act: async (_args, options, console) => {
      const fresh = await readPassphrase({
        file: options.newPassphraseFile,
        prompt: `New passphrase of ${options.as}`,
        twice: true,
      });
      try {
        await atDesk(options, console, (desk) =>
          perform(changePassphrase, { ...desk, second: { person: desk.actor, passphrase: fresh } }, {}),
        );
      } finally {
        fresh.fill(0);
      }
      return {
        value: { personId: options.as },
        words: (it) => it.say(`The passphrase of ${options.as} is changed.`),
      };
    },
  });
}
