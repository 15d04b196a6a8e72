import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../json/canonical.ts';
import { assess } from './evaluate.ts';
import type { AttemptObservation } from './observation.ts';
import { judge, solved } from './testing/judging.ts';
import { attempt, criterion, policyOf, run } from './testing/observations.ts';

describe('treatment of attempts', () => {
  const mixed: AttemptObservation[] = [
    attempt('a', 1, 1),
    attempt('b', 1, 1),
    attempt('c', 1, 1, { state: 'errored', claimed: null }),
    attempt('d', 1, 1, { state: 'unscored', claimed: null }),
    attempt('e', 1, 1, { limit: true }),
    attempt('f', 1, 1, { state: 'invalidated' }),
    attempt('g', 1, 1, { state: 'limit', limit: true, claimed: null }),
    attempt('h', 1, Number.NaN),
  ];
  const observation = run([], { attempts: mixed, expected: 10 });

  it.each([
    [{}, 3 / 7, 3, 4],
    [{ errors: 'excluded' }, 3 / 6, 3, 3],
    [{ unscored: 'excluded' }, 3 / 4, 3, 1],
    [{ limits: 'as-failures' }, 2 / 7, 2, 5],
    [{ limits: 'excluded' }, 2 / 5, 2, 3],
    [{ invalidated: 'included' }, 4 / 8, 4, 4],
  ])('%o gives the mean %d', (treatment, mean, used, countedAsFailure) => {
    const made = judge(criterion(), [observation], treatment).run;
    expect(made?.recomputed?.point).toBeCloseTo(mean, 14);
    expect(made?.coverage).toMatchObject({ used, countedAsFailure });
  });

  it('shows every state beside the number', () => {
    expect(judge(criterion(), [observation]).run?.coverage).toEqual({
      expected: 10,
      scored: 3,
      unscored: 2,
      errored: 1,
      limit: 1,
      invalidated: 1,
      missing: 2,
      limitHits: 2,
      adjudicated: 0,
      cheating: 0,
      excluded: 0,
      used: 3,
      countedAsFailure: 4,
      share: 0.3,
    });
  });

  it('takes the failure value from the criterion', () => {
    const made = judge(criterion({ failureValue: 1, comparison: '<=', threshold: 0.9 }), [observation]);
    expect(made.run?.recomputed?.point).toBe(1);
    expect(made.outcome).toBe('not-met');
  });
});

describe('adjudication', () => {
  const attempts = [
    attempt('a', 1, 1, { adjudicated: 0, cheating: true }),
    attempt('b', 1, 1),
    attempt('c', 1, 0, { state: 'errored', claimed: null, adjudicated: 1 }),
    attempt('d', 1, 0, { excluded: true }),
    attempt('e', 1, 0),
  ];
  const observation = run([], { attempts, expected: 5 });

  it('stands apart from what recomputes, and decides', () => {
    const made = judge(criterion({ threshold: 0.45 }), [observation]);
    expect(made.run).toMatchObject({ level: 'adjudicated', outcome: 'met' });
    expect(made.run?.recomputed?.point).toBeCloseTo(2 / 5, 14);
    expect(made.run?.adjudicated?.point).toBeCloseTo(2 / 4, 14);
  });

  it('takes flagged cheating as the policy says', () => {
    const as = (cheating: string) =>
      judge(criterion(), [run([], { attempts: [attempt('a', 1, 1, { cheating: true }), attempt('b', 1, 1)] })], {
        cheating,
      }).run?.adjudicated?.point;
    expect(as('as-adjudicated')).toBe(1);
    expect(as('as-failures')).toBe(0.5);
    expect(as('excluded')).toBe(1);
  });

  it('is left out where there is none', () => {
    const made = judge(criterion(), [run(solved(5, 10))]);
    expect(made.run).toMatchObject({ level: 'recomputed', adjudicated: null });
  });
});

describe('reported results', () => {
  const reported = (value: number, standardError: number | null, tasks: number | null, metric = 'mean') =>
    run([], { source: 'typed', reported: { metric, value, standardError, tasks } });

  it('decide on their point or on t with the tasks reported', () => {
    const made = judge(criterion({ basis: 'lower-bound', threshold: 0.5 }), [reported(0.7, 0.1, 20)]);
    expect(made.outcome).toBe('met');
    expect(made.run).toMatchObject({ level: 'reported', recomputed: null, adjudicated: null });
    expect(made.run?.reported?.lowerBound).toBeCloseTo(0.7 - 1.7291328 * 0.1, 7);
    expect(made.trace.why.join(' ')).toContain('cannot be recomputed');
  });

  it.each([
    ['without a standard error', { basis: 'lower-bound' }, reported(0.9, null, 20)],
    ['of another metric', {}, reported(0.9, 0.01, 20, 'pass@5')],
    ['with too few tasks', { minimum: { tasks: 30 } }, reported(0.9, 0.01, 20)],
    ['where coverage is asked for', { minimum: { coverage: 0.5 } }, reported(0.9, 0.01, 20)],
    ['for one tier', { filter: { difficulty: ['expert'] } }, reported(0.9, 0.01, 20)],
    ['that are no numbers', {}, reported(Number.NaN, 0.01, 20)],
  ])('%s leave it open', (_, more, observation) => {
    const assessment = assess(policyOf(criterion(more)), [observation]);
    expect(assessment.outcome).toBe('indeterminate');
    expect(() => canonicalJson(assessment)).not.toThrow();
  });

  it('decide nothing where the policy lets none', () => {
    expect(judge(criterion(), [reported(0.9, 0.01, 20)], { reported: 'indeterminate' }).outcome).toBe('indeterminate');
  });
});
