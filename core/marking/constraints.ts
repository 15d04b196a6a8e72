import { Refusal } from '../failure.ts';
import type { FailureCode } from '../failure-code.ts';
import { expand } from './lists.ts';
import type { Profile } from './profile.ts';
import { type Control, isClassified, type Level, levelRank, type Marking } from './shape.ts';
import { CUI_CONTROL_ORDER, CUI_ONLY_CONTROLS } from './vocabulary.ts';
import type { Form } from './words.ts';

function refuse(code: FailureCode, message: string, where: string, remedy: string): never {
  throw new Refusal(code, message, { where, remedy });
}

/** @returns true where no foreign government may have it: NOFORN, or one of the two unclassified forms of it. */
export function isNoforn(marking: Marking): boolean {
  return (
    marking.controls.includes('NOFORN') || marking.nonIc.includes('SBU NOFORN') || marking.nonIc.includes('LES NOFORN')
  );
}

/** @returns true where the marking says anything about foreign disclosure and release. */
export function saysRelease(marking: Marking): boolean {
  const { controls, relTo, displayOnly } = marking;
  return isNoforn(marking) || relTo !== null || displayOnly !== null || controls.includes('RELIDO');
}

/**
 * Checks what the words of a marking demand of each other (ICM section H, profile conflicts).
 * @throws Refusal with the first rule that is broken
 */
export function validateMarking(marking: Marking, profile: Profile, form: Form): void {
  checkLevels(marking, profile);
  checkExclusions(marking);
  checkCompanions(marking, profile);
  checkCui(marking, profile, form);
}

function checkLevels(marking: Marking, profile: Profile): void {
  const { level } = marking.classification;
  const atLeast = (lowest: Level, what: string) => {
    if (levelRank(level) < levelRank(lowest)) {
      refuse('marking.level-too-low', `${what} needs ${lowest} or above.`, what, `Raise the level, or drop ${what}.`);
    }
  };
  for (const system of marking.sci) {
    atLeast(system.name === 'TK' ? 'SECRET' : 'CONFIDENTIAL', system.name);
    if (system.name === 'SI' && system.compartments.some((each) => each.name === 'G')) atLeast('TOP SECRET', 'SI-G');
  }
  for (const program of marking.sap) atLeast('CONFIDENTIAL', `SAR-${program.name}`);
  for (const control of marking.aea) {
    if (control.kind === 'RD' && control.cnwdi) atLeast('SECRET', 'RD-CNWDI');
    if (control.kind === 'RD' || control.kind === 'FRD' || control.kind === 'TFNI')
      atLeast('CONFIDENTIAL', control.kind);
  }
  for (const name of ['ORCON', 'ORCON-USGOV'] satisfies Control[]) {
    if (marking.controls.includes(name)) atLeast('CONFIDENTIAL', name);
  }
  if (marking.controls.includes('FOUO') && isClassified(marking)) {
    refuse('marking.level-too-high', 'FOUO stands with UNCLASSIFIED only.', 'FOUO', 'Leave FOUO out.');
  }
  const barred = !profile.unclassifiedNoforn && marking.cui === null && !isClassified(marking);
  if (barred && marking.controls.includes('NOFORN')) {
    refuse(
      'marking.profile',
      `The ${profile.name} profile allows NOFORN from CONFIDENTIAL up.`,
      'NOFORN',
      'Leave NOFORN out, or use a profile that allows it.',
    );
  }
}

function checkExclusions(marking: Marking): void {
  const { controls, relTo, displayOnly, nonIc, classification } = marking;
  const present = new Set<string>([...controls, ...nonIc]);
  if (relTo) present.add('REL TO');
  if (displayOnly) present.add('DISPLAY ONLY');
  if (classification.system === 'joint') present.add('JOINT');
  const pairs: [string, string][] = [];
  for (const noforn of ['NOFORN', 'SBU NOFORN', 'LES NOFORN']) {
    for (const other of ['REL TO', 'RELIDO', 'DISPLAY ONLY', 'JOINT']) pairs.push([noforn, other]);
  }
  pairs.push(['ORCON', 'RELIDO'], ['ORCON', 'ORCON-USGOV'], ['RELIDO', 'DISPLAY ONLY']);
  pairs.push(['EXDIS', 'NODIS'], ['SBU', 'SBU NOFORN'], ['LES', 'LES NOFORN']);
  pairs.push(['NOFORN', 'SBU NOFORN'], ['NOFORN', 'LES NOFORN']);
  for (const [one, other] of pairs) {
    if (present.has(one) && present.has(other)) {
      refuse('marking.exclusive', `${one} excludes ${other}.`, other, `Leave out ${one} or ${other}.`);
    }
  }
  for (const name of ['SBU NOFORN', 'LES NOFORN'] as const) {
    if (isClassified(marking) && nonIc.includes(name)) {
      const short = name.slice(0, 3);
      refuse('marking.level-too-high', `${name} stands with UNCLASSIFIED only.`, name, `Write NOFORN//${short}.`);
    }
  }
}

function checkCompanions(marking: Marking, profile: Profile): void {
  const { controls, relTo, sci, aea, classification } = marking;
  const needs = (what: string, wanted: Control) => {
    if (!controls.includes(wanted)) refuse('marking.requires', `${what} requires ${wanted}.`, what, `Add ${wanted}.`);
  };
  for (const system of sci) {
    const has = (name: string) => system.compartments.some((each) => each.name === name);
    if (system.name === 'HCS' && has('O')) needs('HCS-O', 'ORCON');
    if (system.name === 'HCS' && has('O')) needs('HCS-O', 'NOFORN');
    if (system.name === 'HCS' && has('P')) needs('HCS-P', 'NOFORN');
    if (system.name === 'SI' && has('G')) needs('SI-G', 'ORCON');
  }
  if (aea.some((control) => control.kind === 'RD') && !controls.includes('NOFORN') && relTo === null) {
    refuse('marking.requires', 'RD requires NOFORN, or REL TO under an agreement.', 'RD', 'Add NOFORN.');
  }
  if (classification.system === 'joint') {
    const released = expand(relTo ?? []);
    const missing = [...expand(classification.owners)].filter((owner) => !released.has(owner));
    if (missing.length > 0 || relTo === null) {
      const list = ['USA', ...classification.owners.filter((owner) => owner !== 'USA')].join(', ');
      refuse('marking.requires', 'A JOINT marking is released to all its owners.', 'JOINT', `Add REL TO ${list}.`);
    }
  }
  if (profile.sciNeedsRelease && sci.length > 0 && !saysRelease(marking)) {
    refuse(
      'marking.profile',
      `The ${profile.name} profile asks every SCI marking to say how it may be released.`,
      sci[0]?.name ?? '',
      'Add NOFORN, REL TO, RELIDO or DISPLAY ONLY.',
    );
  }
}

function checkCui(marking: Marking, profile: Profile, form: Form): void {
  const { cui, controls } = marking;
  const cuiOnly = controls.find((name) => CUI_ONLY_CONTROLS.includes(name));
  if (cui === null) {
    if (cuiOnly)
      refuse('marking.requires', `${cuiOnly} stands with CUI only.`, cuiOnly, `Add CUI, or drop ${cuiOnly}.`);
    return;
  }
  if (marking.classification.system !== 'us') {
    refuse('marking.exclusive', 'CUI stands in US markings only.', 'CUI', 'Leave CUI out.');
  }
  if (isClassified(marking)) {
    if (cui.word === 'CONTROLLED') {
      refuse('marking.exclusive', 'CONTROLLED never stands with a classification.', 'CONTROLLED', 'Write CUI.');
    }
    if (form === 'banner' && !profile.cuiInClassifiedBanner) {
      refuse(
        'marking.profile',
        `The ${profile.name} profile keeps CUI out of classified banners.`,
        'CUI',
        'Leave it out.',
      );
    }
    return;
  }
  const other =
    controls.find((name) => !CUI_CONTROL_ORDER.includes(name)) ??
    marking.nonIc[0] ??
    marking.aea[0]?.kind ??
    (marking.fgi === null ? undefined : 'FGI');
  if (other) {
    refuse('marking.exclusive', `${other} does not stand in a CUI marking.`, other, `Leave ${other} or CUI out.`);
  }
  const detail = cui.specified.length + cui.basic.length + controls.length > 0 || saysRelease(marking);
  if (form === 'banner' && !profile.cuiDetailInBanner && detail) {
    refuse(
      'marking.profile',
      `In the ${profile.name} profile a CUI banner is the one word.`,
      'CUI',
      'Write CUI, and put categories and limited dissemination controls into the designation indicator block.',
    );
  }
}
