import { Refusal } from '../failure.ts';
import { LIMITS } from './limits.ts';

/**
 * What a segment of a member's name is made of: letters, marks and digits of any script, and some ASCII signs. Left out
 * are control and bidi characters, odd spaces, `\`, `:`, and the signs that Windows or a shell reads as something else.
 */
const SEGMENT = /^[\p{L}\p{M}\p{N} !#%&'()+,\-.=@[\]_~]+$/u;

/**
 * Checks a member's name: plain, relative, in Unicode NFC, `/` between segments.
 * @param name the name as the tar or the manifest has it, without a leading `./`
 * @throws Refusal `bundle.path-unsafe`
 */
export function checkMemberName(name: string): void {
  const fault = nameFault(name);
  if (fault === undefined) return;
  throw new Refusal('bundle.path-unsafe', `A member's name ${fault}.`, {
    where: printable(name),
    remedy: 'Ask the producer to rename the file and to seal the bundle again.',
  });
}

/** @returns what is wrong with the name, as the end of a sentence, or undefined where it is a good one. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (Buffer.byteLength(name) > LIMITS.nameBytes) return `is longer than ${LIMITS.nameBytes} bytes`;
  if (name.startsWith('/')) return 'is an absolute path';
  if (name.includes('\\')) return 'holds a backslash';
  if (!name.isWellFormed() || name.includes('\ufffd')) return 'is not well-formed Unicode';
  if (name !== name.normalize('NFC')) return 'is not in Unicode normal form C';
  for (const segment of name.split('/')) {
    if (segment === '') return 'has an empty segment';
    if (segment === '.' || segment === '..') return `has the segment "${segment}"`;
    if (!SEGMENT.test(segment)) return 'holds a character that names may not have';
    if (segment.startsWith(' ') || segment.endsWith(' ')) return 'has a segment that begins or ends with a space';
    if (segment.endsWith('.')) return 'has a segment that ends with a dot';
  }
  return undefined;
}

/**
 * @returns a text that is equal for names which some file system takes for the same: case and compatibility forms are
 * folded.
 */
export function nameCollisionKey(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

/** @returns the name cut and with every unusual character escaped, so that it can stand in a message. */
export function printable(name: string): string {
  const cut = name.length > 120 ? `${name.slice(0, 120)}…` : name;
  return cut.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} …]/gu, (odd) => `\\u{${(odd.codePointAt(0) ?? 0).toString(16)}}`);
}
