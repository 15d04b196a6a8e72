import { type Command, InvalidArgumentError, Option } from 'commander';
import { PROFILE_NAMES, type ProfileName } from '../../core/marking/profile.ts';
import { changeSettings } from '../../desk/change-settings.ts';
import { addCommand, wholeNumber } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';

interface Options extends DeskOptions {
  markingProfile?: ProfileName;
  lockMinutes?: number;
}

function minutes(text: string): number {
  const value = wholeNumber(text);
  if (value < 1 || value > 60) throw new InvalidArgumentError('Give a number of minutes from 1 to 60.');
  return value;
}

/** `scrutineer vault set`: changes what holds for everybody at a workstation. */
export function addVaultSet(parent: Command): void {
  addCommand<Options>(parent, {
    signature: 'set',
    description: 'change the marking profile, or the longest time until the window locks (a custodian does)',
    example: 'vault set --marking-profile DoD --lock-minutes 10 --vault vault --as cora',
    more: 'Documents that were made before keep their markings and stay readable. `vault show` tells the settings.',
    configure: (it) =>
      deskOptions(it)
        .addOption(
          new Option('--marking-profile <profile>', 'the rule book for what is marked and taken in here').choices(
            PROFILE_NAMES,
          ),
        )
        .option('--lock-minutes <minutes>', 'lock after so many minutes without input at the latest', minutes),
    act: async (_args, options, console) => {
      const { markingProfile, lockMinutes } = options;
      const settings = await performAtDesk(options, console, changeSettings, {
        ...(markingProfile === undefined ? {} : { markingProfile }),
        ...(lockMinutes === undefined ? {} : { lockMinutes }),
      });
      return {
        value: settings,
        words(it) {
          it.say(`Markings follow the ${settings.markingProfile} profile.`);
          it.say(`The window locks after ${settings.lockMinutes} minutes without input at the latest.`);
        },
      };
    },
  });
}
