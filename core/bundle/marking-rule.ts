import { Refusal } from '../failure.ts';
import { withinCeiling } from '../marking/dominates.ts';
import { type Marking, parseBanner } from '../marking/marking.ts';
import type { ProfileName } from '../marking/profile.ts';
import { MANIFEST_NAME } from './limits.ts';
import type { Manifest } from './manifest.ts';

/**
 * Parses the marking of the whole and of every member, and holds them together: each member's marking must be one that
 * the bundle's own, as a ceiling, admits, so that the bundle is never marked below anything in it.
 * @param profile the rules of whoever seals it or takes it in
 * @returns the bundle's marking
 * @throws Refusal `bundle.marking-unreadable`, `bundle.marking-too-low`
 */
export function requireMarking(manifest: Manifest, profile: ProfileName = 'IC'): Marking {
  const whole = parsed(manifest.marking, MANIFEST_NAME, profile);
  const admitted = new Set([manifest.marking]);
  for (const { name, marking } of manifest.members) {
    if (admitted.has(marking)) continue;
    if (!withinCeiling(parsed(marking, name, profile), whole, profile)) {
      throw new Refusal('bundle.marking-too-low', 'A member is marked above the bundle that holds it.', {
        where: `${name}: ${marking}; the bundle says ${manifest.marking}`,
        remedy: 'Mark the bundle at least as high as its members and seal it again.',
      });
    }
    admitted.add(marking);
  }
  return whole;
}

function parsed(text: string, where: string, profile: ProfileName): Marking {
  try {
    return parseBanner(text, profile);
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    throw new Refusal('bundle.marking-unreadable', `A marking is not a valid banner. ${cause.message}`, {
      where,
      remedy: 'Correct the marking and seal the bundle again.',
      cause,
    });
  }
}
