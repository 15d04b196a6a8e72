import type { ReadableDb } from '../db/handle.ts';
import { listSettings, type SettingName } from '../db/repositories/setting.ts';
import type { Output } from './contract.ts';
import { markingProfile } from './marking-profile.ts';

/** The longest a desk may stay open without input where nobody has set less: the most that a person may prefer. */
const LONGEST_LOCK = 60;

/** @returns after how many minutes without input this vault locks at the latest, whatever a person prefers. */
export function lockMinutes(db: ReadableDb): number {
  const value = listSettings(db).find(({ name }) => name === 'lock.minutes')?.value;
  return typeof value === 'number' && value >= 1 && value <= LONGEST_LOCK ? value : LONGEST_LOCK;
}

/** @returns the settings that hold for everybody at this workstation, and who set them. */
export function settingsOf(db: ReadableDb): Output<'showSettings'> {
  const settings = listSettings(db);
  const setBy = (name: SettingName) => {
    const found = settings.find((setting) => setting.name === name);
    return found?.by == null ? null : { personId: found.by, at: found.at };
  };
  return {
    markingProfile: markingProfile(db),
    lockMinutes: lockMinutes(db),
    setBy: { markingProfile: setBy('marking.profile'), lockMinutes: setBy('lock.minutes') },
  };
}
