import { randomBytes } from 'node:crypto';
import { Refusal } from '../failure.ts';
import { argon2id } from './argon2id.ts';
import { fromBase64, toBase64 } from './base64.ts';

/** How a key is derived from a passphrase; stored beside what the key seals, and not secret. */
export interface PassphraseParameters {
  readonly algorithm: 'argon2id13';
  /** Passes over the memory. */
  readonly opsLimit: number;
  /** Bytes of memory. */
  readonly memLimit: number;
  /** 16 random bytes in base64. */
  readonly salt: string;
}

/** The cost of one guess. */
export interface PassphraseStrength {
  readonly opsLimit: number;
  readonly memLimit: number;
}

const MEBIBYTE = 1 << 20;

/** 64 MiB, three passes: the second recommendation of RFC 9106. For tests and small machines. */
export const INTERACTIVE: PassphraseStrength = { opsLimit: 3, memLimit: 64 * MEBIBYTE };
/**
 * 128 MiB, four passes: what a keyslot of a vault uses. Twice the memory of RFC 9106's second recommendation; more would
 * stay with the process for good, since the memory of WebAssembly never shrinks.
 */
export const MODERATE: PassphraseStrength = { opsLimit: 4, memLimit: 128 * MEBIBYTE };

const SALT_BYTES = 16;
const KEY_BYTES = 32;
// A keyslot is read before anything proves who wrote it: it must neither ask for 100 GiB nor for next to nothing.
const BOUNDS = {
  opsLimit: { least: 2, most: 10 },
  memLimit: { least: 19 * MEBIBYTE, most: 1024 * MEBIBYTE },
} as const;

function isWithin(value: number, { least, most }: { least: number; most: number }): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

function checkedSalt(parameters: PassphraseParameters): Uint8Array {
  const salt = fromBase64(parameters.salt);
  const isSound =
    parameters.algorithm === 'argon2id13' &&
    isWithin(parameters.opsLimit, BOUNDS.opsLimit) &&
    isWithin(parameters.memLimit, BOUNDS.memLimit) &&
    salt?.length === SALT_BYTES;
  if (!isSound) {
    throw new Refusal('crypto.secret-torn', 'The passphrase parameters are damaged or out of bounds.', {
      remedy: 'Restore the file that holds them from a copy; it was not written like this.',
    });
  }
  return salt;
}

/** @returns parameters with a fresh salt. */
export function newPassphraseParameters(strength: PassphraseStrength = MODERATE): PassphraseParameters {
  return { algorithm: 'argon2id13', ...strength, salt: toBase64(randomBytes(SALT_BYTES)) };
}

/**
 * Derives a key with Argon2id version 1.3 (RFC 9106), one lane.
 * @param passphrase UTF-8 bytes, 1 to 4096; the caller wipes them
 * @returns 32 bytes; the caller wipes them
 * @throws Refusal `crypto.secret-torn` where the parameters are out of bounds (2 to 10 passes, 19 MiB to 1 GiB),
 *   `input.invalid` for an empty or overlong passphrase
 */
export function deriveKey(passphrase: Uint8Array, parameters: PassphraseParameters): Uint8Array {
  const salt = checkedSalt(parameters);
  if (passphrase.length === 0 || passphrase.length > 4096) {
    throw new Refusal('input.invalid', 'A passphrase has between 1 and 4096 bytes.');
  }
  return argon2id(passphrase, salt, { ...parameters, length: KEY_BYTES });
}
