import { Refusal } from '../core/failure.ts';
import { withinCeiling } from '../core/marking/dominates.ts';
import { type Marking, parseBanner } from '../core/marking/marking.ts';
import { getSetting } from '../db/repositories/setting.ts';
import type { Desk } from './desk.ts';
import { bannerRead, bannerWritten, markingProfile } from './marking-profile.ts';

/** The highest marking that this workstation may hold. */
export function ceilingOf(desk: Desk): Marking {
  const banner = getSetting(desk.vault.db, 'ceiling');
  if (typeof banner !== 'string') throw new Error('a vault was made without a ceiling');
  return parseBanner(banner, markingProfile(desk.vault.db));
}

/**
 * Requires that what somebody else marked may be held here.
 * @param what the document's name for the person, as `policy`
 * @throws Refusal `desk.marking-above-ceiling`, `marking.*`
 */
export function requireWithinCeiling(desk: Desk, banner: string, what: string): void {
  requireWithin(desk, bannerRead(banner), banner, what);
}

/**
 * Requires that what is marked here keeps to the desk's marking profile and may be held here.
 * @param what the document's name for the person, as `score`
 * @throws Refusal `desk.marking-above-ceiling`, `marking.*`
 */
export function requireMarkedHere(desk: Desk, banner: string, what: string): void {
  requireWithin(desk, bannerWritten(desk.vault.db, banner), banner, what);
}

function requireWithin(desk: Desk, marking: Marking, banner: string, what: string): void {
  if (withinCeiling(marking, ceilingOf(desk), markingProfile(desk.vault.db))) return;
  throw new Refusal('desk.marking-above-ceiling', `The ${what} is marked above what this workstation may hold.`, {
    where: banner,
    remedy: 'Take it to a workstation that may hold it.',
  });
}
