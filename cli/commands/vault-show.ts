import type { Command } from 'commander';
import { showSettings } from '../../desk/show-settings.ts';
import { showWorkstation } from '../../desk/show-workstation.ts';
import { perform } from '../../desk/use-case.ts';
import { addCommand } from '../command.ts';
import { atDesk, type DeskOptions, deskOptions } from '../desk-session.ts';

/** `scrutineer vault show`: tells what a desk is, whom it trusts, and who is enrolled. */
export function addVaultShow(parent: Command): void {
  addCommand<DeskOptions>(parent, {
    signature: 'show',
    description: 'tell what this desk is, whom it trusts, and who is enrolled',
    example: 'vault show --vault vault --as cora',
    configure: deskOptions,
    act: async (_args, options, console) => {
      const desk = await atDesk(options, console, async (at) => ({
        ...(await perform(showWorkstation, at, {})),
        settings: await perform(showSettings, at, {}),
      }));
      return {
        value: desk,
        words(it) {
          it.heading(`${desk.name}, may hold up to ${desk.ceiling}${desk.twoPersonRule ? ', two-person rule' : ''}`);
          it.say(`  vault      ${desk.vaultId}`);
          it.say(`  recipient  ${desk.recipient}`);
          for (const words of desk.rootFingerprints) it.say(`  root       ${words}`);
          const { roster, policy } = desk;
          it.say(
            `  roster     ${roster === null ? 'none yet' : `${roster.rosterId}, issue ${roster.sequence}, valid until ${roster.validUntil ?? 'a later issue'}`}`,
          );
          it.say(
            `  policy     ${policy === null ? 'none yet' : `${policy.policyId} ${policy.version}: ${policy.title}`}`,
          );
          const { markingProfile, lockMinutes } = desk.settings;
          it.say(`  markings   ${markingProfile} profile`);
          it.say(`  locks      after ${lockMinutes} minutes without input at the latest`);
          it.heading('Persons');
          it.table(
            ['id', 'name', 'organization', 'roles'],
            desk.persons.map(({ personId, name, organization, roles }) => [
              personId,
              name,
              organization,
              roles.join(', ') || '(not on the roster)',
            ]),
          );
        },
      };
    },
  });
}
