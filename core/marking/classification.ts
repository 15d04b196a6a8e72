import { Refusal } from '../failure.ts';
import { parseJointOwners, parseOwners } from './lists.ts';
import type { Classification, Cui, Level } from './shape.ts';
import { LEVEL_WORDS, type Vocabulary } from './vocabulary.ts';
import type { Form } from './words.ts';

/** What the first segment of a marking says. */
export interface Opening {
  readonly classification: Classification;
  /** `CUI` or `CONTROLLED` where the marking opens with it in place of a level. */
  readonly cuiWord: Cui['word'] | null;
}

function levelOf(word: string, form: Form): Level | undefined {
  return LEVEL_WORDS.find((level) => level[form] === word)?.name;
}

function refuseLevel(word: string, form: Form): never {
  const other: Form = form === 'banner' ? 'portion' : 'banner';
  const meant = LEVEL_WORDS.find((level) => level[other] === word || level.nato[other] === word);
  if (meant) {
    const write = meant.nato[other] === word ? meant.nato[form] : meant[form];
    throw form === 'banner'
      ? new Refusal('marking.level-abbreviated', `A banner spells its level out; "${word}" is abbreviated.`, {
          where: word,
          remedy: `Write ${write}.`,
        })
      : new Refusal('marking.banner-form', `"${word}" is the banner form and stands in a portion.`, {
          where: word,
          remedy: `Write ${write}.`,
        });
  }
  if (word.includes('/')) {
    throw new Refusal('marking.separator', 'The level and what follows it are separated by "//".', {
      where: word,
      remedy: `Write ${word.replace('/', '//')}.`,
    });
  }
  throw new Refusal('marking.level-unknown', `"${word}" is not a classification level.`, {
    where: word,
    remedy:
      form === 'banner'
        ? 'Begin with UNCLASSIFIED, CUI, CONFIDENTIAL, SECRET or TOP SECRET.'
        : 'Begin with U, CUI, C, S or TS.',
  });
}

/** Parses a first segment that follows a double slash: NATO, JOINT, or other governments. */
function parseForeign(text: string, form: Form, vocabulary: Vocabulary): Classification {
  const nato = LEVEL_WORDS.find((level) => level.nato[form] === text);
  if (nato) return { system: 'nato', level: nato.name };
  if (text.startsWith('JOINT ')) {
    const rest = text.slice('JOINT '.length);
    const level = LEVEL_WORDS.find((each) => rest.startsWith(`${each[form]} `));
    if (!level || level.name === 'RESTRICTED') return refuseLevel(text, form);
    const owners = parseJointOwners(rest.slice(level[form].length + 1), vocabulary, text);
    return { system: 'joint', owners, level: level.name };
  }
  const level = LEVEL_WORDS.find((each) => text.endsWith(` ${each[form]}`));
  // TOP SECRET also ends in SECRET; the table lists it first.
  if (!level) return refuseLevel(text.split(' ').at(-1) ?? text, form);
  const owners = text.slice(0, -level[form].length - 1);
  return {
    system: 'foreign',
    owners: owners === 'FGI' ? [] : parseOwners(owners, vocabulary, text),
    level: level.name,
  };
}

/**
 * Parses the first segment of a marking.
 * @param foreign true where the marking begins with a double slash
 */
export function parseOpening(text: string, foreign: boolean, form: Form, vocabulary: Vocabulary): Opening {
  if (foreign) return { classification: parseForeign(text, form, vocabulary), cuiWord: null };
  if (text === 'CUI' || (text === 'CONTROLLED' && form === 'banner')) {
    return { classification: { system: 'us', level: 'UNCLASSIFIED' }, cuiWord: text };
  }
  const level = levelOf(text, form);
  if (!level || level === 'RESTRICTED') return refuseLevel(text, form);
  return { classification: { system: 'us', level }, cuiWord: null };
}
