import { isRefusal } from '../failure.ts';
import { saysRelease } from './constraints.ts';
import { type Profile, type ProfileName, profileOf } from './profile.ts';
import { spelledOut } from './release.ts';
import { renderBanner } from './render.ts';
import { rollUp } from './roll-up.ts';
import { isClassified, type Marking } from './shape.ts';

/**
 * Tells whether something marked `m` may enter a place accredited up to `ceiling`. It may, where adding it to a document
 * that bears the ceiling as its banner would leave that banner as it is: so the level is no higher, every SCI, SAP and
 * AEA compartment, government and control is named by the ceiling, and the release is no stricter. `SECRET//NOFORN`
 * admits `SECRET//REL TO USA, GBR`; `SECRET//REL TO USA, GBR` admits what is released to at least those two, and not
 * what says nothing. Where the rules leave a doubt, it is not admitted.
 * @see docs/formats/marking.md, "What a ceiling admits"
 */
export function withinCeiling(m: Marking, ceiling: Marking, profile: ProfileName | Profile = 'IC'): boolean {
  // A classified place protects CUI at least as well; categories of CUI are not part of an accreditation to classified.
  const rules: Profile = isClassified(ceiling)
    ? { ...profileOf(profile), cuiInClassifiedBanner: false }
    : profileOf(profile);
  const top: Marking = { ...ceiling, relToAsBanner: false, ...(isClassified(ceiling) ? { cui: null } : {}) };
  if (m.classification.system !== ceiling.classification.system && !isPlainUnclassified(m)) {
    // Foreign and joint markings enter a US place as FGI; a US marking has no such way into a foreign or joint place.
    if (ceiling.classification.system !== 'us') return false;
  }
  if (isPlainUnclassified(m)) return true;
  // Silence about release is no release: FOUO and the like do not reach a place that foreign partners read.
  const shared = ceiling.relTo !== null || ceiling.displayOnly !== null;
  if (shared && !saysRelease(m)) return false;
  try {
    const [alone, together] = [rollUp([top], rules), rollUp([top, m], rules)].map((each) =>
      renderBanner(spelledOut(each)),
    );
    return alone === together;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function isPlainUnclassified(m: Marking): boolean {
  return renderBanner(m) === 'UNCLASSIFIED';
}
