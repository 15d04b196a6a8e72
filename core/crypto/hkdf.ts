import { type SodiumHeap, sodiumHeap } from './sodium-heap.ts';

const LARGEST_PART = 64;
const KEY_BYTES = 32;

let addresses: { prk: number; salt: number; ikm: number; info: number; out: number } | undefined;

function places(heap: SodiumHeap): NonNullable<typeof addresses> {
  const place = (): number => heap._malloc(LARGEST_PART);
  addresses ??= { prk: place(), salt: place(), ikm: place(), info: place(), out: place() };
  return addresses;
}

/**
 * HKDF with SHA-256 (RFC 5869), by libsodium.
 * @param ikm the secret, at most 64 bytes
 * @param salt at most 64 bytes
 * @param info the label, ASCII, at most 64 characters
 * @returns 32 bytes; the caller wipes them
 */
export function hkdfSha256(ikm: Uint8Array, salt: Uint8Array, info: string): Uint8Array {
  const label = new TextEncoder().encode(info);
  if (ikm.length > LARGEST_PART || salt.length > LARGEST_PART || label.length > LARGEST_PART) {
    throw new RangeError('HKDF is used here for short inputs alone.');
  }
  const heap = sodiumHeap();
  const at = places(heap);
  heap.HEAPU8.set(ikm, at.ikm);
  heap.HEAPU8.set(salt, at.salt);
  heap.HEAPU8.set(label, at.info);
  heap._crypto_kdf_hkdf_sha256_extract(at.prk, at.salt, salt.length, at.ikm, ikm.length);
  heap._crypto_kdf_hkdf_sha256_expand(at.out, KEY_BYTES, at.info, label.length, at.prk);
  const out = heap.HEAPU8.slice(at.out, at.out + KEY_BYTES);
  for (const start of Object.values(at)) heap.HEAPU8.fill(0, start, start + LARGEST_PART);
  return out;
}
