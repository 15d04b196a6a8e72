import { toInstant } from '../core/instant.ts';
import { removeDraft, saveDraft } from '../db/repositories/draft.ts';
import type { Desk } from './desk.ts';
import { rollUpMarkings } from './roll-up-markings.ts';

/** What is being typed into one form. */
export interface TypedDraft {
  readonly key: string;
  readonly text: string;
  /** The portion marks in it, as far as they are typed. */
  readonly portions: readonly string[];
}

/**
 * Keeps what the actor is typing. What is marked above the ceiling of the workstation is never written, and the draft that
 * was kept of it before is thrown away.
 * @returns whether it was kept
 */
export async function keepDraft(desk: Desk, { key, text, portions }: TypedDraft): Promise<boolean> {
  const { db } = desk.vault;
  const { withinCeiling } = await rollUpMarkings.run(desk, { banners: [], portions: [...portions] });
  if (withinCeiling) saveDraft(db, { person: desk.actor, name: key, value: text, savedAt: toInstant(desk.clock()) });
  else removeDraft(db, desk.actor, key);
  return withinCeiling;
}
