import sodium from 'libsodium-wrappers';

/**
 * The C functions of libsodium that the wrappers copy around too much, or do not wrap at all. Addresses are offsets into
 * `HEAPU8`, which is a new view whenever the memory has grown: never keep it across a call. 64-bit lengths are two words.
 */
export interface SodiumHeap {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _crypto_aead_chacha20poly1305_ietf_decrypt(
    plain: number,
    plainLength: number,
    unusedSecretNonce: 0,
    sealed: number,
    sealedLow: number,
    sealedHigh: 0,
    context: 0,
    contextLow: 0,
    contextHigh: 0,
    nonce: number,
    key: number,
  ): number;
  _crypto_aead_chacha20poly1305_ietf_encrypt(
    sealed: number,
    sealedLength: number,
    plain: number,
    plainLow: number,
    plainHigh: 0,
    context: 0,
    contextLow: 0,
    contextHigh: 0,
    unusedSecretNonce: 0,
    nonce: number,
    key: number,
  ): number;
  _crypto_kdf_hkdf_sha256_extract(
    prk: number,
    salt: number,
    saltLength: number,
    ikm: number,
    ikmLength: number,
  ): number;
  _crypto_kdf_hkdf_sha256_expand(out: number, outLength: number, info: number, infoLength: number, prk: number): number;
}

/** @returns libsodium's memory and raw functions; `cryptoReady` must have been awaited. */
export function sodiumHeap(): SodiumHeap {
  // The wrapper has this property at run time (since its first release) and leaves it out of its type declarations.
  const { libsodium } = sodium as unknown as { libsodium?: SodiumHeap };
  if (libsodium === undefined) throw new Error('cryptoReady() was not awaited before the cryptography was used.');
  return libsodium;
}
