import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../json/canonical.ts';
import { assess } from './evaluate.ts';
import type { BenchmarkObservation } from './observation.ts';
import { judge, solved } from './testing/judging.ts';
import { attempt, criterion, policyOf, run } from './testing/observations.ts';

describe('claims that do not recompute', () => {
  const check = { metric: 'accuracy', reducer: null, claimed: 0.676, value: 0.6, verdict: 'mismatch' } as const;
  const observation = run(solved(6, 10), { recomputed: [check] });

  it('raise an alarm and leave every criterion that rests on the log open', () => {
    const assessment = assess(policyOf(criterion()), [observation]);
    expect(assessment.outcome).toBe('indeterminate');
    expect(assessment.alarms).toEqual([
      {
        code: 'claim-mismatch',
        benchmark: 'ctf',
        sourceId: null,
        detail: 'The source claims accuracy 0.676; its samples give 0.6.',
      },
    ]);
  });

  it('still alarm where the policy lets the recomputed value stand', () => {
    const assessment = assess(policyOf(criterion(), { disagreement: 'recomputed-stands' }), [observation]);
    expect(assessment.outcome).toBe('met');
    expect(assessment.alarms).toHaveLength(1);
  });
});

describe('faulty observations', () => {
  it('decide nothing and raise an alarm', () => {
    const doubled = run([], { attempts: [attempt('a', 1, 1), attempt('a', 1, 0)], expected: 2 });
    const torn = run([], { attempts: [attempt('a', 1, 1), attempt('a', 2, 1, { cluster: 'x' })], expected: 2 });
    for (const observation of [doubled, torn]) {
      const assessment = assess(policyOf(criterion({ threshold: 0 })), [observation]);
      expect(assessment.outcome).toBe('indeterminate');
      expect(assessment.alarms[0]?.code).toBe('observation-fault');
    }
  });

  it('tell when results of one role name several models', () => {
    const assessment = assess(policyOf(criterion({ threshold: 0.1 })), [
      run(solved(5, 10)),
      run(solved(5, 10), { model: 'another' }),
    ]);
    expect(assessment.alarms.map(({ code }) => code)).toEqual(['several-models']);
  });
});

describe('the sensitivity table', () => {
  it('tells what would turn the outcome', () => {
    const attempts = [
      ...Array.from({ length: 5 }, (_, i) => attempt(`s${i}`, 1, 1)),
      attempt('err', 1, 0, { state: 'errored', claimed: null }),
      attempt('err2', 1, 0, { state: 'errored', claimed: null }),
      attempt('fail', 1, 0),
      attempt('inv', 1, 0, { state: 'invalidated' }),
      attempt('cheat', 1, 1, { cheating: true }),
      attempt('judged', 1, 0, { adjudicated: 1 }),
    ];
    const observation = run([], { attempts, expected: attempts.length });
    const { sensitivity, outcome } = assess(policyOf(criterion({ threshold: 0.7 })), [observation]);
    const row = (name: string) => sensitivity.find(({ scenario }) => scenario === name);
    // Used: 5 solved, 1 cheat, 1 judged of 10 with two errors as failures and one failure.
    expect(outcome).toBe('met');
    expect(row('as-policy')).toMatchObject({ outcome: 'met', changes: false });
    expect(row('errors-excluded')?.criteria[0]?.point).toBeCloseTo(7 / 8, 14);
    expect(row('without-adjudications')).toMatchObject({ outcome: 'not-met', changes: true });
    expect(row('without-adjudications')?.criteria[0]?.point).toBeCloseTo(6 / 10, 14);
    expect(row('invalidated-included')?.criteria[0]).toMatchObject({ outcome: 'not-met', changes: true });
    expect(row('cheating-removed')?.criteria[0]?.point).toBeCloseTo(6 / 9, 14);
    expect(sensitivity).toHaveLength(8);
  });
});

describe('an assessment', () => {
  const policy = policyOf({
    all: [
      criterion(),
      {
        atLeast: 1,
        of: [
          criterion({ id: 'boot', interval: 'bootstrap', basis: 'lower-bound' }),
          criterion({ id: 'x', benchmark: { name: 'none' } }),
        ],
      },
    ],
  });
  const observations = [
    run(solved(8, 12), { sourceId: 'r1', claimedAggregate: [{ metric: 'accuracy', value: Number.NaN }] }),
    run(solved(3, 12), { sourceId: 'r2', role: 'reference', model: 'older' }),
    run([[0.2], [Number.NaN], [0.9]], { benchmark: 'other\ud800', sourceId: 'r3' }),
  ];

  it('is the same to the last byte whatever order the observations come in', () => {
    const first = canonicalJson(assess(policy, observations, { software: 's 1' }));
    const turned = [...observations].reverse().map((o) => ({ ...o, attempts: [...o.attempts].reverse() }));
    expect(canonicalJson(assess(policy, turned, { software: 's 1' }))).toEqual(first);
    expect(first.length).toBeGreaterThan(1000);
  });

  it('describes each benchmark by tier, unless its tiers are as many as its tasks', () => {
    const tiered = (name: (i: number) => string) =>
      run([], {
        attempts: Array.from({ length: 150 }, (_, i) =>
          attempt(`t${i}`, 1, i % 3 === 0 ? 1 : 0, { difficulty: name(i) }),
        ),
      });
    const { benchmarks } = assess(policy, [tiered((i) => (i % 3 === 0 ? 'novice' : 'expert'))]);
    expect(benchmarks[0]?.byDifficulty).toEqual([
      { difficulty: 'expert', tasks: 100, mean: 0 },
      { difficulty: 'novice', tasks: 50, mean: 1 },
    ]);
    expect(assess(policy, [tiered(String)]).benchmarks[0]?.byDifficulty).toEqual([]);
  });

  it('names other inputs by another digest', () => {
    const one = assess(policy, observations);
    const [head, ...rest] = observations;
    const other = assess(policy, [{ ...(head ?? run([])), expected: 13 }, ...rest]);
    expect(one.inputsDigest).toMatch(/^[0-9a-f]{96}$/);
    expect(other.inputsDigest).not.toBe(one.inputsDigest);
  });

  it('refuses a seed or a number of resamples out of range', () => {
    expect(() => assess(policy, observations, { seed: -1 })).toThrow('seed');
    expect(() => assess(policy, observations, { resamples: 5 })).toThrow('resamples');
  });
});

describe('honesty, whatever the data', () => {
  const value = fc.constantFrom(0, 0, 1, 1, 0.5);
  const table = fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 15 });
  const kind = fc.constantFrom('t-clustered', 'wilson-tasks', 'bootstrap');

  it('an interval holds its point, and its bounds are ordered', () => {
    fc.assert(
      fc.property(table, kind, fc.double({ min: 0.6, max: 0.99, noNaN: true }), (values, interval, confidence) => {
        const made = judge(criterion({ interval, confidence }), [run(values)]).run?.recomputed;
        expect(made?.interval).not.toBeUndefined();
        if (!made?.interval) return;
        expect(made.interval.lower ?? 9).toBeLessThanOrEqual(made.point + 1e-9);
        expect(made.interval.upper ?? -9).toBeGreaterThanOrEqual(made.point - 1e-9);
        expect(made.lowerBound ?? 9).toBeGreaterThanOrEqual((made.interval.lower ?? 9) - 1e-9);
        expect(made.upperBound ?? -9).toBeLessThanOrEqual((made.interval.upper ?? -9) + 1e-9);
      }),
      { numRuns: 100 },
    );
  });

  it('repeating the same attempts as more epochs adds no certainty', () => {
    fc.assert(
      fc.property(table, kind, fc.integer({ min: 2, max: 6 }), (values, interval, copies) => {
        const bounds = (observation: BenchmarkObservation) => {
          const made = judge(criterion({ interval }), [observation]).run?.recomputed;
          return [made?.lowerBound ?? null, made?.upperBound ?? null];
        };
        const once = bounds(run(values));
        const many = bounds(run(values.map((epochs) => Array.from({ length: copies }, () => epochs).flat())));
        once.forEach((end, i) => {
          const again = many[i] ?? null;
          expect(again === null).toBe(end === null);
          expect(again ?? 0).toBeCloseTo(end ?? 0, 6);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('fewer clusters with the same values give a wider interval', () => {
    const pattern = fc
      .array(fc.constantFrom(0, 1, 0.5), { minLength: 3, maxLength: 12 })
      .filter((v) => new Set(v).size > 1);
    fc.assert(
      fc.property(pattern, fc.constantFrom('t-clustered', 'wilson-tasks'), (values, interval) => {
        const doubled = [...values, ...values];
        const make = (familySize: number) => {
          const attempts = doubled.map((v, i) =>
            attempt(`t${i}`, 1, v, { cluster: familySize === 1 ? `t${i}` : `f${i % values.length}` }),
          );
          const made = judge(criterion({ interval }), [run([], { attempts, expected: attempts.length })]).run
            ?.recomputed;
          return (made?.interval?.upper ?? 0) - (made?.interval?.lower ?? 0);
        };
        expect(make(2)).toBeGreaterThan(make(1));
      }),
      { numRuns: 60 },
    );
  });

  it('leaving out evidence never turns an open or met criterion into not met for want of it', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 30 }), (values, tasks) => {
        const made = judge(criterion({ threshold: 0.99, minimum: { tasks } }), [run(values)]);
        if (values.length < tasks) expect(made.outcome).toBe('indeterminate');
      }),
    );
  });
});
