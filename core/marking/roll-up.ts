import { isRefusal, Refusal } from '../failure.ts';
import { AEA_ORDER } from './compartments.ts';
import { validateMarking } from './constraints.ts';
import { inRegisterOrder } from './dissemination.ts';
import { compareCodes, compareCountries } from './lists.ts';
import { type Profile, type ProfileName, profileOf } from './profile.ts';
import { NOFORN, type Release, rollUpRelease, type UnmarkedRule, withRelease } from './release.ts';
import {
  type AeaControl,
  type Classification,
  type Controlled,
  type Cui,
  type Level,
  levelRank,
  type Marking,
  type NonIcControl,
} from './shape.ts';
import { NON_IC_WORDS } from './vocabulary.ts';

/**
 * The banner that these portions give together (ICM D.2 and table 3). The order of the portions does not matter, the
 * level is never lowered and NOFORN is never dropped. Compilation is a person's decision and not part of it.
 * Roll the portions up themselves, not banners already rolled up, where some of them say nothing of release.
 * @param unmarked how old the classified portions are that say nothing of release; made since 28 June 2010 by default
 * @throws Refusal marking.roll-up-empty without portions; marking.roll-up-impossible where no banner of this profile can
 * hold what they hold together
 */
export function rollUp(
  portions: readonly Marking[],
  profile: ProfileName | Profile = 'IC',
  unmarked: UnmarkedRule = { before28June2010: false },
): Marking {
  if (portions.length === 0) {
    throw new Refusal('marking.roll-up-empty', 'There is no portion to roll up.', {
      remedy: 'Mark at least one portion, for instance (U).',
    });
  }
  const rules = profileOf(profile);
  const marking = tighten(combine(portions, rules, unmarked), rules);
  try {
    validateMarking(marking, rules, 'banner');
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    throw new Refusal('marking.roll-up-impossible', `No banner can hold these portions together: ${cause.message}`, {
      ...(cause.where === undefined ? {} : { where: cause.where }),
      remedy: 'Separate the portions into two documents, or mark the banner by hand.',
      cause,
    });
  }
  return marking;
}

function combine(portions: readonly Marking[], profile: Profile, unmarked: UnmarkedRule): Marking {
  const classification = combineClassification(portions);
  const classified = classification.level !== 'UNCLASSIFIED';
  const release = rollUpRelease(portions, unmarked);
  const nonIc = combineNonIc(portions, release, classified);
  // `LES NOFORN` says NOFORN by itself, as long as nothing else in the document says it.
  const saidByNonIc = nonIc.some((name) => name.endsWith(' NOFORN'));
  const said: Release = saidByNonIc ? { ...release, noforn: false } : release;
  const sci = combineControlled(portions.flatMap((each) => each.sci));
  const sap = combineControlled(portions.flatMap((each) => each.sap));
  const aea = combineAea(portions.flatMap((each) => each.aea));
  const cui = combineCui(portions, classified, profile);
  const controls = withRelease(new Set(portions.flatMap((each) => each.controls)), said);
  if (controls.has('ORCON')) controls.delete('ORCON-USGOV');
  const besideFouo = [...controls].some((name) => name !== 'FOUO' && name !== 'NOFORN' && name !== 'RELIDO');
  if (classified || besideFouo || nonIc.length > 0 || cui !== null) controls.delete('FOUO');
  return {
    classification,
    sci,
    sap,
    aea,
    fgi: combineFgi(portions, classification),
    cui,
    controls: inRegisterOrder(controls),
    relTo: said.relTo,
    relToAsBanner: false,
    displayOnly: said.displayOnly,
    nonIc,
  };
}

/** Adds what the union of the portions' controls demands, always towards the stricter side. */
function tighten(marking: Marking, profile: Profile): Marking {
  const { controls, relTo, displayOnly } = marking;
  const silent = !controls.includes('NOFORN') && !controls.includes('RELIDO') && relTo === null && displayOnly === null;
  const restrictedData = marking.aea.some((control) => control.kind === 'RD') && relTo === null;
  const orconRelido = controls.includes('ORCON') && controls.includes('RELIDO');
  const mustSay = profile.sciNeedsRelease && marking.sci.length > 0 && silent;
  if (controls.includes('NOFORN') || !(restrictedData || orconRelido || mustSay)) return marking;
  return {
    ...marking,
    controls: inRegisterOrder(withRelease(new Set(controls), NOFORN)),
    relTo: null,
    displayOnly: null,
  };
}

function highest(levels: readonly Level[]): Level {
  return levels.reduce((top, level) => (levelRank(level) > levelRank(top) ? level : top), 'UNCLASSIFIED');
}

function ownersOf(classification: Classification): readonly string[] {
  if (classification.system === 'us') return [];
  return classification.system === 'nato' ? ['NATO'] : classification.owners;
}

/** A document whose every portion has the same foreign or joint owners keeps their marking; any other is a US one. */
function combineClassification(portions: readonly Marking[]): Classification {
  const all = portions.map((each) => each.classification);
  const level = highest(all.map((each) => each.level));
  const [first] = all;
  const key = (each: Classification) => `${each.system} ${ownersOf(each).join(' ')}`;
  if (first && all.every((each) => key(each) === key(first))) return { ...first, level };
  // Restricted information of other governments is protected as CONFIDENTIAL in a US document (32 CFR 2001.24(c)).
  return { system: 'us', level: level === 'RESTRICTED' ? 'CONFIDENTIAL' : level };
}

/** One concealed government conceals all of them. */
function combineFgi(portions: readonly Marking[], result: Classification): readonly string[] | null {
  const named = new Set<string>();
  let concealed = false;
  let any = false;
  const add = (codes: readonly string[]) => {
    any = true;
    if (codes.length === 0) concealed = true;
    for (const code of codes) named.add(code);
  };
  for (const { fgi, classification } of portions) {
    if (fgi !== null) add(fgi);
    if (result.system === 'us' && classification.system !== 'us') add(ownersOf(classification));
  }
  named.delete('USA');
  if (!any) return null;
  return concealed ? [] : [...named].sort(compareCountries);
}

function combineControlled(all: readonly Controlled[]): Controlled[] {
  const systems = new Map<string, Map<string, Set<string>>>();
  for (const { name, compartments } of all) {
    const known = systems.get(name) ?? new Map<string, Set<string>>();
    systems.set(name, known);
    for (const compartment of compartments) {
      const subs = known.get(compartment.name) ?? new Set<string>();
      known.set(compartment.name, subs);
      for (const sub of compartment.subs) subs.add(sub);
    }
  }
  const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([left], [right]) => compareCodes(left, right));
  return sorted(systems).map(([name, compartments]) => ({
    name,
    compartments: sorted(compartments).map(([each, subs]) => ({ name: each, subs: [...subs].sort(compareCodes) })),
  }));
}

function combineAea(all: readonly AeaControl[]): AeaControl[] {
  return AEA_ORDER.flatMap((kind): AeaControl[] => {
    const same = all.filter((control) => control.kind === kind);
    if (same.length === 0) return [];
    const sigmas = [...new Set(same.flatMap((control) => ('sigmas' in control ? control.sigmas : [])))];
    sigmas.sort((left, right) => left - right);
    if (kind === 'RD') return [{ kind, sigmas, cnwdi: same.some((control) => control.kind === 'RD' && control.cnwdi) }];
    return [kind === 'FRD' ? { kind, sigmas } : { kind }];
  });
}

function combineNonIc(portions: readonly Marking[], release: Release, classified: boolean): NonIcControl[] {
  const all = new Set<NonIcControl>(portions.flatMap((each) => each.nonIc));
  const dissemination = portions.some((each) => each.controls.includes('NOFORN'));
  for (const short of ['SBU', 'LES'] as const) {
    const long: NonIcControl = `${short} NOFORN`;
    // Beside a classification or an IC NOFORN, the NOFORN of these two moves to the IC control (table 3, rules 3 to 8).
    if (all.has(long) && (classified || dissemination) && release.noforn) {
      all.delete(long);
      all.add(short);
    }
    if (all.has(long)) all.delete(short);
  }
  if (all.has('NODIS')) all.delete('EXDIS');
  return NON_IC_WORDS.map((word) => word.name).filter((name) => all.has(name));
}

function combineCui(portions: readonly Marking[], classified: boolean, profile: Profile): Cui | null {
  const all = portions.flatMap((each) => (each.cui === null ? [] : [each.cui]));
  if (all.length === 0 || (classified && !profile.cuiInClassifiedBanner)) return null;
  const word = !classified && all.length > 0 && all.every((each) => each.word === 'CONTROLLED') ? 'CONTROLLED' : 'CUI';
  if (!profile.cuiDetailInBanner) return { word, specified: [], basic: [] };
  const specified = new Set(all.flatMap((each) => each.specified));
  // Of one category handled both ways, the Specified handling is the stricter and stands.
  const basic = new Set(all.flatMap((each) => each.basic).filter((name) => !specified.has(name)));
  return { word, specified: [...specified].sort(compareCodes), basic: [...basic].sort(compareCodes) };
}
