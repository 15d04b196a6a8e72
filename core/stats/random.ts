/** A source of random numbers that a seed fixes, so that a bootstrap can be repeated to the last digit. */
export interface Random {
  /** @returns a whole number in [0, 2^32) */
  next(): number;
  /** @returns a whole number in [0, bound), each equally likely; bound in [1, 2^32] */
  below(bound: number): number;
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/**
 * xoshiro128** 1.1 (Blackman and Vigna 2018, public domain), its state filled from the seed by four steps of
 * splitmix32. Not for secrets.
 * @param seed a whole number in [0, 2^32)
 */
export function seededRandom(seed: number): Random {
  let mix = seed >>> 0;
  const fill = (): number => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix ^ (mix >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  return xoshiro128([fill(), fill(), fill(), fill()]);
}

/** xoshiro128** from a whole state, as the authors' reference code starts it. */
export function xoshiro128(state: readonly [number, number, number, number]): Random {
  let [a, b, c, d] = state;
  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result;
  };
  return {
    next,
    below(bound) {
      // Numbers past the last whole multiple of the bound would favour the small ones: draw again.
      const limit = 2 ** 32 - (2 ** 32 % bound);
      let x = next();
      while (x >= limit) x = next();
      return x % bound;
    },
  };
}
