import { isRefusal } from '../failure.ts';
import type { Marking } from './marking.ts';
import { type ProfileName, READING_PROFILE } from './profile.ts';
import { rollUp } from './roll-up.ts';

/**
 * Rolls up markings that came from elsewhere and were only read. They need not keep to the reader's own profile: where no
 * banner of it can hold them together, the widest profile tells what they are.
 * @param profile the reader's own
 * @throws Refusal marking.roll-up-empty, marking.roll-up-impossible
 */
export function rollUpRead(markings: readonly Marking[], profile: ProfileName = READING_PROFILE): Marking {
  try {
    return rollUp(markings, profile);
  } catch (error) {
    if (profile === READING_PROFILE || !isRefusal(error, 'marking.roll-up-impossible')) throw error;
    return rollUp(markings, READING_PROFILE);
  }
}
