import { isRefusal } from '../core/failure.ts';
import { withinCeiling } from '../core/marking/dominates.ts';
import { type Marking, parsePortion, renderBanner } from '../core/marking/marking.ts';
import type { ReadableDb } from '../db/handle.ts';
import { ceilingOf } from './ceiling.ts';
import type { Output } from './contract.ts';
import { bannerRead, markingProfile, readTogether } from './marking-profile.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

type Unreadable = Output<'rollUpMarkings'>['unreadable'][number];

/**
 * Tells the marking of what is on a screen: documents by their banners and paragraphs by their portion marks, typed to the
 * end or not. Where one cannot be read, or no banner can hold them together, the screen is held at the ceiling.
 */
export const rollUpMarkings = useCase('rollUpMarkings', ANY_ROLE, async (desk, { banners, portions }) => {
  const { db } = desk.vault;
  const profile = markingProfile(db);
  const ceiling = ceilingOf(desk);
  const readable: Marking[] = [];
  const unreadable: Unreadable[] = [];
  for (const portion of new Set(portions)) {
    try {
      readable.push(parsePortion(portion.trim(), undefined, profile));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      unreadable.push({ portion, why: error.message, remedy: error.remedy ?? null });
    }
  }
  const every = [...banners.map((banner) => bannerRead(banner)), ...readable];
  const rolled = together(db, every);
  const isHeld = rolled === undefined || unreadable.length > 0;
  const whole = isHeld ? together(db, [ceiling, ...(rolled ? [rolled] : [])]) : rolled;
  return {
    banner: renderBanner(whole ?? ceiling),
    unreadable,
    withinCeiling: (rolled ? [rolled] : every).every((marking) => withinCeiling(marking, ceiling, profile)),
  };
});

/** @returns undefined where there is nothing to roll up, or no banner can hold it */
function together(db: ReadableDb, markings: readonly Marking[]): Marking | undefined {
  if (markings.length === 0) return undefined;
  try {
    return readTogether(db, markings);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}
