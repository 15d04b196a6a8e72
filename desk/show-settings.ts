import { settingsOf } from './settings.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

/** Tells the settings of the vault: by which rule book it reads markings, and when it locks at the latest. */
export const showSettings = useCase('showSettings', ANY_ROLE, async (desk) => settingsOf(desk.vault.db));
