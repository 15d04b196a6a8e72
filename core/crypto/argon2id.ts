import sodium from 'libsodium-wrappers';

/** What one derivation costs and gives. */
export interface Argon2idCost {
  /** Passes over the memory. */
  readonly opsLimit: number;
  /** Bytes of memory, a multiple of 1024. */
  readonly memLimit: number;
  /** Bytes wanted. */
  readonly length: number;
}

/**
 * Argon2id version 1.3 with one lane (RFC 9106), by the build of libsodium that has it (`libsodium-wrappers-sumo`, which
 * the package file installs under the plain name).
 * @param salt 16 bytes
 */
export function argon2id(passphrase: Uint8Array, salt: Uint8Array, cost: Argon2idCost): Uint8Array {
  const algorithm = sodium.crypto_pwhash_ALG_ARGON2ID13;
  return sodium.crypto_pwhash(cost.length, passphrase, salt, cost.opsLimit, cost.memLimit, algorithm);
}
