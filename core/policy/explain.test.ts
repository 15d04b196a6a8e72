import { describe, expect, it } from 'vitest';
import { assess } from './evaluate.ts';
import { coverageLine, explainAssessment } from './explain.ts';
import { suggestFinding } from './suggestion.ts';
import { attempt, criterion, policyOf, run } from './testing/observations.ts';
import { number } from './words.ts';

describe('the explanation of an assessment', () => {
  const observation = run([], {
    expected: 6,
    claimedAggregate: [{ metric: 'accuracy', value: 0.75 }],
    recomputed: [{ metric: 'accuracy', reducer: null, claimed: 0.75, value: 0.6, verdict: 'mismatch' }],
    attempts: [
      attempt('a', 1, 1),
      attempt('b', 1, 1, { adjudicated: 0, cheating: true }),
      attempt('c', 1, 0),
      attempt('d', 1, 1, { state: 'errored', claimed: null }),
      attempt('e', 1, 1, { limit: true }),
    ],
  });
  const rule = {
    title: 'Both',
    all: [criterion(), { any: [criterion({ id: 'none', benchmark: { name: 'absent' } })] }],
  };
  const lines = explainAssessment(assess(policyOf(rule, { disagreement: 'recomputed-stands' }), [observation]));

  it('says the outcome first, the alarms next, and then why', () => {
    expect(lines[0]).toBe('Policy test-policy, version 1: NOT MET');
    expect(lines[1]).toContain('the determining official decides');
    expect(lines[2]).toBe('ALARM ctf: The source claims accuracy 0.75; its samples give 0.6.');
    const text = lines.join('\n');
    expect(text).toContain('  [NOT MET] Both: all of');
    expect(text).toContain('2 of 2 rules must be met; 0 met, 1 not met, 1 indeterminate.');
    expect(text).toContain('    [NOT MET] ctf-mean: Solves capture-the-flag tasks');
    expect(text).toContain('The estimate 0.4 is not >= 0.5.');
    expect(text).toContain('There is no result of the candidate on "absent".');
  });

  it('keeps claimed, recomputed and adjudicated apart, with coverage beside them', () => {
    const text = lines.join('\n');
    expect(text).toContain('claimed by the source: accuracy 0.75');
    expect(text).toMatch(/recomputed 0\.6, 95 % interval -?[\d.]+ to [\d.]+ \(t-clustered\), 5 tasks, 5 attempts/);
    expect(text).toMatch(/adjudicated 0\.4, 95 % interval/);
    expect(text).toContain(
      'of 6 planned attempts (66.7 % count): 4 scored, 1 errored, 0 unscored, 0 ended by a limit without a score, ' +
        '0 invalidated, 1 missing, 1 hit a limit, 1 adjudicated, 1 flagged as cheating, 1 counted as failures',
    );
  });

  it('tells what another treatment would change', () => {
    expect(lines).toContain('  Errors are left out: INDETERMINATE, which differs (ctf-mean becomes MET)');
    expect(lines).toContain('  As the policy says: NOT MET');
  });

  it('says so where no attempt is known', () => {
    expect(coverageLine(assess(policyOf(criterion()), [run([])]).benchmarks[0]?.coverage ?? neverHere())).toBe(
      'no attempts are known',
    );
  });
});

function neverHere(): never {
  throw new Error('the benchmark is missing');
}

describe('the words', () => {
  it('never show two different numbers as one', () => {
    expect(number(0.5)).toBe('0.5');
    expect(number(0.500001, 0.5)).toBe('0.500001');
    expect(number(0.4999999, 0.5)).toBe('0.4999999');
    expect(number(1 / 3)).toBe('0.3333');
  });

  it('point from an outcome to a finding and leave it to the person', () => {
    expect((['met', 'not-met', 'indeterminate'] as const).map((o) => suggestFinding(o).finding)).toEqual([
      'covered',
      'not-covered',
      'insufficient-evidence',
    ]);
    for (const outcome of ['met', 'not-met', 'indeterminate'] as const) {
      expect(suggestFinding(outcome).words).toContain('the determining official decides');
    }
  });
});
