import type { ByteSource } from '../../bytes/source.ts';
import { Refusal } from '../../failure.ts';
import { wipe } from '../wipe.ts';
import { CHUNK } from './chunk.ts';
import { type AgePassphrase, type UnlockedAge, unlockAge } from './header.ts';
import type { AgeIdentity } from './identity.ts';
import { type Layout, layoutOf, type OnChunk, openChunks, streamPayload } from './payload.ts';

/** The content of a sealed file, readable at any offset without ever being written out. */
export interface AgePayload extends ByteSource {
  /** Plaintext bytes. */
  readonly size: number;
  /** Opens only the 64 KiB chunks that hold the range; each is authenticated before any of it is returned. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /**
   * The whole content in order, in pieces of at most 64 KiB, each authenticated.
   * @throws Refusal `age.payload-torn`, `age.truncated`, `age.trailing-data`, `cancelled`
   */
  stream(onChunk: OnChunk, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Overwrites the key and every plaintext kept; reading afterwards is a defect and throws. */
  wipe(): void;
}

const CACHED_CHUNKS = 16;
const CHUNKS_PER_READ = 64;

class OpenPayload implements AgePayload {
  readonly size: number;
  readonly #age: UnlockedAge;
  readonly #layout: Layout;
  // Insertion order is age: the first entry was used longest ago.
  readonly #cache = new Map<number, Uint8Array>();
  #isWiped = false;

  constructor(age: UnlockedAge, layout: Layout) {
    this.#age = age;
    this.#layout = layout;
    this.size = layout.size;
  }

  #requireAlive(): void {
    if (this.#isWiped) throw new Error('A sealed payload was read after it had been wiped.');
  }

  #remember(index: number, plain: Uint8Array): void {
    this.#cache.delete(index);
    this.#cache.set(index, plain);
    if (this.#cache.size <= CACHED_CHUNKS) return;
    const [oldest] = this.#cache;
    if (oldest === undefined) return;
    this.#cache.delete(oldest[0]);
    wipe(oldest[1]);
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    this.#requireAlive();
    const isInside = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
    if (!isInside || offset + length > this.size) {
      throw new Refusal('bytes.short', `A read of ${length} bytes at ${offset} passes the end at ${this.size}.`);
    }
    const out = new Uint8Array(length);
    let index = Math.floor(offset / CHUNK);
    for (let done = 0; done < length; ) {
      const cached = this.#cache.get(index);
      const count = cached === undefined ? this.#missing(index, offset + length) : 1;
      const plain = cached ?? (await this.#open(index, count));
      const from = offset + done - index * CHUNK;
      const part = plain.subarray(from, Math.min(plain.length, from + length - done));
      out.set(part, done);
      done += part.length;
      if (cached !== undefined) this.#remember(index, cached);
      // A long read passes through once; keeping it would push out the small pieces that are asked for again.
      else if (count === 1) this.#remember(index, plain);
      else wipe(plain);
      index += count;
    }
    return out;
  }

  /** How many chunks from `index` on the range needs that are not kept, up to a limit for one read. */
  #missing(index: number, end: number): number {
    const last = Math.floor((end - 1) / CHUNK);
    let count = 1;
    while (count < CHUNKS_PER_READ && index + count <= last && !this.#cache.has(index + count)) count += 1;
    return count;
  }

  async #open(first: number, count: number): Promise<Uint8Array> {
    const plain = new Uint8Array(Math.min(count * CHUNK, this.size - first * CHUNK));
    await openChunks(this.#age, this.#layout, first, count, plain);
    this.#requireAlive();
    return plain;
  }

  async stream(onChunk: OnChunk, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    this.#requireAlive();
    await streamPayload(this.#age, onChunk, options.signal);
  }

  async requireLastChunk(): Promise<void> {
    const last = this.#layout.chunks - 1;
    const plain = new Uint8Array(CHUNK);
    await openChunks(this.#age, this.#layout, last, 1, plain);
    wipe(plain);
  }

  wipe(): void {
    this.#isWiped = true;
    wipe(this.#age.payloadKey, ...this.#cache.values());
    this.#cache.clear();
  }
}

/**
 * Opens a sealed file (age v1, binary or armored): authenticates the header, and opens the last chunk once, so that a
 * file cut short or grown is refused before anything of it is read (C2SP age.md, Payload: seeking).
 * @param identities tried in order; a passphrase opens what `age -p` sealed
 * @throws Refusal `age.malformed`, `age.not-for-us`, `age.truncated`, `age.payload-torn`, `age.trailing-data`
 */
export async function openAge(
  source: ByteSource,
  identities: readonly (AgeIdentity | AgePassphrase)[],
): Promise<AgePayload> {
  const age = await unlockAge(source, identities);
  try {
    const payload = new OpenPayload(age, layoutOf(age));
    await payload.requireLastChunk();
    return payload;
  } catch (refusal) {
    wipe(age.payloadKey);
    throw refusal;
  }
}

/**
 * Decrypts a sealed file in one pass, front to end, handing on each piece as soon as it is authenticated. Unlike
 * openAge it does not look at the last chunk first.
 * @throws Refusal as openAge does; what was handed on before is authentic, but the file is not complete
 */
export async function streamAge(
  source: ByteSource,
  identities: readonly (AgeIdentity | AgePassphrase)[],
  onChunk: OnChunk,
): Promise<void> {
  const age = await unlockAge(source, identities);
  try {
    await streamPayload(age, onChunk);
  } finally {
    wipe(age.payloadKey);
  }
}
