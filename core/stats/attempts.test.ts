import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passAtK, passHatK } from './attempts.ts';

function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 0; i < k; i += 1) product = (product * (n - i)) / (i + 1);
  return k > n ? 0 : product;
}

describe('pass@k and pass^k', () => {
  it('are the ratios of binomial coefficients that define them', () => {
    // By hand: 3 of 10, k = 2: 1 - C(7,2)/C(10,2) = 1 - 21/45; C(3,2)/C(10,2) = 3/45.
    expect(passAtK({ attempts: 10, successes: 3 }, 2)).toBeCloseTo(1 - 21 / 45, 14);
    expect(passHatK({ attempts: 10, successes: 3 }, 2)).toBeCloseTo(3 / 45, 14);
    const cases = fc
      .integer({ min: 1, max: 25 })
      .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n })));
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 25 }), ([attempts, successes], k) => {
        fc.pre(k <= attempts);
        const all = choose(attempts, k);
        expect(passAtK({ attempts, successes }, k)).toBeCloseTo(1 - choose(attempts - successes, k) / all, 10);
        expect(passHatK({ attempts, successes }, k)).toBeCloseTo(choose(successes, k) / all, 10);
      }),
    );
  });

  it('are the success rate at k = 1', () => {
    expect(passAtK({ attempts: 8, successes: 3 }, 1)).toBeCloseTo(3 / 8, 15);
    expect(passHatK({ attempts: 8, successes: 3 }, 1)).toBeCloseTo(3 / 8, 15);
  });

  it('are not defined for more attempts than were made', () => {
    expect(passAtK({ attempts: 4, successes: 4 }, 5)).toBeNull();
    expect(passHatK({ attempts: 4, successes: 4 }, 5)).toBeNull();
    expect(passAtK({ attempts: 0, successes: 0 }, 1)).toBeNull();
    expect(passAtK({ attempts: 4, successes: 4 }, 0)).toBeNull();
  });
});
