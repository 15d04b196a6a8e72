import { Refusal } from '../failure.ts';
import { EXPANDABLE } from './countries.ts';
import type { Vocabulary } from './vocabulary.ts';

/** @returns -1, 0 or 1 in the Register's sort: numbers first by value, then letters. */
export function compareCodes(left: string, right: string): number {
  const numbers = [left, right].map((text) => /^\d+$/.test(text));
  if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;
  if (numbers[0] && Number(left) !== Number(right)) return Number(left) < Number(right) ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** @returns -1, 0 or 1 in the order of country lists: trigraphs A to Z, then tetragraphs A to Z. */
export function compareCountries(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** @returns the list in the order of REL TO: USA first, then trigraphs, then tetragraphs. */
export function releaseOrder(codes: Iterable<string>): string[] {
  const partners = [...new Set(codes)].filter((code) => code !== 'USA').sort(compareCountries);
  return ['USA', ...partners];
}

/** @returns the countries and organizations a list stands for, with TEYE, ACGU and FVEY spelled out and USA left out. */
export function expand(codes: Iterable<string>): Set<string> {
  const all = new Set<string>();
  for (const code of codes) for (const country of EXPANDABLE[code] ?? [code]) all.add(country);
  all.delete('USA');
  return all;
}

function requireKnown(codes: readonly string[], vocabulary: Vocabulary, where: string): void {
  const seen = new Set<string>();
  for (const code of codes) {
    if (!vocabulary.trigraphs.includes(code) && !vocabulary.tetragraphs.includes(code)) {
      throw new Refusal('marking.country-unknown', `"${code}" is not a country or organization code.`, {
        where,
        remedy: 'Write a known trigraph (as GBR) or tetragraph (as NATO), or add the code to the vocabulary.',
      });
    }
    if (seen.has(code)) {
      throw new Refusal('marking.country-repeated', `"${code}" stands twice in the list.`, {
        where,
        remedy: 'Write each code once.',
      });
    }
    seen.add(code);
  }
}

function requireSorted(codes: readonly string[], where: string): void {
  const sorted = [...codes].sort(compareCountries);
  if (codes.some((code, index) => code !== sorted[index])) {
    throw new Refusal('marking.country-order', 'The country list is not in order.', {
      where,
      remedy: `Write trigraphs A to Z, then tetragraphs A to Z: ${sorted.join(' ')}.`,
    });
  }
}

function splitCommas(text: string, where: string): string[] {
  const codes = text.split(', ');
  if (codes.some((code) => /[, ]/.test(code))) {
    throw new Refusal('marking.list-separator', 'The codes of this list are joined by a comma and one space.', {
      where,
      remedy: `Write ${text.split(/[ ,]+/).join(', ')}.`,
    });
  }
  return codes;
}

/**
 * Parses what follows `REL TO `.
 * @param text for instance `USA, GBR, NATO`
 * @returns the codes, USA first
 */
export function parseReleaseList(text: string, vocabulary: Vocabulary, where: string): string[] {
  const codes = splitCommas(text, where);
  requireKnown(codes, vocabulary, where);
  if (codes[0] !== 'USA') {
    throw new Refusal('marking.usa-first', 'A REL TO list begins with USA.', {
      where,
      remedy: `Write REL TO ${releaseOrder(codes).join(', ')}.`,
    });
  }
  if (codes.length < 2) {
    throw new Refusal('marking.partner-missing', 'REL TO names no partner besides USA.', {
      where,
      remedy: 'Add at least one country or organization, or write NOFORN.',
    });
  }
  requireSorted(codes.slice(1), where);
  return codes;
}

/** Parses what follows `DISPLAY ONLY `: codes joined by a comma and a space, without USA. */
export function parseDisplayList(text: string, vocabulary: Vocabulary, where: string): string[] {
  return foreignOnly(splitCommas(text, where), vocabulary, where);
}

/** Parses the codes of FGI or of another government's marking: joined by one space, without USA. */
export function parseOwners(text: string, vocabulary: Vocabulary, where: string): string[] {
  return foreignOnly(splitSpaces(text, where), vocabulary, where);
}

/** Parses the owners of a JOINT marking: joined by one space, alphabetical, USA among them and not alone. */
export function parseJointOwners(text: string, vocabulary: Vocabulary, where: string): string[] {
  const codes = splitSpaces(text, where);
  requireKnown(codes, vocabulary, where);
  requireSorted(codes, where);
  if (!codes.includes('USA') || codes.length < 2) {
    throw new Refusal('marking.partner-missing', 'A JOINT marking names USA and at least one other owner.', {
      where,
      remedy: 'List every owner in alphabetical order, USA among them, as in //JOINT SECRET CAN GBR USA.',
    });
  }
  return codes;
}

function splitSpaces(text: string, where: string): string[] {
  if (text.includes(',')) {
    throw new Refusal('marking.list-separator', 'The codes of this list are joined by a space, without a comma.', {
      where,
      remedy: `Write ${text.split(/[ ,]+/).join(' ')}.`,
    });
  }
  return text.split(' ');
}

/** @returns the codes of a list of foreign governments as they stand, each known, without USA, in order */
function foreignOnly(codes: string[], vocabulary: Vocabulary, where: string): string[] {
  requireKnown(codes, vocabulary, where);
  if (codes.includes('USA')) {
    throw new Refusal('marking.country-unknown', 'USA does not stand in a list of foreign governments.', {
      where,
      remedy: 'Leave USA out.',
    });
  }
  requireSorted(codes, where);
  return codes;
}
