import { isRefusal } from '../core/failure.ts';
import { parseBanner } from '../core/marking/marking.ts';
import type { SessionOutput } from '../desk/contract/session.ts';

/** Reads a banner line as the making of a vault does. @returns what is wrong with it, in words */
export function checkMarking(banner: string): SessionOutput<'checkMarking'> {
  try {
    parseBanner(banner);
    return { problem: null };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { problem: { why: error.message, remedy: error.remedy ?? null } };
  }
}
