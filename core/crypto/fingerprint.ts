import type { KeyId } from '../brand.ts';

const GROUPS = 12;
const DIGITS = 5;

/**
 * A key id in a form that two people can compare by voice: twelve groups of five decimal digits, as
 * `04821 93310 55127 …`. The key id (a SHA-256) is read as one big-endian number and reduced modulo 10^60, which keeps
 * 199 of its 256 bits: making another key with the same digits takes about 2^199 tries, and finding any two keys that
 * agree about 2^99. That holds when all twelve groups are compared.
 * @returns 12 groups of 5 digits, separated by single blanks
 */
export function fingerprintWords(keyId: KeyId): string {
  const number = BigInt(`0x${keyId}`) % 10n ** BigInt(GROUPS * DIGITS);
  const digits = number.toString().padStart(GROUPS * DIGITS, '0');
  return (digits.match(/.{5}/g) ?? []).join(' ');
}
