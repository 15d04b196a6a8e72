import { type SodiumHeap, sodiumHeap } from '../sodium-heap.ts';

/** Plaintext bytes in every chunk but the last (C2SP age.md, Payload). */
export const CHUNK = 64 * 1024;
/** Bytes that sealing adds to a chunk. */
export const TAG_BYTES = 16;
export const SEALED_CHUNK = CHUNK + TAG_BYTES;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

interface Scratch {
  readonly buffer: number;
  readonly key: number;
  readonly nonce: number;
  readonly length: number;
}

// One chunk's room in libsodium's memory, taken once: chunks are worked on one at a time, and never across an await.
let taken: Scratch | undefined;

function scratch(heap: SodiumHeap): Scratch {
  taken ??= {
    buffer: heap._malloc(SEALED_CHUNK),
    key: heap._malloc(KEY_BYTES),
    nonce: heap._malloc(NONCE_BYTES),
    length: heap._malloc(8),
  };
  return taken;
}

function placeKeyAndNonce(heap: SodiumHeap, at: Scratch, key: Uint8Array, index: number, isLast: boolean): void {
  heap.HEAPU8.set(key, at.key);
  // 11 bytes of counter, big-endian, then the last-chunk flag. An index is below 2^53, so the top bytes stay zero.
  let rest = index;
  for (let i = NONCE_BYTES - 2; i >= 0; i -= 1) {
    heap.HEAPU8[at.nonce + i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  heap.HEAPU8[at.nonce + NONCE_BYTES - 1] = isLast ? 1 : 0;
}

/**
 * Opens one chunk of an age payload with ChaCha20-Poly1305. Nothing is written to `into` unless it authenticates.
 * @param key the 32-byte payload key
 * @param index the chunk's number, from 0
 * @param sealed at most 65552 bytes
 * @param into room for the plaintext, at least `sealed.length - 16` bytes
 * @returns the plaintext's length, or -1 where the chunk is not authentic at this place
 */
export function openChunk(
  key: Uint8Array,
  index: number,
  isLast: boolean,
  sealed: Uint8Array,
  into: Uint8Array,
): number {
  if (sealed.length < TAG_BYTES || sealed.length > SEALED_CHUNK) return -1;
  const heap = sodiumHeap();
  const at = scratch(heap);
  placeKeyAndNonce(heap, at, key, index, isLast);
  heap.HEAPU8.set(sealed, at.buffer);
  const result = heap._crypto_aead_chacha20poly1305_ietf_decrypt(
    at.buffer,
    at.length,
    0,
    at.buffer,
    sealed.length,
    0,
    0,
    0,
    0,
    at.nonce,
    at.key,
  );
  if (result !== 0) return -1;
  const length = sealed.length - TAG_BYTES;
  into.set(heap.HEAPU8.subarray(at.buffer, at.buffer + length));
  return length;
}

/**
 * Seals one chunk of an age payload.
 * @param plain at most 65536 bytes
 * @param into room for `plain.length + 16` bytes
 */
export function sealChunk(key: Uint8Array, index: number, isLast: boolean, plain: Uint8Array, into: Uint8Array): void {
  const heap = sodiumHeap();
  const at = scratch(heap);
  placeKeyAndNonce(heap, at, key, index, isLast);
  heap.HEAPU8.set(plain, at.buffer);
  heap._crypto_aead_chacha20poly1305_ietf_encrypt(
    at.buffer,
    at.length,
    at.buffer,
    plain.length,
    0,
    0,
    0,
    0,
    0,
    at.nonce,
    at.key,
  );
  into.set(heap.HEAPU8.subarray(at.buffer, at.buffer + plain.length + TAG_BYTES));
}

/** Overwrites the plaintext and the key that the last chunk left in libsodium's memory. */
export function wipeChunkScratch(): void {
  if (taken === undefined) return;
  const heap = sodiumHeap();
  heap.HEAPU8.fill(0, taken.buffer, taken.buffer + SEALED_CHUNK);
  heap.HEAPU8.fill(0, taken.key, taken.key + KEY_BYTES);
}
