import { createHash } from 'node:crypto';
import type { Sha256, Sha384 } from '../brand.ts';

/** @returns the SHA-384 digest (FIPS 180-4) of the bytes, as 96 lower-case hex digits. */
export function sha384(bytes: Uint8Array): Sha384 {
  return createHash('sha384').update(bytes).digest('hex') as Sha384; // the hash gives exactly what the brand stands for
}

/** @returns the SHA-256 digest (FIPS 180-4) of the bytes, as 64 lower-case hex digits. */
export function sha256(bytes: Uint8Array): Sha256 {
  return createHash('sha256').update(bytes).digest('hex') as Sha256; // the hash gives exactly what the brand stands for
}

/** SHA-384 over bytes that arrive in pieces. */
export class Sha384Stream {
  readonly #hash = createHash('sha384');

  update(bytes: Uint8Array): this {
    this.#hash.update(bytes);
    return this;
  }

  /** Ends the stream; it may be called once. */
  digest(): Sha384 {
    return this.#hash.digest('hex') as Sha384; // the hash gives exactly what the brand stands for
  }
}

/** SHA-256 over bytes that arrive in pieces. */
export class Sha256Stream {
  readonly #hash = createHash('sha256');

  update(bytes: Uint8Array): this {
    this.#hash.update(bytes);
    return this;
  }

  /** Ends the stream; it may be called once. */
  digest(): Sha256 {
    return this.#hash.digest('hex') as Sha256; // the hash gives exactly what the brand stands for
  }
}
