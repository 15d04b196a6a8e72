import { describe, expect, it } from 'vitest';
import type { BenchmarkObservation } from './observation.ts';
import { judge, solved } from './testing/judging.ts';
import { attempt, criterion, run } from './testing/observations.ts';

describe('a criterion on the point estimate', () => {
  it('lets no rounding noise decide at the threshold', () => {
    // In doubles the mean of 0.1, 0.2 and 0.3 is 0.20000000000000004.
    expect((0.1 + 0.2 + 0.3) / 3).toBeGreaterThan(0.2);
    const observation = run([[0.1], [0.2], [0.3]]);
    for (const [comparison, outcome] of [
      ['<=', 'met'],
      ['>', 'not-met'],
      ['>=', 'met'],
      ['<', 'not-met'],
    ]) {
      expect(judge(criterion({ threshold: 0.2, comparison }), [observation]).outcome).toBe(outcome);
    }
    expect(judge(criterion({ threshold: 0.2 - 1e-9, comparison: '>' }), [observation]).outcome).toBe('met');
  });

  it.each([
    ['>=', 0.4, 'met'],
    ['>=', 0.6, 'not-met'],
    ['>', 0.5, 'not-met'],
    ['<=', 0.5, 'met'],
    ['<', 0.5, 'not-met'],
    ['<', 0.6, 'met'],
  ])('compares 0.5 %s %d as %s', (comparison, threshold, outcome) => {
    expect(judge(criterion({ comparison, threshold }), [run(solved(5, 10))]).outcome).toBe(outcome);
  });

  it('counts each task once, however many attempts it has', () => {
    const observation = run([[1, 1, 1, 1, 1, 1], [0], [0]]);
    expect(judge(criterion(), [observation]).run?.recomputed?.point).toBeCloseTo(1 / 3, 14);
  });
});

describe('a criterion on a bound', () => {
  const lower = { basis: 'lower-bound' };

  it('is met, not met, or open where the interval straddles the threshold', () => {
    // Twenty tasks; t with 19 degrees of freedom is 1.7291. 16 of 20: SE 0.0918, bounds 0.641 and 0.959.
    const observation = run(solved(16, 20));
    expect(judge(criterion({ ...lower, threshold: 0.6 }), [observation]).outcome).toBe('met');
    expect(judge(criterion({ ...lower, threshold: 0.97 }), [observation]).outcome).toBe('not-met');
    const between = judge(criterion({ ...lower, threshold: 0.8 }), [observation]);
    expect(between.outcome).toBe('indeterminate');
    expect(between.trace.why.join(' ')).toContain('the evidence shows neither');
    expect(between.run?.recomputed?.lowerBound).toBeCloseTo(0.8 - 1.7291328 * Math.sqrt(0.16 / 19), 6);
  });

  it('counts the case between as not met only where the policy says so', () => {
    const rule = criterion({ ...lower, threshold: 0.8, between: 'not-met' });
    const made = judge(rule, [run(solved(16, 20))]);
    expect(made.outcome).toBe('not-met');
    expect(made.trace.why).toContain('The policy counts this case as not met.');
  });

  it('is cautious on the upper bound: met as long as the threshold cannot be excluded', () => {
    const observation = run(solved(16, 20));
    expect(judge(criterion({ basis: 'upper-bound', threshold: 0.9 }), [observation]).outcome).toBe('met');
    expect(judge(criterion({ basis: 'upper-bound', threshold: 0.97 }), [observation]).outcome).toBe('not-met');
  });

  it('mirrors all that for comparisons downwards', () => {
    const observation = run(solved(4, 20));
    expect(judge(criterion({ basis: 'upper-bound', comparison: '<=', threshold: 0.4 }), [observation]).outcome).toBe(
      'met',
    );
    expect(judge(criterion({ basis: 'upper-bound', comparison: '<=', threshold: 0.2 }), [observation]).outcome).toBe(
      'indeterminate',
    );
    expect(judge(criterion({ basis: 'lower-bound', comparison: '<=', threshold: 0.1 }), [observation]).outcome).toBe(
      'met',
    );
  });

  it('does not claim certainty of 0 of n and n of n', () => {
    const none = judge(criterion({ ...lower, threshold: 0.1 }), [run(solved(0, 20))]);
    // The exact one-sided upper bound is 1 - 0.05^(1/20) = 0.139, above 0.1.
    expect(none.outcome).toBe('indeterminate');
    expect(none.run?.recomputed?.interval?.method).toBe('clopper-pearson');
    expect(none.run?.recomputed?.upperBound).toBeCloseTo(1 - 0.05 ** (1 / 20), 12);
    expect(none.trace.why.join(' ')).toContain('would have no width');
    const every = judge(criterion({ ...lower, threshold: 0.9 }), [run(solved(20, 20))]);
    expect(every.outcome).toBe('indeterminate');
    expect(judge(criterion({ ...lower, threshold: 0.85 }), [run(solved(20, 20))]).outcome).toBe('met');
  });

  it('falls back to Wilson where all tasks agree on a value between', () => {
    const halves = run(Array.from({ length: 10 }, () => [1, 0]));
    const made = judge(criterion({ ...lower, threshold: 0.4 }), [halves]);
    expect(made.run?.recomputed?.interval?.method).toBe('wilson');
    expect(made.outcome).toBe('indeterminate');
  });

  it('has no interval for a single cluster, says so, and stays open', () => {
    const made = judge(criterion({ ...lower, threshold: 0.1 }), [run([[1, 1, 0, 1]])]);
    expect(made.outcome).toBe('indeterminate');
    expect(made.run?.recomputed).toMatchObject({ standardError: null, interval: null, lowerBound: null });
    expect(made.trace.why.join(' ')).toContain('fewer than two clusters');
  });

  it('takes the number of clusters, not of tasks, for Wilson', () => {
    const tasks = Array.from({ length: 20 }, (_, i) => attempt(`t${i}`, 1, i % 2, { cluster: `family${i >> 2}` }));
    const observation = run([], { attempts: tasks, expected: 20 });
    const made = judge(criterion({ ...lower, interval: 'wilson-tasks' }), [observation]).run?.recomputed;
    expect(made).toMatchObject({ tasks: 20, clusters: 5, effectiveClusters: 5 });
    // Wilson for 2.5 of 5, one-sided z = 1.6449: centre 0.5, reach z/(1+z²/5)·sqrt(0.05 + z²/100).
    const z = 1.6448536269514722;
    expect(made?.lowerBound).toBeCloseTo(0.5 - (z / (1 + (z * z) / 5)) * Math.sqrt(0.05 + (z * z) / 100), 12);
  });

  it('refuses Wilson for values that are no shares of one', () => {
    const made = judge(criterion({ ...lower, interval: 'wilson-tasks' }), [run([[3], [5], [8]])]);
    expect(made.outcome).toBe('indeterminate');
    expect(made.run?.recomputed?.interval).toBeNull();
  });
});

describe('missing evidence', () => {
  it.each([
    ['no benchmark', {}, [] as BenchmarkObservation[], 'no result of the candidate'],
    ['another version', { benchmark: { name: 'ctf', versions: ['2'] } }, [run(solved(5, 10))], 'the policy asks for 2'],
    ['another scorer', { scorer: 'judge' }, [run(solved(5, 10))], 'the scorer and key'],
    ['no task in the tier', { filter: { difficulty: ['expert'] } }, [run(solved(5, 10))], 'No task has an attempt'],
    ['too few tasks', { minimum: { tasks: 11 } }, [run(solved(5, 10))], '10 of at least 11'],
    ['too few attempts', { minimum: { attempts: 11 } }, [run(solved(5, 10))], '10 of at least 11'],
    ['too few epochs', { minimum: { epochs: 2 } }, [run([[1, 1], [1]])], 'one has 1'],
    ['too little coverage', { minimum: { coverage: 0.9 } }, [run(solved(5, 10), { expected: 12 })], '83.3 %'],
    ['no reference', { relativeTo: { model: 'reference', difference: 'paired' } }, [run(solved(5, 10))], 'reference'],
    [
      'too few attempts for pass@k',
      { estimator: { kind: 'pass-at-k', k: 3 } },
      [
        run([
          [1, 1, 1],
          [1, 1],
        ]),
      ],
      'pass@3',
    ],
  ])('%s leaves the criterion open, never not met', (_, more, observations, reason) => {
    const made = judge(criterion({ threshold: 0.99, ...more }), observations);
    expect(made.outcome).toBe('indeterminate');
    expect(made.trace.why.join(' ')).toContain(reason);
  });

  it('does not let anybody choose among scorers', () => {
    const runs = [run(solved(9, 10)), run(solved(1, 10), { scorer: 'judge' })];
    expect(judge(criterion(), runs)).toMatchObject({ outcome: 'indeterminate', trace: { runs: [] } });
    expect(judge(criterion({ scorer: 'flag' }), runs).outcome).toBe('met');
    expect(judge(criterion({ scorer: 'judge' }), runs).outcome).toBe('not-met');
  });

  it('does not let anybody choose among runs, but pools them where the policy says so', () => {
    const runs = [run(solved(9, 10), { sourceId: 'a' }), run(solved(2, 10), { sourceId: 'b' })];
    expect(judge(criterion(), runs).outcome).toBe('indeterminate');
    const agreeing = judge(criterion({ threshold: 0.1 }), runs);
    expect(agreeing.outcome).toBe('met');
    expect(agreeing.trace.runs).toHaveLength(2);
    const pooled = judge(criterion({ runs: 'pooled' }), runs);
    expect(pooled.run?.recomputed).toMatchObject({ point: expect.closeTo(0.55, 12), tasks: 10, attempts: 20 });
    expect(pooled.outcome).toBe('met');
  });

  it('counts what is missing as possibly of the tier that a filter asks for', () => {
    const tiered = ['a', 'b', 'c', 'd'].map((id) => attempt(id, 1, 1, { difficulty: 'expert' }));
    const other = [attempt('e', 1, 0, { difficulty: 'novice' })];
    const observation = run([], { attempts: [...tiered, ...other], expected: 6 });
    const made = judge(criterion({ filter: { difficulty: ['expert'] }, minimum: { coverage: 0.9 } }), [observation]);
    expect(made.run?.coverage).toMatchObject({ expected: 5, used: 4, missing: 1, share: 0.8 });
    expect(made.outcome).toBe('indeterminate');
  });
});

describe('comparison with the reference model', () => {
  const rule = criterion({
    relativeTo: { model: 'reference', difference: 'paired' },
    basis: 'lower-bound',
    threshold: 0,
    comparison: '>',
  });
  const reference = (values: number[][]) => run(values, { role: 'reference', model: 'reference-model' });

  it('uses the paired error, which the common difficulty of tasks does not blow up', () => {
    const candidate = Array.from({ length: 12 }, (_, i) => [i / 12 + 0.05 + (i % 2) * 0.02]);
    const before = Array.from({ length: 12 }, (_, i) => [i / 12]);
    const made = judge(rule, [run(candidate), reference(before)]);
    expect(made.outcome).toBe('met');
    expect(made.run?.recomputed?.point).toBeCloseTo(0.06, 12);
    expect(made.run?.pairing).toMatchObject({ referenceModel: 'reference-model', tasks: 12, onlyCandidate: 0 });
    expect(made.run?.pairing?.unpairedStandardError ?? 0).toBeGreaterThan(
      20 * (made.run?.recomputed?.standardError ?? 1),
    );
  });

  it('counts only shared tasks towards the minimum', () => {
    const strict = { ...rule, minimum: { tasks: 3 } };
    const made = judge(strict, [run([[1], [1], [0.5]]), reference([[0], [0.1]])]);
    expect(made.outcome).toBe('indeterminate');
    expect(made.run?.pairing).toMatchObject({ tasks: 2, onlyCandidate: 1, onlyReference: 0 });
  });
});
