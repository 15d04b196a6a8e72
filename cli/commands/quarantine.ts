import type { Command } from 'commander';
import { listQuarantine } from '../../desk/list-quarantine.ts';
import { showQuarantine } from '../../desk/show-quarantine.ts';
import { addCommand } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { shortDigest, sizeText } from '../value-text.ts';

/** `scrutineer quarantine …`: what was refused, and why. */
export function addQuarantineCommands(root: Command): void {
  const parent = root.command('quarantine').description('show the bundles that were refused, and why');
  addCommand<DeskOptions>(parent, {
    signature: 'list',
    description: 'list what is in quarantine',
    example: 'quarantine list --vault vault --as tom',
    configure: deskOptions,
    act: async (_args, options, console) => {
      const quarantine = await performAtDesk(options, console, listQuarantine, {});
      return {
        value: { quarantine },
        words(it) {
          if (quarantine.length === 0) it.say('The quarantine is empty.');
          else {
            it.table(
              ['digest', 'received', 'file', 'size', 'code', 'reason'],
              quarantine.map(({ digest, receivedAt, fileName, bytes, code, reason }) => [
                shortDigest(digest),
                receivedAt,
                fileName,
                sizeText(bytes),
                code,
                reason,
              ]),
            );
          }
        },
      };
    },
  });
  addCommand<DeskOptions>(parent, {
    signature: 'show <digest>',
    description: 'show the checklist of a bundle in quarantine; the beginning of the digest (6 characters) suffices',
    example: 'quarantine show 3f9c2a --vault vault --as tom',
    configure: deskOptions,
    act: async ([digest = ''], options, console) => {
      const entry = await performAtDesk(options, console, showQuarantine, { digest });
      return {
        value: entry,
        words(it) {
          it.say(`${entry.fileName}, ${sizeText(entry.bytes)}, received ${entry.receivedAt} by ${entry.receivedBy}`);
          it.say(`SHA-384 ${entry.digest}`);
          it.say(`kept as ${entry.kept}`);
          it.steps(entry.steps);
        },
      };
    },
  });
}
