import { Refusal } from '../failure.ts';
import { type Opening, parseOpening } from './classification.ts';
import { parseAea, parseSap, parseSci } from './compartments.ts';
import { validateMarking } from './constraints.ts';
import { holdsCuiCategories, parseCuiCategories, parseDissemination, parseNonIc } from './dissemination.ts';
import { parseOwners } from './lists.ts';
import { type Profile, type ProfileName, profileOf } from './profile.ts';
import type { Cui, Marking } from './shape.ts';
import { plainMarking } from './shape.ts';
import { CATEGORIES, CATEGORY_TITLES, type Category, type Form, requireOneCategory } from './words.ts';

export { renderBanner, renderPortion } from './render.ts';
export { rollUp } from './roll-up.ts';
export type { Marking } from './shape.ts';

/** No real marking comes near this; it keeps a hostile one cheap. Characters. */
const LONGEST = 2048;

/**
 * Parses a banner line such as `TOP SECRET//SI-G/TK//ORCON/NOFORN`. Strict: unknown words are refused.
 * @throws Refusal marking.* with the offending part in `where` and what to write instead in `remedy`
 * @see docs/formats/marking.md; IC Markings System Register and Manual (31 Dec 2016), A.6, D.1, G, H
 */
export function parseBanner(text: string, profile: ProfileName | Profile = 'IC'): Marking {
  requireText(text);
  if (/[()]/.test(text)) {
    throw new Refusal('marking.parentheses', 'A banner has no parentheses.', {
      where: text,
      remedy: 'Write the banner form, as in SECRET//NOFORN.',
    });
  }
  return parse(text, 'banner', profileOf(profile), undefined);
}

/**
 * Parses a portion mark such as `(S//NF)`, parentheses included.
 * @param banner the banner of the document; needed for `(S//REL)`, whose list is the banner's
 * @throws Refusal marking.*
 */
export function parsePortion(text: string, banner?: Marking, profile: ProfileName | Profile = 'IC'): Marking {
  requireText(text);
  const inner = /^\(([^()]*)\)$/.exec(text)?.[1];
  if (inner === undefined) {
    throw new Refusal('marking.parentheses', 'A portion mark stands in parentheses.', {
      where: text,
      remedy: 'Write the portion form, as in (S//NF).',
    });
  }
  requireText(inner);
  return parse(inner, 'portion', profileOf(profile), banner);
}

function requireText(text: string): void {
  if (text.trim() === '') {
    throw new Refusal('marking.empty', 'There is no marking.', {
      where: text,
      remedy: 'Write the classification, for instance UNCLASSIFIED.',
    });
  }
  if (text.length > LONGEST) {
    throw new Refusal('marking.too-long', `The marking is longer than ${LONGEST} characters.`, {
      where: `${text.slice(0, 40)}…`,
      remedy: 'Write one marking.',
    });
  }
}

function requireCharacters(text: string): void {
  const lower = /\S*[a-z]\S*/.exec(text)?.[0];
  if (lower !== undefined) {
    throw new Refusal('marking.case', 'A marking is written in capitals.', {
      where: lower,
      remedy: `Write ${text.toUpperCase()}.`,
    });
  }
  if (/^\s|\s$|\s\/|\/\s|\s\s|[^\S ]/.test(text)) {
    throw new Refusal('marking.spacing', 'A marking has no space beside a slash, at an end, or twice in a row.', {
      where: text,
      remedy: `Write ${text
        .trim()
        .replaceAll(/\s*\/\s*/g, '/')
        .replaceAll(/\s+/g, ' ')}.`,
    });
  }
  const strange = /[^A-Z0-9 ,/-]/u.exec(text)?.[0];
  if (strange !== undefined) {
    throw new Refusal('marking.word-unknown', 'A marking holds only capitals, digits, spaces, commas, "-" and "/".', {
      where: strange,
      remedy: 'Leave that character out.',
    });
  }
}

function parse(text: string, form: Form, profile: Profile, banner: Marking | undefined): Marking {
  requireCharacters(text);
  const foreign = text.startsWith('//');
  const [first = '', ...segments] = (foreign ? text.slice(2) : text).split('//');
  const opening = parseOpening(first, foreign, form, profile.vocabulary);
  const marking = parseCategories(segments, opening, form, profile, banner);
  validateMarking(marking, profile, form);
  return marking;
}

function parseCategories(
  segments: readonly string[],
  opening: Opening,
  form: Form,
  profile: Profile,
  banner: Marking | undefined,
): Marking {
  const { vocabulary } = profile;
  let marking: Marking = { ...plainMarking('UNCLASSIFIED'), classification: opening.classification };
  let last: Category | undefined = opening.cuiWord ? 'cui' : undefined;
  let cui: Cui | null = opening.cuiWord ? { word: opening.cuiWord, specified: [], basic: [] } : null;
  let categoriesMayFollow = cui !== null;
  for (const segment of segments) {
    const items = segment.split('/');
    if (cui && categoriesMayFollow && holdsCuiCategories(items, vocabulary)) {
      cui = { ...cui, ...parseCuiCategories(items, vocabulary) };
      categoriesMayFollow = false;
      continue;
    }
    const category = requireOneCategory(items, form, vocabulary);
    requireOrder(category, last, segment);
    last = category;
    categoriesMayFollow = category === 'cui';
    if (category === 'cui') cui = cuiOf(items, opening);
    else if (category === 'sci') marking = { ...marking, sci: parseSci(items, vocabulary) };
    else if (category === 'sap') marking = { ...marking, sap: parseSap(items) };
    else if (category === 'aea') marking = { ...marking, aea: parseAea(items, form) };
    else if (category === 'fgi') marking = { ...marking, fgi: fgiOf(items, profile) };
    else if (category === 'non-ic') marking = { ...marking, nonIc: parseNonIc(items, form) };
    else {
      marking = { ...marking, ...parseDissemination(items, form, vocabulary, banner, opening.cuiWord !== null) };
    }
  }
  return { ...marking, cui };
}

function requireOrder(category: Category, last: Category | undefined, where: string): void {
  if (last === undefined) return;
  if (category === last) {
    throw new Refusal(
      'marking.category-repeated',
      `The ${CATEGORY_TITLES[category]} are one category and stand once.`,
      {
        where,
        remedy: 'Join them by a single "/" in one place.',
      },
    );
  }
  if (CATEGORIES.indexOf(category) < CATEGORIES.indexOf(last)) {
    throw new Refusal(
      'marking.category-order',
      `The ${CATEGORY_TITLES[category]} stand before the ${CATEGORY_TITLES[last]}.`,
      { where, remedy: `Write the categories in this order: ${Object.values(CATEGORY_TITLES).join(', ')}.` },
    );
  }
}

function requireAlone(items: readonly string[]): string {
  const [item = '', second] = items;
  if (second !== undefined) {
    throw new Refusal('marking.control-repeated', `"${item}" stands alone in its category.`, {
      where: items.join('/'),
      remedy: `Leave ${second} out.`,
    });
  }
  return item;
}

function cuiOf(items: readonly string[], opening: Opening): Cui {
  const item = requireAlone(items);
  const { system, level } = opening.classification;
  if (system === 'us' && level === 'UNCLASSIFIED') {
    throw new Refusal('marking.exclusive', 'CUI stands in the place of UNCLASSIFIED, not beside it.', {
      where: item,
      remedy: 'Begin the marking with CUI.',
    });
  }
  if (item === 'CONTROLLED') {
    throw new Refusal('marking.exclusive', 'CONTROLLED never stands in a marking with a level.', {
      where: item,
      remedy: 'Write CUI.',
    });
  }
  return { word: 'CUI', specified: [], basic: [] };
}

function fgiOf(items: readonly string[], profile: Profile): readonly string[] {
  const item = requireAlone(items);
  return item === 'FGI' ? [] : parseOwners(item.slice(4), profile.vocabulary, item);
}
