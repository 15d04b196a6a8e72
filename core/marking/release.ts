import { isNoforn, saysRelease } from './constraints.ts';
import { EXPANDABLE } from './countries.ts';
import { compareCountries, expand, releaseOrder } from './lists.ts';
import { type Control, isClassified, type Marking } from './shape.ts';

/** What a banner says of foreign disclosure and release. */
export interface Release {
  readonly noforn: boolean;
  readonly relido: boolean;
  readonly relTo: readonly string[] | null;
  readonly displayOnly: readonly string[] | null;
}

const NOTHING_SAID: Release = { noforn: false, relido: false, relTo: null, displayOnly: null };
export const NOFORN: Release = { noforn: true, relido: false, relTo: null, displayOnly: null };

/** How to read a classified portion that says nothing of release beside others that do. */
export interface UnmarkedRule {
  /** True where such a portion was made before 28 June 2010: it then counts as NOFORN and never as RELIDO. */
  readonly before28June2010: boolean;
}

/**
 * Rolls foreign disclosure and release up (ICM D.2, table 3). Portions that need no decision (unclassified, not CUI,
 * and silent) have no part in it.
 */
export function rollUpRelease(portions: readonly Marking[], unmarked: UnmarkedRule): Release {
  const bound = portions.filter((each) => saysRelease(each) || isClassified(each) || each.cui !== null);
  const marked = bound.filter(saysRelease);
  const silent = bound.filter((each) => !saysRelease(each));
  if (marked.length === 0) return NOTHING_SAID;
  if (marked.some(isNoforn)) return NOFORN;
  if (silent.length > 0) {
    // Rules 12, 16, 17, 19: silence joins RELIDO alone, and only where it is recent and carries no other control.
    const onlyRelido = marked.every((each) => each.relTo === null && each.displayOnly === null);
    const joins = onlyRelido && !unmarked.before28June2010 && silent.every(isUncaveated);
    return joins ? { ...NOTHING_SAID, relido: true } : NOFORN;
  }
  const relido = marked.every((each) => each.controls.includes('RELIDO'));
  const relTo = commonList(marked.map((each) => each.relTo ?? []));
  const shown = marked.map((each) => [...(each.relTo ?? []), ...(each.displayOnly ?? [])]);
  // What may be released to someone may be shown to them (rule 26), so REL TO lists count as display lists too.
  const released = expand(relTo);
  const showable = commonList(shown).filter((code) => [...expand([code])].some((country) => !released.has(country)));
  if (!relido && relTo.length === 0 && showable.length === 0) return NOFORN;
  return {
    noforn: false,
    relido,
    relTo: relTo.length === 0 ? null : releaseOrder(relTo),
    displayOnly: relido || showable.length === 0 ? null : [...showable].sort(compareCountries),
  };
}

/** @returns true where the marking holds nothing besides its level. */
function isUncaveated(marking: Marking): boolean {
  const lists = [marking.sci, marking.sap, marking.aea, marking.controls, marking.nonIc];
  return lists.every((list) => list.length === 0) && marking.fgi === null && marking.cui === null && isUs(marking);
}

function isUs(marking: Marking): boolean {
  return marking.classification.system === 'us';
}

/**
 * @returns the codes common to all lists, USA left out. TEYE, ACGU and FVEY are spelled out to compare and kept as they
 * are where every list writes them; no other organization may be spelled out (rule 23).
 */
function commonList(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...rest] = lists;
  const kept = first.filter((code) => code !== 'USA' && rest.every((list) => list.includes(code)));
  const covered = new Set(
    kept.filter((code) => Object.hasOwn(EXPANDABLE, code)).flatMap((code) => [...expand([code])]),
  );
  const sets = rest.map((list) => expand(list));
  const common = [...expand(first)].filter((code) => sets.every((set) => set.has(code)) && !covered.has(code));
  return [...new Set([...kept, ...common])];
}

/**
 * @returns the marking with TEYE, ACGU and FVEY spelled out in its lists, and shown to nobody to whom it is released
 * anyway, so that equal releases read equally
 */
export function spelledOut(marking: Marking): Marking {
  const released = expand(marking.relTo ?? []);
  const shown = [...expand(marking.displayOnly ?? [])].filter((code) => !released.has(code));
  return {
    ...marking,
    relTo: marking.relTo && releaseOrder(released),
    displayOnly: shown.length === 0 ? null : shown.sort(compareCountries),
  };
}

/** @returns the controls with what the release says of NOFORN and RELIDO put in or taken out. */
export function withRelease(controls: ReadonlySet<Control>, release: Release): Set<Control> {
  const all = new Set(controls);
  all.delete('NOFORN');
  all.delete('RELIDO');
  if (release.noforn) all.add('NOFORN');
  if (release.relido) all.add('RELIDO');
  return all;
}
