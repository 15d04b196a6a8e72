import { type Marking, parseBanner, parsePortion, renderBanner, rollUp } from '../core/marking/marking.ts';
import { PROFILE_NAMES, type ProfileName, READING_PROFILE } from '../core/marking/profile.ts';
import { rollUpRead } from '../core/marking/roll-up-read.ts';
import type { ReadableDb } from '../db/handle.ts';
import { getSetting } from '../db/repositories/setting.ts';

// Two ways to meet a marking. What is written on this desk, or taken in as evidence, keeps to the desk's profile. What
// others signed, and what came in while the desk had another profile, is read by the widest one and stays readable.

/** @returns the marking profile of this workstation; `IC` until a custodian sets another. */
export function markingProfile(db: ReadableDb): ProfileName {
  const set = getSetting(db, 'marking.profile');
  return PROFILE_NAMES.find((name) => name === set) ?? 'IC';
}

/** @throws Refusal `marking.*` where the banner does not keep to the desk's profile */
export function bannerWritten(db: ReadableDb, text: string): Marking {
  return parseBanner(text, markingProfile(db));
}

/**
 * The banner that marked passages written here give together.
 * @param portions as `(U)`
 * @throws Refusal `marking.*` where a mark does not keep to the desk's profile
 */
export function bannerOverWritten(db: ReadableDb, portions: readonly { readonly marking: string }[]): string {
  const profile = markingProfile(db);
  const parsed = portions.map(({ marking }) => parsePortion(marking, undefined, profile));
  return renderBanner(rollUp(parsed, profile));
}

/** @throws Refusal `marking.*` where it is no banner of any profile */
export function bannerRead(text: string): Marking {
  return parseBanner(text, READING_PROFILE);
}

/**
 * What documents that were only read are marked together.
 * @throws Refusal `marking.roll-up-empty`, `marking.roll-up-impossible`
 */
export function readTogether(db: ReadableDb, markings: readonly Marking[]): Marking {
  return rollUpRead(markings, markingProfile(db));
}
