import { z } from 'zod';
import * as is from './terms.ts';

/** The rule book by which this desk parses, rolls up and compares markings: docs/formats/marking.md, "Profiles". */
const markingProfile = z.enum(['IC', 'DoD']);
/** Minutes without input after which the desk locks, at the latest. A person's own preference can only be shorter. */
const lockMinutes = z.number().int().min(1).max(60);

/** The settings that lie in the vault and hold for everybody at this workstation. */
const settings = z.object({
  markingProfile,
  lockMinutes,
  /** Who set each of them last and when; null where it is as the program comes. */
  setBy: z.object({
    markingProfile: z.object({ personId: is.personId, at: is.instant }).nullable(),
    lockMinutes: z.object({ personId: is.personId, at: is.instant }).nullable(),
  }),
});

/** Calls about the settings of the vault: the custodian changes them, anybody enrolled may look. */
export const SETTINGS_CALLS = {
  showSettings: { input: z.strictObject({}), output: settings },
  changeSettings: {
    /** What is left out stays as it is. */
    input: z.strictObject({ markingProfile: markingProfile.optional(), lockMinutes: lockMinutes.optional() }),
    output: settings,
  },
} as const;
