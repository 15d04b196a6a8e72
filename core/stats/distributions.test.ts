import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaCdf, betaQuantile } from './beta.ts';
import { lnGamma } from './gamma.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { tCdf, tQuantile } from './student-t.ts';

/** |got - wanted| relative to wanted, or absolute near zero. */
function error(got: number, wanted: number): number {
  return Math.abs(got - wanted) / Math.max(Math.abs(wanted), 1e-3);
}

// Reference values without another source were computed with SciPy 1.17.1.

describe('the gamma function', () => {
  it('is the factorial at whole numbers and the root of pi at a half', () => {
    expect(error(lnGamma(10), Math.log(362880))).toBeLessThan(1e-14);
    expect(error(lnGamma(0.5), Math.log(Math.sqrt(Math.PI)))).toBeLessThan(1e-14);
    for (const [x, wanted] of [
      [0.1, 2.252712651734206],
      [3.7, 1.428072326665388],
      [100.5, 361.43554046777757],
      [1e6, 12815504.569147611],
    ] as const) {
      expect(error(lnGamma(x), wanted)).toBeLessThan(1e-13);
    }
  });
});

describe('the normal distribution', () => {
  it('has the quantiles of the tables', () => {
    // Abramowitz and Stegun, table 26.5, and beyond it SciPy.
    for (const [p, wanted] of [
      [1e-300, -37.0470962993612],
      [1e-20, -9.262340089798409],
      [0.001, -3.090232306167813],
      [0.025, -1.959963984540054],
      [0.3, -0.5244005127080409],
      [0.5, 0],
      [0.95, 1.6448536269514722],
      [0.999, 3.090232306167813],
    ] as const) {
      expect(error(normalQuantile(p), wanted)).toBeLessThan(1e-14);
    }
  });

  it('has the tail probabilities of the tables', () => {
    for (const [x, wanted] of [
      [-3, 0.0013498980316300933],
      [-0.2, 0.42074029056089696],
      [0, 0.5],
      [1, 0.8413447460685429],
      [2.5, 0.9937903346742238],
      [6, 0.9999999990134123],
    ] as const) {
      expect(error(normalCdf(x), wanted)).toBeLessThan(1e-13);
    }
    expect(normalCdf(-10) / 7.61985302416047e-24).toBeCloseTo(1, 11);
  });

  it('answers the ends and refuses to answer beyond them', () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(1.1)).toBeNaN();
    expect(normalQuantile(Number.NaN)).toBeNaN();
  });

  it('undoes its own quantile', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
        expect(error(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-12);
      }),
    );
  });
});

describe('the beta distribution', () => {
  it('has the known probabilities', () => {
    // I_{1/2}(2, 3) = 11/16 by hand; Beta(5, 1) is x^5.
    expect(error(betaCdf(0.5, 2, 3), 0.6875)).toBeLessThan(1e-14);
    expect(error(betaCdf(0.999, 5, 1), 0.999 ** 5)).toBeLessThan(1e-14);
    expect(error(betaCdf(0.3, 500, 1200), 0.7045312724147974)).toBeLessThan(1e-12);
    expect(betaCdf(0.001, 10, 2) / 1.099e-29).toBeCloseTo(1, 12);
    expect([betaCdf(-1, 2, 3), betaCdf(0, 2, 3), betaCdf(1, 2, 3), betaCdf(2, 2, 3)]).toEqual([0, 0, 1, 1]);
  });

  it('has the known quantiles', () => {
    for (const [p, a, b, wanted] of [
      [0.025, 81, 183, 0.25273674558527126],
      [0.975, 82, 182, 0.36762192260135135],
      [0.975, 2, 3, 0.8058795503167565],
      [0.95, 1, 20, 1 - 0.05 ** (1 / 20)],
      [0.01, 300, 2000, 0.11458004744287807],
    ] as const) {
      expect(error(betaQuantile(p, a, b), wanted)).toBeLessThan(1e-12);
    }
    expect(betaQuantile(0.025, 0.5, 20.5) / 2.4246478459242733e-5).toBeCloseTo(1, 11);
    expect(betaQuantile(-0.1, 1, 1)).toBeNaN();
  });

  it('undoes its own quantile', () => {
    // Below 1 the density has no bound near the ends, and one unit in the last place of x moves the probability.
    const shape = fc.double({ min: 1, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), shape, shape, (p, a, b) => {
        expect(Math.abs(betaCdf(betaQuantile(p, a, b), a, b) - p)).toBeLessThan(1e-9);
      }),
      { numRuns: 60 },
    );
  });
});

describe("Student's t", () => {
  it('has the quantiles of the tables', () => {
    // Printed tables give these to three decimals (e.g. NIST/SEMATECH e-Handbook 1.3.6.7.2); the digits are SciPy's.
    for (const [p, df, wanted] of [
      [0.51, 1, 0.03142626604335125],
      [0.75, 1, 1],
      [0.975, 1, 12.706204736174694],
      [0.9995, 1, 636.6192487687897],
      [0.95, 2, 2.9199855803537242],
      [0.975, 4, 2.7764451051977934],
      [0.95, 9, 1.833112932656237],
      [0.51, 19, 0.02540100283256726],
      [0.95, 19, 1.7291328115213682],
      [0.975, 19, 2.0930240544083087],
      [0.975, 99, 1.9842169515864174],
      [0.975, 1000, 1.9623390808264083],
      [0.975, 100000, 1.9599877075346095],
    ] as const) {
      expect(error(tQuantile(p, df), wanted)).toBeLessThan(1e-9);
    }
  });

  it('is symmetric, has a median of zero, and undoes its own quantile', () => {
    expect(tQuantile(0.5, 7)).toBeCloseTo(0, 12);
    expect(tQuantile(0.1, 7)).toBe(-tQuantile(0.9, 7));
    expect(tQuantile(1, 7)).toBeNaN();
    expect(tQuantile(0.9, 0)).toBeNaN();
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 500 }), (p, df) => {
        expect(Math.abs(tCdf(tQuantile(p, df), df) - p)).toBeLessThan(1e-10);
      }),
      { numRuns: 60 },
    );
  });
});
