import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sha384 } from '../brand.ts';
import { DETERMINATIONS, determinationOf, readStanding, type StandingClaim } from './determination.ts';

const digest = (letter: string) => letter.repeat(96) as Sha384; // 96 hex digits

function claim(letter: string, more: Partial<StandingClaim> = {}): StandingClaim {
  return { digest: digest(letter), valid: true, complete: true, determination: 'covered', ...more };
}

describe('what a case reads as', () => {
  it('is undetermined where no decision was seen', () => {
    expect(determinationOf()).toBe('undetermined');
    expect(readStanding([]).reason).toBe('No decision was seen.');
  });

  it('is the finding of the one valid, complete decision', () => {
    for (const determination of DETERMINATIONS) {
      expect(determinationOf(claim('a', { determination }))).toBe(determination);
    }
  });

  it('is undetermined while the only decision is incomplete or does not verify', () => {
    expect(determinationOf(claim('a', { complete: false }))).toBe('undetermined');
    expect(determinationOf(claim('a', { valid: false }))).toBe('undetermined');
  });

  it('is the later finding where a complete decision supersedes the earlier', () => {
    const later = claim('b', { determination: 'not-covered', supersedes: digest('a') });
    expect(determinationOf(later, claim('a'))).toBe('not-covered');
  });

  it('stays as it was while the superseding decision is incomplete', () => {
    const later = claim('b', { determination: 'not-covered', supersedes: digest('a'), complete: false });
    expect(determinationOf(claim('a'), later)).toBe('covered');
  });

  it('is undetermined once the decision was rescinded; the rescission makes no finding of its own', () => {
    const rescission = claim('b', { determination: 'insufficient-evidence', rescinds: digest('a') });
    expect(determinationOf(claim('a'), rescission)).toBe('undetermined');
    expect(determinationOf(rescission)).toBe('undetermined');
  });

  it('does not fall back to a superseded decision when its successor is rescinded', () => {
    const second = claim('b', { determination: 'not-covered', supersedes: digest('a') });
    const third = claim('c', { determination: 'insufficient-evidence', rescinds: digest('b') });
    expect(determinationOf(claim('a'), second, third)).toBe('undetermined');
  });

  it('is undetermined where decisions that stand disagree, and says so', () => {
    const reading = readStanding([claim('a'), claim('b', { determination: 'not-covered' })]);
    expect(reading.determination).toBe('undetermined');
    expect(reading.reason).toMatch(/disagree/);
    expect(reading.standing).toHaveLength(2);
  });

  it('never reads not-covered unless a valid, complete decision says so (property)', () => {
    const anyClaim = fc.record({
      digest: fc.constantFrom(...'abcdef').map(digest),
      valid: fc.boolean(),
      complete: fc.boolean(),
      determination: fc.constantFrom(...DETERMINATIONS),
      supersedes: fc.option(fc.constantFrom(...'abcdef').map(digest), { nil: undefined }),
    });
    let notCovered = 0;
    fc.assert(
      fc.property(fc.array(anyClaim, { maxLength: 6 }), (claims) => {
        if (determinationOf(...claims) !== 'not-covered') return;
        notCovered += 1;
        expect(claims.some((one) => one.valid && one.complete && one.determination === 'not-covered')).toBe(true);
      }),
      { seed: 1, numRuns: 2000 },
    );
    expect(notCovered).toBeGreaterThan(20);
  });
});
