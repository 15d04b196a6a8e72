import { describe, expect, it } from 'vitest';
import { agreement } from './agreement.ts';
import { detectableEffect } from './detectable-effect.ts';
import { holm, mcnemarExact, pairedDifference } from './paired.ts';
import type { TaskValue } from './task-mean.ts';

function tasks(values: Record<string, number>): TaskValue[] {
  return Object.entries(values).map(([taskId, value]) => ({ taskId, cluster: taskId, value }));
}

describe('the paired difference', () => {
  it('rests on the shared tasks alone and counts the others', () => {
    // By hand: differences 0.5, 0, 0.25 have mean 0.25 and error sqrt((0.0625 + 0.0625) / 2 / 3).
    const made = pairedDifference(
      tasks({ a: 1, b: 0.5, c: 0.75, extra: 1 }),
      tasks({ c: 0.5, b: 0.5, a: 0.5, other: 0, another: 0 }),
    );
    expect(made).toMatchObject({ difference: 0.25, tasks: 3, clusters: 3, onlyFirst: 1, onlySecond: 2 });
    expect(made?.standardError).toBeCloseTo(Math.sqrt(0.125 / 6), 14);
  });

  it('is nothing where no task is shared', () => {
    expect(pairedDifference(tasks({ a: 1 }), tasks({ b: 1 }))).toBeNull();
  });
});

describe('the exact McNemar test', () => {
  it('is the two-sided binomial test of the discordant pairs', () => {
    // By hand: 2 · 2^-6, and 2 · (1 + 10) / 2^10.
    expect(mcnemarExact(6, 0)).toBeCloseTo(0.03125, 14);
    expect(mcnemarExact(1, 9)).toBeCloseTo(22 / 1024, 14);
    expect(mcnemarExact(9, 1)).toBe(mcnemarExact(1, 9));
  });

  it('finds nothing where nothing is discordant, or as much on either side', () => {
    expect(mcnemarExact(0, 0)).toBe(1);
    expect(mcnemarExact(4, 4)).toBe(1);
    expect(mcnemarExact(1, 0)).toBeCloseTo(1, 12);
  });
});

describe("Holm's adjustment", () => {
  it('steps down, never falls, and keeps the order given', () => {
    // By hand: 0.005·4, 0.01·3, max(0.03·2, ...), max(0.04·1, 0.06).
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    for (const [i, wanted] of [0.03, 0.06, 0.06, 0.02].entries()) expect(adjusted[i]).toBeCloseTo(wanted, 14);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});

describe('the minimum detectable effect', () => {
  it('is the sum of the two quantiles times the error', () => {
    // t with 19 degrees of freedom: 1.729133 at 0.95 and 0.860951 at 0.8 (any printed table).
    expect(detectableEffect(0.1, 19, 0.95, 0.8)).toBeCloseTo(0.1 * (1.7291328 + 0.8609506), 7);
    expect(detectableEffect(0.1, 19, 0.95, 0.8, 'two')).toBeCloseTo(0.1 * (2.0930241 + 0.8609506), 7);
  });
});

describe('agreement of two readers', () => {
  it('is the kappa of the textbook example', () => {
    // 20 both yes, 5 and 10 split, 15 both no: raw 0.7, chance 0.5, kappa 0.4.
    const pairs = [
      ...Array.from({ length: 20 }, () => ['yes', 'yes'] as const),
      ...Array.from({ length: 5 }, () => ['yes', 'no'] as const),
      ...Array.from({ length: 10 }, () => ['no', 'yes'] as const),
      ...Array.from({ length: 15 }, () => ['no', 'no'] as const),
    ];
    const made = agreement(pairs);
    expect(made.items).toBe(50);
    expect(made.raw).toBeCloseTo(0.7, 14);
    expect(made.kappa).toBeCloseTo(0.4, 14);
  });

  it('has no kappa where chance explains everything, and nothing without items', () => {
    expect(
      agreement([
        ['yes', 'yes'],
        ['yes', 'yes'],
      ]),
    ).toEqual({ items: 2, raw: 1, kappa: null });
    expect(agreement([])).toEqual({ items: 0, raw: null, kappa: null });
  });
});
