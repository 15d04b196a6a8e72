import type { Sha384 } from '../brand.ts';
import type { ByteSource } from '../bytes/source.ts';
import { Refusal } from '../failure.ts';
import type { HashLane } from './hash-lane.ts';

const PIECE = 1024 * 1024;

/**
 * A sealed file that is hashed as it is read: bytes that pass by in order are hashed on their way, so that the whole
 * file is read once. Reads elsewhere are handed through; `digest` reads what was never passed.
 */
export class SealedTap implements ByteSource {
  readonly #file: ByteSource;
  readonly #lane: HashLane;
  #hashed = 0;
  #digest: Promise<Sha384> | undefined;

  constructor(file: ByteSource, lane: HashLane) {
    this.#file = file;
    this.#lane = lane;
  }

  get size(): number {
    return this.#file.size;
  }

  /** @throws Refusal `bundle.unreadable` where the medium fails, else as the file's own reads do */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = await this.#read(offset, length);
    if (offset <= this.#hashed && offset + bytes.length > this.#hashed) {
      this.#lane.update(bytes.subarray(this.#hashed - offset));
      this.#hashed = offset + bytes.length;
    }
    return bytes;
  }

  /**
   * Hashes what is left and ends the hash; it may be asked again.
   * @param rest told of every piece that had still to be read
   * @returns SHA-384 of the whole file
   */
  async digest(rest: (bytes: number) => void | Promise<void> = () => undefined): Promise<Sha384> {
    while (this.#hashed < this.size) {
      const count = Math.min(PIECE, this.size - this.#hashed);
      await this.read(this.#hashed, count);
      await rest(count);
    }
    this.#digest ??= this.#lane.digest();
    return this.#digest;
  }

  async #read(offset: number, length: number): Promise<Uint8Array> {
    try {
      return await this.#file.read(offset, length);
    } catch (cause) {
      if (cause instanceof Refusal || !(cause instanceof Error) || !('syscall' in cause)) throw cause;
      throw new Refusal('bundle.unreadable', 'The sealed file cannot be read: its medium fails.', {
        where: `bytes ${offset} to ${offset + length}`,
        remedy: 'Copy the bundle to another medium and try again.',
        cause,
      });
    }
  }
}
