import { Refusal } from '../failure.ts';
import { isAeaItem, isSciItem } from './compartments.ts';
import { CONTROL_WORDS, LEVEL_WORDS, NON_IC_WORDS, type OrderedControl, type Vocabulary } from './vocabulary.ts';

/** A banner line spells words out; a portion mark abbreviates them. */
export type Form = 'banner' | 'portion';

/** The categories after the classification, in the order in which they stand (ICM A.6). */
export const CATEGORIES = ['sci', 'sap', 'aea', 'fgi', 'cui', 'dissemination', 'non-ic'] as const;
export type Category = (typeof CATEGORIES)[number];

export const CATEGORY_TITLES: Readonly<Record<Category, string>> = {
  sci: 'SCI control systems',
  sap: 'special access programs',
  aea: 'Atomic Energy Act information',
  fgi: 'foreign government information',
  cui: 'CUI',
  dissemination: 'dissemination controls',
  'non-ic': 'non-IC dissemination controls',
};

const DATE_LIKE = /^(\d{6}|\d{8}|X\d|OADR|MR|(25|50|75)X\d.*|DECL.*|N\/A)$/;

/** @returns which dissemination control the item is in this form, its list left aside; undefined for none. */
export function controlOf(item: string, form: Form): OrderedControl | undefined {
  if (/^REL TO( |$)/.test(item) || (item === 'REL' && form === 'portion')) return 'REL TO';
  if (/^DISPLAY ONLY( |$)/.test(item)) return 'DISPLAY ONLY';
  return CONTROL_WORDS.find((word) => word[form] === item)?.name;
}

/** @returns the category of the item in this form; undefined where no category knows it. */
export function knownCategory(item: string, form: Form, vocabulary: Vocabulary): Category | undefined {
  if (item === 'FGI' || item.startsWith('FGI ')) return 'fgi';
  if (item === 'CUI' || item === 'CONTROLLED') return 'cui';
  if (item.startsWith('SAR-')) return 'sap';
  if (isAeaItem(item)) return 'aea';
  if (controlOf(item, form)) return 'dissemination';
  if (NON_IC_WORDS.some((word) => word[form] === item)) return 'non-ic';
  if (isSciItem(item, vocabulary)) return 'sci';
  return undefined;
}

/**
 * Finds the category that an item of a marking belongs to.
 * @throws Refusal with the reason why the item stands in no category here
 */
export function categoryOf(item: string, form: Form, vocabulary: Vocabulary): Category {
  if (item === '') {
    throw new Refusal('marking.empty-category', 'The marking holds an empty place between slashes.', {
      where: item,
      remedy: 'Write only the categories that apply; nothing holds the place of one that does not.',
    });
  }
  const category = knownCategory(item, form, vocabulary);
  if (category) return category;
  if (DATE_LIKE.test(item)) {
    throw new Refusal('marking.date-in-banner', 'A declassification instruction does not stand in a marking.', {
      where: item,
      remedy: 'Write it on the Declassify On line of the authority block.',
    });
  }
  if (/EYES( ONLY)?$/.test(item)) {
    throw new Refusal('marking.retired', 'EYES ONLY is retired.', {
      where: item,
      remedy: 'Write REL TO USA and the countries.',
    });
  }
  if (LEVEL_WORDS.some((word) => word.banner === item || word.portion === item)) {
    throw new Refusal('marking.category-repeated', 'The classification stands once, at the beginning.', {
      where: item,
      remedy: 'Leave the second one out.',
    });
  }
  const otherForm: Form = form === 'banner' ? 'portion' : 'banner';
  if (knownCategory(item, otherForm, vocabulary)) {
    const code = form === 'banner' ? 'marking.portion-form' : 'marking.banner-form';
    throw new Refusal(code, `"${item}" is the ${otherForm} form and stands in a ${form}.`, {
      where: item,
      remedy: `Write ${translate(item, otherForm, form) ?? `its ${form} form`}.`,
    });
  }
  throw new Refusal('marking.word-unknown', `"${item}" is not a word of this marking system.`, {
    where: item,
    remedy: 'Check the spelling, or add the word to the vocabulary where it is one of a country, system or category.',
  });
}

function translate(item: string, from: Form, to: Form): string | undefined {
  const words = [...CONTROL_WORDS, ...NON_IC_WORDS];
  return words.find((word) => word[from] === item)?.[to];
}

/** Checks that items which share a category are joined to nothing of another. */
export function requireOneCategory(items: readonly string[], form: Form, vocabulary: Vocabulary): Category {
  const [first = '', ...rest] = items;
  const category = categoryOf(first, form, vocabulary);
  for (const item of rest) {
    // A program's identifier is any word, so only a word of a later category is known not to be one.
    const known = category === 'sap' ? knownCategory(item, form, vocabulary) : categoryOf(item, form, vocabulary);
    const other = category === 'sap' && known !== 'dissemination' && known !== 'non-ic' ? 'sap' : known;
    if (item === '') categoryOf(item, form, vocabulary);
    if (other !== category) {
      throw new Refusal('marking.separator', `"${item}" begins another category, which "//" separates.`, {
        where: items.join('/'),
        remedy: `Write // before ${item}.`,
      });
    }
  }
  return category;
}
