import { beforeAll, describe, expect, it } from 'vitest';
import { cryptoReady } from '../crypto/ready.ts';
import { requireRoster, signRoster } from './roster.ts';
import { checkSuccession, type RosterIssue } from './roster-succession.ts';
import { instant, rootKey, sampleRoster } from './testing/sample-identities.ts';

beforeAll(cryptoReady);

function issue(change: object): RosterIssue {
  const bytes = signRoster({ ...sampleRoster(), ...change }, [rootKey()]);
  return requireRoster(bytes, [rootKey().publicKey], instant('2026-11-23T18:40:00Z'));
}

function verdict(current: RosterIssue | undefined, next: RosterIssue): string {
  const { succession, step } = checkSuccession(current, next);
  return `${succession} ${step.outcome} ${step.code}`;
}

describe('the next issue of a roster', () => {
  it('is taken where it is the first, the same again, or the one that follows', () => {
    const five = issue({ sequence: 5 });
    expect(verdict(undefined, five)).toBe('first passed null');
    expect(verdict(five, five)).toBe('same passed null');
    expect(verdict(five, issue({ sequence: 6 }))).toBe('next passed null');
    expect(verdict(five, issue({ sequence: 6, previous: five.digest }))).toBe('next passed null');
  });

  it('is taken with a warning where issues between were not seen', () => {
    expect(verdict(issue({ sequence: 5 }), issue({ sequence: 8 }))).toBe('next warning roster.gap');
  });

  it('is refused where it is older, another roster, or a second issue under one number', () => {
    const five = issue({ sequence: 5 });
    expect(verdict(five, issue({ sequence: 4 }))).toBe('refused failed roster.rollback');
    expect(verdict(five, issue({ sequence: 5, organization: 'Other' }))).toBe('refused failed roster.fork');
    expect(verdict(five, issue({ sequence: 6, rosterId: 'other' }))).toBe('refused failed roster.fork');
    expect(verdict(five, issue({ sequence: 6, previous: issue({ sequence: 4 }).digest }))).toBe(
      'refused failed roster.fork',
    );
  });
});
