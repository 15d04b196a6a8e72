import { isRefusal } from '../core/failure.ts';
import { toInstant } from '../core/instant.ts';
import { removeDraft, saveDraft } from '../db/repositories/draft.ts';
import type { Desk } from './desk.ts';
import { bannerRead } from './marking-profile.ts';
import { rollUpMarkings } from './roll-up-markings.ts';

/** What is being typed into one form. */
export interface TypedDraft {
  readonly key: string;
  readonly text: string;
  /** The portion marks in it, as far as they are typed. */
  readonly portions: readonly string[];
  /** The banner that the document is to have, as far as it is typed; empty where the form asks for none. */
  readonly banner: string;
}

/**
 * Keeps what the actor is typing. What is marked above the ceiling of the workstation is never written, and the draft that
 * was kept of it before is thrown away; an empty text throws it away as well.
 * @returns whether it was kept
 */
export async function keepDraft(desk: Desk, { key, text, portions, banner }: TypedDraft): Promise<boolean> {
  const { db } = desk.vault;
  if (text === '') {
    removeDraft(db, desk.actor, key);
    return true;
  }
  const banners = isBanner(banner) ? [banner] : [];
  const { withinCeiling } = await rollUpMarkings.run(desk, { banners, portions: [...portions] });
  if (withinCeiling) saveDraft(db, { person: desk.actor, name: key, value: text, savedAt: toInstant(desk.clock()) });
  else removeDraft(db, desk.actor, key);
  return withinCeiling;
}

/** Of a banner that is typed to its middle nobody knows yet what it says. */
function isBanner(text: string): boolean {
  try {
    bannerRead(text);
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}
