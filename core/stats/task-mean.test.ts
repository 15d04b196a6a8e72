import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TaskValue, taskMean, tInterval } from './task-mean.ts';

function tasks(...values: number[]): TaskValue[] {
  return values.map((value, i) => ({ taskId: `t${i}`, cluster: `t${i}`, value }));
}

describe('the mean over tasks', () => {
  it('has the textbook standard error where every task stands for itself', () => {
    // By hand: 1, 2, 3, 4 have variance 5/3, so the error is sqrt(5/3 / 4) = 0.6455.
    const made = taskMean(tasks(1, 2, 3, 4));
    expect(made).toEqual({ mean: 2.5, standardError: expect.closeTo(Math.sqrt(5 / 12), 14), tasks: 4, clusters: 4 });
  });

  it('sums residuals within a cluster before squaring', () => {
    // By hand: values 1, 1 | 0, 0 | 1, 0 around 0.5: cluster sums 1, -1, 0; sqrt(3/2 · 2) / 6.
    const values = [1, 1, 0, 0, 1, 0].map((value, i) => ({ taskId: `t${i}`, cluster: `c${i >> 1}`, value }));
    expect(taskMean(values)?.standardError).toBeCloseTo(Math.sqrt(3) / 6, 14);
  });

  it('does not know the error of a single cluster, and never calls it zero', () => {
    expect(taskMean(tasks(0.7))?.standardError).toBeNull();
    const family = tasks(0, 1, 0.5).map((task) => ({ ...task, cluster: 'one' }));
    expect(taskMean(family)?.standardError).toBeNull();
    const alike = tasks(1, 1, 1).map((task) => ({ ...task, cluster: 'one' }));
    expect(taskMean(alike)?.standardError).toBeNull();
  });

  it('has exactly no spread where all values are alike', () => {
    expect(taskMean(tasks(0.1, 0.1, 0.1))).toEqual({ mean: 0.1, standardError: 0, tasks: 3, clusters: 3 });
  });

  it('is nothing without tasks, and refuses NaN', () => {
    expect(taskMean([])).toBeNull();
    expect(() => taskMean(tasks(1, Number.NaN))).toThrow('not a finite number');
    expect(() => taskMean(tasks(1, Number.POSITIVE_INFINITY))).toThrow('not a finite number');
  });

  it('does not gain certainty from copies of tasks within their clusters', () => {
    const value = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 2, maxLength: 20 }),
        fc.integer({ min: 2, max: 5 }),
        (values, copies) => {
          const once = tasks(...values);
          const many = Array.from({ length: copies }, (_, c) =>
            once.map((t) => ({ ...t, taskId: `${t.taskId}/${c}` })),
          );
          expect(taskMean(many.flat())?.standardError ?? 0).toBeCloseTo(taskMean(once)?.standardError ?? 0, 10);
        },
      ),
    );
  });
});

describe('the t interval', () => {
  it('is the textbook interval', () => {
    // By hand: mean 10, error 1, four degrees of freedom, 2.776445.
    const two = tInterval(10, 1, 4, 0.95);
    expect(two.lower).toBeCloseTo(10 - 2.7764451052, 9);
    expect(two.upper).toBeCloseTo(10 + 2.7764451052, 9);
    const lower = tInterval(10, 1, 4, 0.95, 'lower');
    expect(lower).toMatchObject({ lower: expect.closeTo(10 - 2.1318467863, 9), upper: null });
  });

  it('widens as clusters become fewer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.55, max: 0.99, noNaN: true }),
        (df, confidence) => {
          const few = tInterval(0, 1, df, confidence).upper ?? 0;
          const many = tInterval(0, 1, df + 1, confidence).upper ?? 0;
          expect(few).toBeGreaterThan(many);
        },
      ),
    );
  });
});
