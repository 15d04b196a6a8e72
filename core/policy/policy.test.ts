import { describe, expect, it } from 'vitest';
import { isRefusal } from '../failure.ts';
import { criteriaOf, parsePolicy } from './policy.ts';
import { criterion, policyJson } from './testing/observations.ts';

/** Where the refusal points to; fails where there is none. */
function refusedAt(json: unknown): string | undefined {
  try {
    parsePolicy(json);
  } catch (error) {
    if (isRefusal(error, 'policy.malformed')) return error.where;
    throw error;
  }
  throw new Error('the policy was accepted');
}

describe('a threshold policy', () => {
  it('is read with every kind of rule and estimator', () => {
    const policy = parsePolicy(
      policyJson({
        title: 'All of it',
        all: [
          criterion(),
          { any: [criterion({ id: 'b', estimator: { kind: 'pass-at-k', k: 5 } })] },
          {
            atLeast: 1,
            of: [
              criterion({ id: 'c', estimator: { kind: 'solved-any', successAt: 0.5 }, interval: 'wilson-tasks' }),
              criterion({ id: 'd', relativeTo: { model: 'reference', difference: 'paired' }, interval: 'bootstrap' }),
            ],
          },
        ],
      }),
    );
    expect(criteriaOf(policy.rule).map(({ id }) => id)).toEqual(['ctf-mean', 'b', 'c', 'd']);
    expect(policy.treatment).toEqual({
      errors: 'as-failures',
      limits: 'as-scored',
      invalidated: 'excluded',
      unscored: 'as-failures',
      cheating: 'as-adjudicated',
      disagreement: 'indeterminate',
      reported: 'accepted',
    });
  });

  it('refuses unknown fields wherever they could change what a rule means', () => {
    expect(refusedAt(policyJson(criterion({ treshold: 0.4 })))).toBe('rule.treshold');
    expect(refusedAt(policyJson({ all: [criterion()], not: true }))).toBe('rule.not');
    expect(refusedAt(policyJson({ all: [criterion({ minimum: { task: 5 } })] }))).toBe('rule.all.0.minimum.task');
    expect(refusedAt(policyJson({ any: [criterion({ estimator: { kind: 'mean', k: 2 } })] }))).toBe(
      'rule.any.0.estimator.k',
    );
    expect(refusedAt(policyJson({ all: [criterion()], any: [criterion({ id: 'b' })] }))).toBe('rule.any');
    const json = policyJson(criterion());
    expect(refusedAt({ ...json, treatment: { ...Object(json['treatment']), extra: 1 } })).toBe('treatment.extra');
    expect(refusedAt({ ...json, quorum: { ...Object(json['quorum']), keys: 2 } })).toBe('quorum.keys');
  });

  it('ignores unknown fields beside them', () => {
    expect(parsePolicy({ ...policyJson(criterion()), colour: 'blue' })).not.toHaveProperty('colour');
  });

  it('refuses an unknown field that speaks of marking', () => {
    expect(refusedAt({ ...policyJson(criterion()), markingNote: 'x' })).toBe('policy');
    expect(refusedAt({ ...policyJson(criterion()), classifiedBy: 'x' })).toBe('policy');
    expect(refusedAt('a policy')).toBe('policy');
  });

  it('refuses rules that say nothing or cannot be met', () => {
    expect(refusedAt(policyJson({ all: [] }))).toBe('rule.all');
    expect(refusedAt(policyJson({ atLeast: 2, of: [criterion()] }))).toBe('rule');
    expect(refusedAt(policyJson({ atLeast: 0, of: [criterion()] }))).toBe('rule.atLeast');
    expect(refusedAt(policyJson('all'))).toBe('rule');
    expect(refusedAt(policyJson({}))).toMatch(/^rule/);
    expect(refusedAt(policyJson({ all: [criterion(), criterion()] }))).toBe('rule.all.1.id');
  });

  it('refuses numbers that no test can use', () => {
    for (const wrong of [
      { threshold: Number.NaN },
      { threshold: '0.5' },
      { confidence: 1 },
      { confidence: 0.2 },
      { comparison: '==' },
      { estimator: { kind: 'pass-at-k', k: 0 } },
      { minimum: { coverage: 1.5 } },
      { interval: 'wilson-tasks', relativeTo: { model: 'reference', difference: 'paired' } },
    ]) {
      expect(refusedAt(policyJson(criterion(wrong)))).toMatch(/^rule\./);
    }
  });

  it('refuses a tree that is too deep or too wide', () => {
    let deep: unknown = criterion();
    for (let i = 0; i < 8; i += 1) deep = { all: [deep] };
    expect(refusedAt(policyJson(deep))).toMatch(/^rule(\.all\.0){8}$/);
    const wide = { any: Array.from({ length: 256 }, (_, i) => criterion({ id: `c${i}` })) };
    expect(refusedAt(policyJson(wide))).toBe('rule.any.255');
  });

  it('refuses dates that are none or run backwards', () => {
    expect(refusedAt(policyJson(criterion(), { effectiveFrom: '2 June 2026' }))).toBe('effectiveFrom');
    expect(refusedAt(policyJson(criterion(), { expiresAt: '2026-06-01T00:00:00Z' }))).toBe('expiresAt');
  });

  it('refuses a quorum of nobody or of an unknown role', () => {
    expect(refusedAt(policyJson(criterion(), { quorum: { persons: 0, requirements: [] } }))).toBe('quorum.persons');
    const requirements = [{ role: 'king', count: 1 }];
    expect(refusedAt(policyJson(criterion(), { quorum: { persons: 1, requirements } }))).toBe(
      'quorum.requirements.0.role',
    );
  });
});
