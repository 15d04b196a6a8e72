import { Refusal } from '../core/failure.ts';
import { parseBanner, renderBanner } from '../core/marking/marking.ts';
import type { ProfileName } from '../core/marking/profile.ts';
import { putSetting, type SettingName } from '../db/repositories/setting.ts';
import { ceilingOf } from './ceiling.ts';
import type { Desk } from './desk.ts';
import { settingsOf } from './settings.ts';
import { CUSTODIAN } from './standing.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/**
 * Changes what holds for everybody at this workstation: the marking profile and the longest time until the desk locks.
 * A value that is set already makes no new row. Documents that were made before keep their markings and stay readable.
 */
export const changeSettings = useCase('changeSettings', CUSTODIAN, async (desk, input) => {
  const { db } = desk.vault;
  if (input.markingProfile === undefined && input.lockMinutes === undefined) {
    throw new Refusal('input.invalid', 'No setting was given.', {
      where: 'markingProfile, lockMinutes',
      remedy: 'Give the marking profile, the minutes until the desk locks, or both.',
    });
  }
  const before = settingsOf(db);
  if (input.markingProfile !== undefined) requireCeilingFits(desk, input.markingProfile);
  const asked: readonly { name: SettingName; value: string | number | undefined; was: string | number }[] = [
    { name: 'marking.profile', value: input.markingProfile, was: before.markingProfile },
    { name: 'lock.minutes', value: input.lockMinutes, was: before.lockMinutes },
  ];
  const changes = asked.flatMap(({ name, value, was }) =>
    value === undefined || value === was ? [] : [{ name, value }],
  );
  if (changes.length === 0) return before;
  recorded(desk, (writable, at) => {
    for (const { name, value } of changes) putSetting(writable, { name, value, by: desk.actor, at });
    return {
      result: undefined,
      events: changes.map(({ name, value }) => ({
        act: 'settings.changed' as const,
        subject: name,
        detail: { setting: name, to: String(value) },
      })),
    };
  });
  return settingsOf(db);
});

/** A ceiling that the other rule book does not allow would leave the desk without one. */
function requireCeilingFits(desk: Desk, profile: ProfileName): void {
  const ceiling = renderBanner(ceilingOf(desk));
  try {
    parseBanner(ceiling, profile);
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    throw new Refusal(
      'marking.profile',
      `This workstation's ceiling is no banner of the ${profile} profile. ${cause.message}`,
      { where: ceiling, remedy: 'Keep the profile, or set up a vault with a ceiling that this profile allows.', cause },
    );
  }
}
