import { Refusal } from '../failure.ts';
import { opensWithCui } from './render.ts';
import type { Marking } from './shape.ts';
import { LEVEL_WORDS } from './vocabulary.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/;
const EXTENSION = /^[a-z0-9]+(\.[a-z0-9]+)*$/;

/**
 * The name of a file that says its level, as 32 CFR 2001.23(d) asks: `name_(S).ext`. Only the level stands in it: a file
 * name is seen by people who may not know the compartments.
 * @param name without extension: letters, digits, `.`, `_`, `-`
 * @param extension without its dot, for instance `decision.dsse.json`
 * @throws Refusal marking.file-name
 */
export function markedFileName(name: string, marking: Marking, extension: string): string {
  if (!NAME.test(name) || !EXTENSION.test(extension)) {
    throw new Refusal('marking.file-name', 'This cannot be part of a file name.', {
      where: NAME.test(name) ? 'extension' : 'name',
      remedy: 'Use letters, digits, ".", "_" and "-", beginning with a letter or digit.',
    });
  }
  return `${name}_(${levelMark(marking)}).${extension}`;
}

function levelMark(marking: Marking): string {
  if (opensWithCui(marking)) return 'CUI';
  const { level } = marking.classification;
  return LEVEL_WORDS.find((word) => word.name === level)?.portion ?? level;
}
