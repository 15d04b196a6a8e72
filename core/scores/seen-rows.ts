import { createHash } from 'node:crypto';

/**
 * Remembers which rows were seen, in 16 bytes a row at most twice over, so that a table of a million rows is checked
 * for duplicates in flat memory. It keeps the first 64 bits of a SHA-256: two different rows fall together once in
 * about 10^7 tables of a million rows, and then the table is refused, never misread.
 */
export class SeenRows {
  #slots = new BigUint64Array(1 << 12);
  #count = 0;

  /** @returns false where the same parts were added before. */
  add(parts: readonly (string | number | null)[]): boolean {
    const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
    // Zero marks an empty slot, so it is never a key.
    const key = digest.readBigUInt64LE(0) || 1n;
    if (this.#count * 2 >= this.#slots.length) this.#grow();
    if (!insert(this.#slots, key)) return false;
    this.#count += 1;
    return true;
  }

  #grow(): void {
    const larger = new BigUint64Array(this.#slots.length * 2);
    for (const key of this.#slots) if (key !== 0n) insert(larger, key);
    this.#slots = larger;
  }
}

/** Open addressing with linear probing; the number of slots is a power of two. */
function insert(slots: BigUint64Array, key: bigint): boolean {
  const mask = slots.length - 1;
  for (let at = Number(key & 0xffffffffn) & mask; ; at = (at + 1) & mask) {
    if (slots[at] === 0n) {
      slots[at] = key;
      return true;
    }
    if (slots[at] === key) return false;
  }
}
