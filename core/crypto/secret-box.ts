import { randomBytes } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import { Refusal } from '../failure.ts';
import { fromBase64, toBase64 } from './base64.ts';

/** A secret under a key, ready to be stored as JSON. */
export interface SealedSecret {
  readonly algorithm: 'xchacha20-poly1305-ietf';
  /** 24 random bytes in base64. */
  readonly nonce: string;
  /** Ciphertext and tag in base64. */
  readonly ciphertext: string;
}

const NONCE_BYTES = 24;
const TAG_BYTES = 16;

/**
 * Seals a secret with XChaCha20-Poly1305 under a fresh random nonce.
 * @param key 32 bytes
 * @param context what the secret is and whose; authenticated with it, so that one cannot be put in another's place
 */
export function sealSecret(secret: Uint8Array, key: Uint8Array, context: string): SealedSecret {
  const nonce = Uint8Array.from(randomBytes(NONCE_BYTES));
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(secret, context, null, nonce, key);
  return { algorithm: 'xchacha20-poly1305-ietf', nonce: toBase64(nonce), ciphertext: toBase64(sealed) };
}

/**
 * Opens a sealed secret.
 * @param context exactly what it was sealed with
 * @returns the secret; the caller wipes it
 * @throws Refusal `crypto.secret-torn` where the record is not well-formed; `crypto.passphrase-wrong` where it does not
 *   authenticate, which is a wrong key, a wrong context or altered bytes: these cannot be told apart
 */
export function openSecret(sealed: SealedSecret, key: Uint8Array, context: string): Uint8Array {
  const nonce = fromBase64(sealed.nonce);
  const ciphertext = fromBase64(sealed.ciphertext);
  const isWellFormed = sealed.algorithm === 'xchacha20-poly1305-ietf' && nonce?.length === NONCE_BYTES;
  if (!isWellFormed || ciphertext === undefined || ciphertext.length < TAG_BYTES) {
    throw new Refusal('crypto.secret-torn', 'The sealed secret is damaged.', {
      remedy: 'Restore the file that holds it from a copy.',
    });
  }
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, context, nonce, key);
  } catch {
    throw new Refusal('crypto.passphrase-wrong', 'The passphrase does not open this.', {
      remedy: 'Type it again. If it is surely right, the file was damaged: restore it from a copy.',
    });
  }
}
