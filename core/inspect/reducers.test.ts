import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../json/value.ts';
import { metricNamed } from './metrics.ts';
import { reducerNamed } from './reducers.ts';
import { asFloat, valueToFloat } from './value-to-float.ts';

const reduce = (name: string | null, values: readonly JsonValue[]) => reducerNamed(name)?.(values)?.value;

describe('a score value as a number', () => {
  it.each<[JsonValue, number | undefined]>([
    ['C', 1],
    ['I', 0],
    ['P', 0.5],
    ['N', 0],
    ['c', 0],
    ['Yes', 1],
    ['TRUE', 1],
    ['no', 0],
    ['false', 0],
    [' 0.25 ', 0.25],
    ['1e-3', 0.001],
    ['1_000', 1000],
    ['.5', 0.5],
    ['inf', 0],
    ['nan', 0],
    ['0x10', 0],
    ['', 0],
    ['banana', 0],
    [true, 1],
    [false, 0],
    [7, 7],
    [null, Number.NaN],
    [Number.NaN, Number.NaN],
    [[1], undefined],
    [{ a: 1 }, undefined],
  ])('reads %j as %j', (value, number) => {
    expect(valueToFloat(value)).toBe(number);
  });

  it('reads a big integer as the nearest double', () => {
    expect(valueToFloat(2n ** 70n)).toBe(2 ** 70);
  });

  it('is no number for the metric mean where Python could not read it', () => {
    expect(asFloat('C')).toBeUndefined();
    expect(asFloat('0.5')).toBe(0.5);
  });
});

describe('the reducers', () => {
  it.each<[string | null, JsonValue[], JsonValue]>([
    [null, ['C', 'I', 'C', 'C'], 0.75],
    ['mean', [1, Number.NaN, 0, null], 0.5],
    ['median', [3, 1, 2, 10], 2.5],
    ['median', ['C', 'I', 'I'], 0],
    ['mode', ['I', 'C', 'C', Number.NaN, Number.NaN, Number.NaN], 'C'],
    ['mode', [1, true, 0], 1],
    ['max', ['I', 'P', 'C', 'P'], 'C'],
    ['max', [-3, -1, Number.NaN], -1],
    ['at_least_2', ['C', 'I', 'C'], 1],
    ['at_least_3', ['C', 'I', 'C'], 0],
    ['pass_at_1', [1, 0, 0, 1], 0.5],
    ['pass_at_5', [1, 0, 0, 1], Number.NaN],
    ['pass_at_3', [1, 1, 0, 0], 1],
    ['pass_k_2', [1, 1, 1, 0], 0.5],
    ['pass_k_3', [1, 1, 0, 0], 0],
    ['mean', [Number.NaN, null], Number.NaN],
  ])('%s of %j is %j', (name, values, expected) => {
    const found = reduce(name, values);
    if (typeof expected === 'number' && typeof found === 'number') {
      if (Number.isNaN(expected)) expect(found).toBeNaN();
      else expect(found).toBeCloseTo(expected, 12);
    } else expect(found).toBe(expected);
  });

  it('say when only the order of the epochs decided', () => {
    expect(reducerNamed('mode')?.(['C', 'I'])).toEqual({ value: 'C', rivals: ['C', 'I'] });
    expect(reducerNamed('mode')?.(['C', 'I', 'C'])).toEqual({ value: 'C', rivals: [] });
  });

  it('do not guess at names or shapes they do not know', () => {
    for (const name of ['best_of_3', 'pass_at_0', 'pass_at', 'pkg/mean']) expect(reducerNamed(name)).toBeUndefined();
    expect(reduce('mean', [{ a: 1 }])).toBeUndefined();
    expect(reduce('mode', [[1]])).toBeUndefined();
  });

  it('pass_at counts the draws of k epochs that hold a success, and pass_k those that hold nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 8 }), (wins, k) => {
        fc.pre(k <= wins.length);
        const draws = subsets(wins, k);
        const some = draws.filter((draw) => draw.some(Boolean)).length / draws.length;
        const all = draws.filter((draw) => draw.every(Boolean)).length / draws.length;
        expect(reduce(`pass_at_${k}`, wins)).toBeCloseTo(some, 10);
        expect(reduce(`pass_k_${k}`, wins)).toBeCloseTo(all, 10);
      }),
    );
  });
});

function subsets<T>(all: readonly T[], k: number): T[][] {
  if (k === 0) return [[]];
  return all.flatMap((first, i) => subsets(all.slice(i + 1), k - 1).map((rest) => [first, ...rest]));
}

describe('the metrics', () => {
  const of = (values: JsonValue[], clusters: string[] = []) =>
    values.map((value, i) => ({ value, cluster: clusters[i] }));

  it('give what numpy gives', () => {
    const values = of([1, 0, 1, 1]);
    expect(metricNamed('accuracy', false)?.(values)).toBe(0.75);
    expect(metricNamed('inspect_ai/mean', false)?.(values)).toBe(0.75);
    expect(metricNamed('var', false)?.(values)).toBeCloseTo(0.25, 12);
    expect(metricNamed('std', false)?.(values)).toBeCloseTo(0.5, 12);
    expect(metricNamed('stderr', false)?.(values)).toBeCloseTo(0.25, 12);
  });

  it('give 0 for the spread of one value and NaN for nothing', () => {
    for (const name of ['var', 'std', 'stderr']) expect(metricNamed(name, false)?.(of([1]))).toBe(0);
    for (const name of ['accuracy', 'mean', 'stderr']) expect(metricNamed(name, false)?.([])).toBeNaN();
  });

  it('cluster the standard error with the correction C/(C-1)', () => {
    // Deviations from 0.5 sum to 1 and -1 in the two clusters: sqrt((1 + 1) * 2 / 1) / 4.
    expect(metricNamed('stderr', true)?.(of([1, 1, 0, 0], ['x', 'x', 'y', 'y']))).toBeCloseTo(0.5, 12);
    expect(metricNamed('stderr', true)?.(of([1, 0], ['x']))).toBeUndefined();
  });

  it('are not guessed at: other names, other packages, random ones', () => {
    for (const name of ['bootstrap_stderr', 'f1', 'pkg/accuracy', 'ci'])
      expect(metricNamed(name, false)).toBeUndefined();
    expect(metricNamed('mean', false)?.(of(['C']))).toBeUndefined();
  });
});
