import { REGISTER_ORDER } from './dissemination.ts';
import type { AeaControl, Classification, Controlled, Marking } from './shape.ts';
import { CONTROL_WORDS, CUI_CONTROL_ORDER, LEVEL_WORDS, NON_IC_WORDS } from './vocabulary.ts';
import type { Form } from './words.ts';

/** @returns the banner line, for instance `SECRET//REL TO USA, GBR`. */
export function renderBanner(marking: Marking): string {
  return render(marking, 'banner');
}

/** @returns the portion mark with its parentheses, for instance `(S//REL TO USA, GBR)`. */
export function renderPortion(marking: Marking): string {
  return `(${render(marking, 'portion')})`;
}

function render(marking: Marking, form: Form): string {
  const categories = [
    opening(marking, form),
    marking.sci.map(renderControlled).join('/'),
    marking.sap.length === 0 ? '' : `SAR-${marking.sap.map(renderControlled).join('/')}`,
    marking.aea.map((control) => renderAea(control, form)).join('/'),
    marking.fgi === null ? '' : ['FGI', ...marking.fgi].join(' '),
    marking.cui && !opensWithCui(marking) ? 'CUI' : '',
    marking.cui ? [...marking.cui.specified.map((name) => `SP-${name}`), ...marking.cui.basic].join('/') : '',
    renderDissemination(marking, form),
    NON_IC_WORDS.filter((word) => marking.nonIc.includes(word.name))
      .map((word) => word[form])
      .join('/'),
  ];
  return categories.filter((text) => text !== '').join('//');
}

/** @returns true where `CUI` stands in the place of the level. */
export function opensWithCui(marking: Marking): boolean {
  const { system, level } = marking.classification;
  return marking.cui !== null && system === 'us' && level === 'UNCLASSIFIED';
}

function opening(marking: Marking, form: Form): string {
  if (marking.cui && opensWithCui(marking)) return form === 'banner' ? marking.cui.word : 'CUI';
  return renderClassification(marking.classification, form);
}

function renderClassification(classification: Classification, form: Form): string {
  const word = LEVEL_WORDS.find((level) => level.name === classification.level);
  const level = word?.[form] ?? classification.level;
  switch (classification.system) {
    case 'us':
      return level;
    case 'nato':
      return `//${word?.nato[form] ?? level}`;
    case 'joint':
      return `//JOINT ${level} ${classification.owners.join(' ')}`;
    case 'foreign':
      return `//${classification.owners.length === 0 ? 'FGI' : classification.owners.join(' ')} ${level}`;
  }
}

function renderControlled(controlled: Controlled): string {
  const compartments = controlled.compartments.map((each) => [each.name, ...each.subs].join(' '));
  return [controlled.name, ...compartments].join('-');
}

function renderAea(control: AeaControl, form: Form): string {
  if (control.kind === 'DOD UCNI') return form === 'banner' ? 'DOD UCNI' : 'DCNI';
  if (control.kind === 'DOE UCNI') return form === 'banner' ? 'DOE UCNI' : 'UCNI';
  if (control.kind === 'TFNI') return 'TFNI';
  const cnwdi = control.kind === 'RD' && control.cnwdi ? '-CNWDI' : '';
  const word = form === 'banner' ? 'SIGMA' : 'SG';
  const sigmas = control.sigmas.length === 0 ? '' : `-${word} ${control.sigmas.join(' ')}`;
  return `${control.kind}${cnwdi}${sigmas}`;
}

function renderDissemination(marking: Marking, form: Form): string {
  const cuiOrder = opensWithCui(marking) && marking.controls.every((name) => CUI_CONTROL_ORDER.includes(name));
  const items: string[] = [];
  for (const name of cuiOrder ? CUI_CONTROL_ORDER : REGISTER_ORDER) {
    if (name === 'REL TO') {
      if (marking.relTo && form === 'portion' && marking.relToAsBanner) items.push('REL');
      else if (marking.relTo) items.push(`REL TO ${marking.relTo.join(', ')}`);
    } else if (name === 'DISPLAY ONLY') {
      if (marking.displayOnly) items.push(`DISPLAY ONLY ${marking.displayOnly.join(', ')}`);
    } else if (marking.controls.includes(name)) {
      items.push(CONTROL_WORDS.find((word) => word.name === name)?.[form] ?? name);
    }
  }
  return items.join('/');
}
