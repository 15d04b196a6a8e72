import { createHash } from 'node:crypto';

const ID_ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Numbers that look random and depend on the seed text alone, so that the same seed writes the same bytes. */
export interface Random {
  /** @returns a number from 0 (included) to 1 (excluded) */
  float(): number;
  /** @returns a whole number from `low` to `high`, both included */
  int(low: number, high: number): number;
  /** @returns true with this probability */
  chance(probability: number): boolean;
  /** @returns one of the items; the list must not be empty */
  pick<T>(items: readonly T[]): T;
  /** @returns a 22-character id in the alphabet of Inspect's own ids */
  id(): string;
  /** @returns an independent stream for a named part, so that the order of calls elsewhere does not matter */
  fork(label: string): Random;
}

/** @returns the stream of the seed (sfc32 started from the SHA-256 of the seed text) */
export function seededRandom(seed: string): Random {
  const start = createHash('sha256').update(seed).digest();
  let a = start.readUInt32LE(0);
  let b = start.readUInt32LE(4);
  let c = start.readUInt32LE(8);
  let counter = start.readUInt32LE(12) | 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  const random: Random = {
    float: () => next() / 4_294_967_296,
    int: (low, high) => low + Math.floor(random.float() * (high - low + 1)),
    chance: (probability) => random.float() < probability,
    pick<T>(items: readonly T[]): T {
      const item = items[Math.floor(random.float() * items.length)];
      if (item === undefined) throw new Error('There is nothing to pick from.');
      return item;
    },
    id() {
      let text = '';
      for (let i = 0; i < 22; i += 1) text += ID_ALPHABET.charAt(next() % ID_ALPHABET.length);
      return text;
    },
    fork: (label) => seededRandom(`${seed}/${label}`),
  };
  return random;
}
