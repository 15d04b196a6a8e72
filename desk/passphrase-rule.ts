import { Refusal } from '../core/failure.ts';

/** Fewer characters than this can be guessed even behind Argon2id, whatever they are. */
const FEWEST_CHARACTERS = 12;

/**
 * Requires a passphrase that is worth its Argon2id: long enough and not one character over and over.
 * @throws Refusal `input.invalid`
 */
export function requireStrongPassphrase(passphrase: Uint8Array): void {
  // Counted in UTF-8 without making text of it: continuation bytes are 10xxxxxx.
  const characters = passphrase.filter((byte) => (byte & 0xc0) !== 0x80).length;
  if (characters >= FEWEST_CHARACTERS && new Set(passphrase).size >= 5) return;
  throw new Refusal(
    'input.invalid',
    `A passphrase has at least ${FEWEST_CHARACTERS} characters, five of them different.`,
    {
      where: 'passphrase',
      remedy: 'Five or six random words make a good one. Nobody can recover it.',
    },
  );
}
