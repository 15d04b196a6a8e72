import type { Instant, PersonId } from '../../core/brand.ts';
import { instantFrom, personOrNull } from '../column.ts';
import { all, get, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** The workstation's settings. A new row takes the place of the one before it, which stays. */
export type SettingName =
  | 'ceiling'
  | 'desk.name'
  | 'desk.organization'
  | 'desk.card'
  | 'roster.root'
  | 'marking.profile'
  | 'witness.required'
  | 'lock.minutes';

export interface Setting {
  readonly name: SettingName;
  /** Plain JSON; the use case parses it. */
  readonly value: unknown;
  readonly by: PersonId | null;
  readonly at: Instant;
}

interface Row {
  readonly name: string;
  readonly value_json: string;
  readonly set_by: string | null;
  readonly set_at: string;
}

function settingOf(row: Row): Setting {
  return {
    name: row.name as SettingName, // written by `putSetting` alone
    value: JSON.parse(row.value_json),
    by: personOrNull(row.set_by),
    at: instantFrom(row.set_at),
  };
}

export function putSetting(db: WritableDb, setting: Setting): void {
  run(
    db,
    'INSERT INTO setting (name, value_json, set_by, set_at) VALUES (?, ?, ?, ?)',
    setting.name,
    JSON.stringify(setting.value),
    setting.by,
    setting.at,
  );
}

/** @returns the present value, or undefined where it was never set. */
export function getSetting(db: ReadableDb, name: SettingName): unknown {
  const row = get<Row>(db, 'SELECT * FROM current_setting WHERE name = ?', name);
  return row && settingOf(row).value;
}

/** @returns the present settings by name. */
export function listSettings(db: ReadableDb): Setting[] {
  return all<Row>(db, 'SELECT * FROM current_setting ORDER BY name').map(settingOf);
}

/** @returns every value a setting had, oldest first. */
export function settingHistory(db: ReadableDb, name: SettingName): Setting[] {
  return all<Row>(db, 'SELECT * FROM setting WHERE name = ? ORDER BY id', name).map(settingOf);
}
