import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interval } from './interval.ts';
import { clopperPearson, jeffreys, newcombe, ruleOfThree, wilson } from './proportion.ts';

function ends({ lower, upper }: Interval): string[] {
  return [lower, upper].map((end) => (end ?? Number.NaN).toFixed(4));
}

describe('intervals for a proportion', () => {
  // Newcombe 1998, Statistics in Medicine 17, 857-872, table I: 95 %, methods 3 (Wilson) and 5 (Clopper-Pearson).
  it.each([
    [81, 263, ['0.2553', '0.3662'], ['0.2527', '0.3676']],
    [15, 148, ['0.0624', '0.1605'], ['0.0578', '0.1617']],
    [0, 20, ['0.0000', '0.1611'], ['0.0000', '0.1684']],
    [1, 29, ['0.0061', '0.1718'], ['0.0009', '0.1776']],
  ])('are those that Newcombe tabulates for %i of %i', (successes, trials, score, exact) => {
    expect(ends(wilson(successes, trials, 0.95))).toEqual(score);
    expect(ends(clopperPearson(successes, trials, 0.95))).toEqual(exact);
  });

  it('follow Jeffreys as Brown, Cai and DasGupta define him, exact at the ends', () => {
    // SciPy 1.17.1: beta.ppf([.025, .975], 10.5, 10.5) and beta.ppf(.975, .5, 20.5).
    expect(ends(jeffreys(10, 20, 0.95))).toEqual(['0.2934', '0.7066']);
    expect(ends(jeffreys(0, 20, 0.95))).toEqual(['0.0000', '0.1166']);
    expect(jeffreys(20, 20, 0.95).upper).toBe(1);
  });

  it('say something of 0 of n and n of n', () => {
    // One-sided Clopper-Pearson after no success has the closed form 1 - α^(1/n).
    expect(clopperPearson(0, 20, 0.95, 'upper').upper).toBeCloseTo(1 - 0.05 ** (1 / 20), 12);
    expect(clopperPearson(20, 20, 0.95, 'lower').lower).toBeCloseTo(0.05 ** (1 / 20), 12);
    for (const method of [wilson, clopperPearson, jeffreys]) {
      const none = method(0, 12, 0.95);
      const every = method(12, 12, 0.95);
      expect(none.lower).toBe(0);
      expect(none.upper).toBeGreaterThan(0.05);
      expect(every.upper).toBe(1);
      expect(every.lower).toBeLessThan(0.95);
    }
    expect(ruleOfThree(300)).toBe(0.01);
    expect(ruleOfThree(2)).toBe(1);
    expect(Math.abs(ruleOfThree(300) - (clopperPearson(0, 300, 0.95, 'upper').upper ?? 0))).toBeLessThan(1e-4);
  });

  it('bound one side at the full confidence and leave the other open', () => {
    const lower = wilson(7, 20, 0.95, 'lower');
    const two = wilson(7, 20, 0.9);
    expect(lower.upper).toBeNull();
    expect(lower.lower).toBe(two.lower);
    expect(wilson(7, 20, 0.95, 'upper').upper).toBe(two.upper);
  });

  it('refuse what is no proportion', () => {
    expect(() => wilson(1, 0, 0.95)).toThrow('at least one trial');
    expect(() => wilson(3, 2, 0.95)).toThrow('no more successes');
    expect(() => clopperPearson(Number.NaN, 2, 0.95)).toThrow('no more successes');
    expect(() => wilson(1, 2, 1)).toThrow('between 0 and 1');
    expect(() => wilson(1, 2, Number.NaN)).toThrow('between 0 and 1');
  });

  it('hold the point, stay on the scale, narrow with data and widen with confidence', () => {
    const cases = fc
      .integer({ min: 1, max: 400 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(cases, fc.double({ min: 0.6, max: 0.98, noNaN: true }), ([x, n], confidence) => {
        for (const method of [wilson, clopperPearson, jeffreys]) {
          const { lower, upper } = method(x, n, confidence);
          const [low, high] = [lower ?? Number.NaN, upper ?? Number.NaN];
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(x / n);
          expect(high).toBeGreaterThanOrEqual(x / n);
          expect(high).toBeLessThanOrEqual(1);
          const more = method(x * 4, n * 4, confidence);
          expect((more.upper ?? 2) - (more.lower ?? -1)).toBeLessThan(high - low);
          const surer = method(x, n, (1 + confidence) / 2);
          expect((surer.upper ?? 0) - (surer.lower ?? 0)).toBeGreaterThan(high - low);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the difference of two proportions', () => {
  // Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 10/10 - 0/20.
  it.each([
    [56, 70, 48, 80, ['0.0524', '0.3339']],
    [9, 10, 3, 10, ['0.1705', '0.8090']],
    [5, 56, 0, 29, ['-0.0381', '0.1926']],
    [10, 10, 0, 20, ['0.6791', '1.0000']],
  ])('is as Newcombe tabulates for %i/%i - %i/%i', (a, m, b, n, wanted) => {
    const made = newcombe({ successes: a, trials: m }, { successes: b, trials: n }, 0.95);
    expect(ends(made)).toEqual(wanted);
  });

  it('bounds one side with the z of that side', () => {
    const [first, second] = [
      { successes: 56, trials: 70 },
      { successes: 48, trials: 80 },
    ];
    expect(newcombe(first, second, 0.95, 'lower').lower).toBeCloseTo(newcombe(first, second, 0.9).lower ?? 0, 14);
  });
});
