import { Refusal } from '../failure.ts';
import { compareCodes, parseDisplayList, parseReleaseList } from './lists.ts';
import type { Control, Cui, Marking, NonIcControl } from './shape.ts';
import {
  CONTROL_WORDS,
  CUI_CONTROL_ORDER,
  LEVEL_WORDS,
  NON_IC_WORDS,
  type OrderedControl,
  type Vocabulary,
  type WordForms,
} from './vocabulary.ts';
import { controlOf, type Form, knownCategory } from './words.ts';

/** What the dissemination category holds. */
export type Dissemination = Pick<Marking, 'controls' | 'relTo' | 'relToAsBanner' | 'displayOnly'>;

export const REGISTER_ORDER: readonly OrderedControl[] = CONTROL_WORDS.map((word) => word.name);

/** @returns the controls in the one order that a marking holds them in, whatever order its kind is written in. */
export function inRegisterOrder(controls: Iterable<Control>): Control[] {
  return [...controls].sort((left, right) => REGISTER_ORDER.indexOf(left) - REGISTER_ORDER.indexOf(right));
}

function requireOrder(names: readonly string[], items: readonly string[], order: readonly string[]): void {
  for (let index = 1; index < names.length; index++) {
    const step = order.indexOf(names[index] ?? '') - order.indexOf(names[index - 1] ?? '');
    const where = items[index] ?? '';
    if (step === 0) {
      throw new Refusal('marking.control-repeated', `"${names[index]}" stands twice.`, {
        where,
        remedy: 'Write it once.',
      });
    }
    if (step < 0) {
      const sorted = [...names].sort((left, right) => order.indexOf(left) - order.indexOf(right));
      throw new Refusal('marking.control-order', `"${where}" stands too late.`, {
        where,
        remedy: `Write them in this order: ${sorted.join(', ')}.`,
      });
    }
  }
}

/**
 * Parses the items of the dissemination category.
 * @param banner the banner whose list a portion's `REL` repeats
 * @param cuiOnly true for a CUI marking without a classification, whose controls stand alphabetically
 */
export function parseDissemination(
  items: readonly string[],
  form: Form,
  vocabulary: Vocabulary,
  banner: Marking | undefined,
  cuiOnly: boolean,
): Dissemination {
  const names = items.map((item) => controlOf(item, form) ?? 'NOFORN');
  const controls: Control[] = [];
  let relTo: readonly string[] | null = null;
  let relToAsBanner = false;
  let displayOnly: readonly string[] | null = null;
  for (const [index, name] of names.entries()) {
    const item = items[index] ?? '';
    if (name === 'REL TO') {
      relToAsBanner = item === 'REL';
      relTo = relToAsBanner ? listOfBanner(banner, item) : parseReleaseList(item.slice(7), vocabulary, item);
    } else if (name === 'DISPLAY ONLY') {
      displayOnly = parseDisplayList(item.slice(13), vocabulary, item);
    } else {
      controls.push(name);
    }
  }
  const fitsCui = names.every((name) => CUI_CONTROL_ORDER.includes(name));
  requireOrder(names, items, cuiOnly && fitsCui ? CUI_CONTROL_ORDER : REGISTER_ORDER);
  return { controls: inRegisterOrder(controls), relTo, relToAsBanner, displayOnly };
}

function listOfBanner(banner: Marking | undefined, where: string): readonly string[] {
  if (banner?.relTo) return banner.relTo;
  throw new Refusal('marking.rel-needs-banner', 'REL stands for the list of a banner, and this banner has none.', {
    where,
    remedy: 'Write REL TO and the countries, as in REL TO USA, GBR.',
  });
}

/** Parses the items of the non-IC category. */
export function parseNonIc(items: readonly string[], form: Form): NonIcControl[] {
  const words: readonly WordForms<NonIcControl>[] = NON_IC_WORDS;
  const found = items.flatMap((item) => words.filter((word) => word[form] === item));
  const names = found.map((word) => word.name);
  requireOrder(
    names,
    items,
    words.map((word) => word.name),
  );
  return names;
}

/** @returns true where the segment after `CUI` lists categories and not dissemination controls. */
export function holdsCuiCategories(items: readonly string[], vocabulary: Vocabulary): boolean {
  return items.every((item) => /^(SP-)?[A-Z]{2,8}$/.test(item) && !isOtherWord(item, vocabulary));
}

/** A word that means something else in a marking never names a Basic category, so that a marking reads one way. */
function isOtherWord(item: string, vocabulary: Vocabulary): boolean {
  const forms: readonly Form[] = ['banner', 'portion'];
  return (
    forms.some((form) => knownCategory(item, form, vocabulary) !== undefined) ||
    LEVEL_WORDS.some((level) => forms.some((form) => level[form] === item))
  );
}

/** Parses CUI categories: Specified ones (`SP-`) first, each group alphabetical. */
export function parseCuiCategories(items: readonly string[], vocabulary: Vocabulary): Pick<Cui, 'specified' | 'basic'> {
  const specified = items.filter((item) => item.startsWith('SP-')).map((item) => item.slice(3));
  const basic = items.filter((item) => !item.startsWith('SP-'));
  const known = vocabulary.cuiCategories;
  for (const name of [...specified, ...basic]) {
    if (known !== null && !known.includes(name)) {
      throw new Refusal('marking.word-unknown', `"${name}" is not a CUI category of this vocabulary.`, {
        where: items.join('/'),
        remedy: 'Check the abbreviation in the CUI registry, or add it to the vocabulary.',
      });
    }
  }
  const sorted = [...specified].sort(compareCodes).map((name) => `SP-${name}`);
  sorted.push(...[...basic].sort(compareCodes));
  requireOrder(items, items, [...new Set(sorted)]);
  return { specified, basic };
}
