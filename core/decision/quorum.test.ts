import { beforeAll, describe, expect, it } from 'vitest';
import { cryptoReady } from '../crypto/ready.ts';
import { type Roster, requireRoster } from '../identity/roster.ts';
import { countQuorum } from './quorum.ts';
import type { Quorum } from './quorum-rule.ts';
import {
  DECIDED_AT,
  person,
  type SamplePerson,
  sampleKey,
  samplePersons,
  sampleRoot,
  sampleRoster,
} from './testing/sample.ts';

beforeAll(cryptoReady);

const OFFICIAL = person('avery.stone');

function rosterOf(persons: readonly SamplePerson[]): Roster {
  return requireRoster(sampleRoster(persons), sampleRoot(), DECIDED_AT).roster;
}

const TWO: Quorum = {
  persons: 2,
  requirements: [
    { role: 'determining-official', count: 1 },
    { role: 'consulted-official', count: 1, agencies: ['CISA', 'NCD'] },
  ],
};

function count(signers: readonly SamplePerson[], quorum: Quorum = TWO, persons = Object.values(samplePersons())) {
  const keys = signers.flatMap((one) => one.keys.map((key) => key.publicKey));
  return countQuorum(quorum, rosterOf(persons), keys, DECIDED_AT, OFFICIAL);
}

describe('the quorum', () => {
  it('is complete when the persons and roles that the policy asks for have signed', () => {
    const { official, cisa } = samplePersons();
    const counted = count([official, cisa]);
    expect(counted).toMatchObject({ complete: true, missing: [], persons: ['avery.stone', 'lee.park'] });
  });

  it('says in words who is missing', () => {
    const { official } = samplePersons();
    const counted = count([official]);
    expect(counted.complete).toBe(false);
    expect(counted.missing).toEqual([
      '1 of the 2 persons that the policy asks for have signed.',
      '0 of 1 have signed as consulted official of CISA or NCD; one person fills one place.',
    ]);
  });

  it('counts a person with two keys once', () => {
    const { official, ...others } = samplePersons();
    const both = { ...official, keys: [sampleKey(2), sampleKey(20, 'ml-dsa-87')] };
    const counted = count([both], { persons: 2, requirements: [] }, [both, ...Object.values(others)]);
    expect(counted.persons).toEqual(['avery.stone']);
    expect(counted.complete).toBe(false);
  });

  it('counts a person with two Ed25519 keys once', () => {
    const { official, ...others } = samplePersons();
    const both = { ...official, keys: [sampleKey(2), sampleKey(21)], more: { requiredAlgorithms: ['ed25519'] } };
    const counted = count([both], { persons: 2, requirements: [] }, [both, ...Object.values(others)]);
    expect(counted.persons).toEqual(['avery.stone']);
    expect(counted.complete).toBe(false);
  });

  it('does not count a person whose ML-DSA-87 signature the roster asks for and who gave Ed25519 alone', () => {
    const { official, cisa, ...others } = samplePersons();
    const both = { ...cisa, keys: [sampleKey(3), sampleKey(30, 'ml-dsa-87')] };
    const persons = [official, both, ...Object.values(others)];
    const counted = count([official, cisa], TWO, persons);
    expect(counted).toMatchObject({ complete: false, partial: ['lee.park'], persons: ['avery.stone'] });
    expect(counted.missing.join(' ')).toMatch(/Lee Park signed, but does not count/);
    expect(count([official, both], TWO, persons).complete).toBe(true);
  });

  it.each([
    ['expired', { notAfter: '2026-11-20T15:00:00Z' }],
    ['revoked', { revokedAt: '2026-11-20T14:59:59Z' }],
    ['not yet valid', { notBefore: '2026-11-20T15:00:01Z' }],
  ])('does not count a person who was %s when the decision was made', (_words, more) => {
    const { official, cisa, ...others } = samplePersons();
    const counted = count([official, cisa], TWO, [official, { ...cisa, more }, ...Object.values(others)]);
    expect(counted).toMatchObject({ complete: false, persons: ['avery.stone'], partial: ['lee.park'] });
  });

  it('counts a person whose key expired only after the decision was made', () => {
    const { official, cisa, ...others } = samplePersons();
    const later = { ...cisa, more: { notAfter: '2026-11-20T15:00:01Z' } };
    expect(count([official, cisa], TWO, [official, later, ...Object.values(others)]).complete).toBe(true);
  });

  it('does not take a reviewer for a consulted official', () => {
    const { official, reviewer } = samplePersons();
    const counted = count([official, reviewer]);
    expect(counted.complete).toBe(false);
    expect(counted.missing).toHaveLength(1);
    expect(counted.missing[0]).toMatch(/consulted official of CISA or NCD/);
  });

  it('does not take an official of another agency', () => {
    const { official, cisa } = samplePersons();
    const quorum: Quorum = { persons: 2, requirements: [{ role: 'consulted-official', count: 1, agencies: ['NCD'] }] };
    expect(count([official, cisa], quorum).complete).toBe(false);
  });

  it('always asks for the determining official that the decision names', () => {
    const { cisa, ncd } = samplePersons();
    const counted = count([cisa, ncd], { persons: 1, requirements: [] });
    expect(counted.missing).toEqual(['The determining official avery.stone has not signed.']);
  });

  it('asks that the named official holds the role', () => {
    const { official, cisa, ...others } = samplePersons();
    const demoted: SamplePerson = { ...official, roles: ['reviewer'] };
    const counted = count([demoted, cisa], { persons: 2, requirements: [] }, [demoted, cisa, ...Object.values(others)]);
    expect(counted.missing[0]).toMatch(/does not name them a determining official/);
  });

  it('lets one person fill one place, and seats persons so that as many places as can be are filled', () => {
    const { official, cisa, ncd, ...others } = samplePersons();
    const double: SamplePerson = { ...cisa, roles: ['consulted-official', 'reviewer'] };
    const persons = [double, official, ncd, ...Object.values(others)];
    const quorum: Quorum = {
      persons: 2,
      requirements: [
        { role: 'reviewer', count: 1 },
        { role: 'consulted-official', count: 1 },
      ],
    };
    expect(count([double, official], quorum, persons).complete).toBe(false);
    expect(count([double, official, ncd], quorum, persons).complete).toBe(true);
  });

  it('counts the same key under two ids once', () => {
    // The roster's own check refuses such a roster; the count does not rely on it.
    const { official, cisa } = samplePersons();
    const roster = rosterOf([official, cisa]);
    const [first, second] = roster.persons;
    if (!first || !second) throw new Error('two persons were made');
    const twin = { ...second, keys: first.keys };
    const keys = official.keys.map((key) => key.publicKey);
    const counted = countQuorum(TWO, { ...roster, persons: [first, twin] }, keys, DECIDED_AT, OFFICIAL);
    expect(counted.persons).toEqual(['avery.stone']);
    expect(counted.complete).toBe(false);
  });
});
