import { beforeAll, describe, expect, it } from 'vitest';
import { generatePrivateKey, type PrivateKey } from '../crypto/private-key.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { parseEnvelope, serializeEnvelope, signEnvelope } from '../envelope/dsse.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { statementBytes, statementOf } from '../envelope/statement.ts';
import { codeOf } from '../testing/refused.ts';
import { keyRecordOf } from './key-record.ts';
import {
  parseRoster,
  personByKey,
  personsWhoSigned,
  producerByKey,
  producersWhoSigned,
  requireRoster,
  signRoster,
} from './roster.ts';
import { instant, rootKey, sampleKey, sampleRoster } from './testing/sample-identities.ts';

beforeAll(cryptoReady);

const AT = instant('2026-11-23T18:40:00Z');

function outcomes(bytes: Uint8Array, roots = [rootKey().publicKey], at = AT): string {
  return parseRoster(bytes, roots, at)
    .steps.map(({ step, outcome, code }) => `${step} ${outcome}${code === null ? '' : ` ${code}`}`)
    .join('; ');
}

type Sample = ReturnType<typeof sampleRoster>;

function signingCode(change: (roster: Sample) => unknown): string {
  const roster = structuredClone(sampleRoster());
  return codeOf(() => signRoster(change(roster), [rootKey()]));
}

describe('the checks of a roster', () => {
  it('pass for a roster that the root signed, and give it back', () => {
    const bytes = signRoster(sampleRoster(), [rootKey()]);
    expect(outcomes(bytes)).toBe(
      'roster.readable passed; roster.signed-by-root passed; roster.sound passed; roster.current passed',
    );
    const { roster, digest } = requireRoster(bytes, [rootKey().publicKey], AT);
    expect(digest).toMatch(/^[0-9a-f]{96}$/);
    expect(roster.persons.map(({ personId }) => personId)).toEqual(['a.official', 'b.consulted']);
    expect(roster.persons[0]?.keys[0]?.key).toEqual(sampleKey(0x21).publicKey);
    expect(personByKey(roster, sampleKey(0x22).publicKey)?.agency).toBe('CISA');
    expect(producerByKey(roster, sampleKey(0x31).publicKey)?.producerId).toBe('example-lab');
    expect(personByKey(roster, sampleKey(0x31).publicKey)).toBeUndefined();
  });

  it('stop at a file that is no envelope', () => {
    expect(outcomes(new TextEncoder().encode('{}'))).toBe(
      'roster.readable failed roster.unreadable; roster.signed-by-root not-checked; roster.sound not-checked; roster.current not-checked',
    );
  });

  it('stop at a roster that another root signed, that was altered, or that one of two roots has not signed', () => {
    const second = generatePrivateKey('ml-dsa-87');
    const failed =
      'roster.readable passed; roster.signed-by-root failed roster.not-signed-by-root; roster.sound not-checked';
    const bytes = signRoster(sampleRoster(), [rootKey()]);
    expect(outcomes(signRoster(sampleRoster(), [sampleKey(0x11)]))).toContain(failed);
    expect(outcomes(bytes, [rootKey().publicKey, second.publicKey])).toContain(failed);
    expect(outcomes(bytes, [])).toContain(failed);
    const both = signRoster(sampleRoster(), [rootKey(), second]);
    expect(outcomes(both, [rootKey().publicKey, second.publicKey])).not.toContain('failed');
    const envelope = parseEnvelope(bytes);
    const text = new TextDecoder()
      .decode(envelope.payload)

      .replace('Avery', 'Avary');
    const altered = serializeEnvelope({ ...envelope, payload: new TextEncoder().encode(text) });
    expect(outcomes(altered)).toContain(failed);
    expect(parseRoster(altered, [rootKey().publicKey], AT).roster).toBeUndefined();
  });

  it('fail before the roster was issued and from the moment it ends', () => {
    const bytes = signRoster(sampleRoster(), [rootKey()]);
    const at = (text: string): string => outcomes(bytes, [rootKey().publicKey], instant(text));
    expect(at('2026-10-31T23:59:59Z')).toContain('roster.current failed roster.not-yet-issued');
    expect(at('2027-10-31T23:59:59.999Z')).toContain('roster.current passed');
    expect(at('2027-11-01T00:00:00Z')).toContain('roster.current failed roster.expired');
    expect(codeOf(() => requireRoster(bytes, [rootKey().publicKey], instant('2028-01-01T00:00:00Z')))).toBe(
      'roster.expired',
    );
  });

  it('refuse another document that the root signed, and subjects that are not the keys', () => {
    const { subject, predicate } = statementOf(parseEnvelope(signRoster(sampleRoster(), [rootKey()])));
    const signed = (statement: object): Uint8Array =>
      serializeEnvelope(
        signEnvelope(statementBytes({ subject, predicate, predicateType: PREDICATE.roster, ...statement }), [
          rootKey(),
        ]),
      );
    expect(outcomes(signed({}))).toContain('roster.sound passed');
    expect(outcomes(signed({ predicateType: PREDICATE.policy }))).toContain('roster.sound failed roster.shape');
    expect(outcomes(signed({ subject: subject.slice(1) }))).toContain('roster.sound failed roster.shape');
    expect(outcomes(signed({ subject: [...subject].reverse() }))).toContain('roster.sound failed roster.shape');
  });
});

describe('a roster that is sound in itself', () => {
  it('has one owner for every key and every id', () => {
    const [first, second] = sampleRoster().persons;
    expect(signingCode((roster) => roster)).toBe('none');
    expect(signingCode((roster) => ({ ...roster, persons: [first, { ...second, personId: 'a.official' }] }))).toBe(
      'roster.duplicate',
    );
    expect(signingCode((roster) => ({ ...roster, persons: [first, { ...second, keys: first?.keys }] }))).toBe(
      'roster.duplicate',
    );
    expect(
      signingCode((roster) => ({ ...roster, persons: [{ ...first, keys: [first?.keys[0], first?.keys[0]] }, second] })),
    ).toBe('roster.duplicate');
    expect(signingCode((roster) => ({ ...roster, producers: [{ ...roster.producers[0], keys: first?.keys }] }))).toBe(
      'roster.duplicate',
    );
    expect(
      signingCode((roster) => ({ ...roster, producers: [{ ...roster.producers[0], producerId: 'a.official' }] })),
    ).toBe('roster.duplicate');
  });

  it('lets nobody hold roles that separation keeps apart', () => {
    const [first, second] = sampleRoster().persons;
    const roles = ['custodian', 'determining-official'];
    expect(signingCode((roster) => ({ ...roster, persons: [{ ...first, roles }, second] }))).toBe('roster.separation');
  });

  it.each([
    ['an unknown role', { roles: ['director'] }],
    ['no role', { roles: [] }],
    ['a role twice', { roles: ['reviewer', 'reviewer'] }],
    ['no key', { keys: [] }],
    ['an algorithm nobody can meet', { requiredAlgorithms: ['ed25519', 'ml-dsa-87'] }],
    ['no required algorithm', { requiredAlgorithms: [] }],
    ['a name with a hidden turn of the text', { name: 'Avery \u202elaiciffO' }],
    ['an id with blanks', { personId: 'a official' }],
    ['a time that does not exist', { notAfter: '2027-02-30T00:00:00Z' }],
    ['a recipient that is none', { ageRecipients: ['age1x'] }],
  ])('has no person with %s', (_, change) => {
    expect(signingCode((roster) => ({ ...roster, persons: [{ ...roster.persons[0], ...change }] }))).toBe(
      'roster.shape',
    );
  });

  it('has no key beside the id or the algorithm of another', () => {
    const record = keyRecordOf(sampleKey(0x21).publicKey);
    const other = keyRecordOf(sampleKey(0x22).publicKey);
    for (const key of [
      { ...record, keyId: other.keyId },
      { ...record, algorithm: 'ml-dsa-87' },
      { ...record, publicKey: 'no PEM' },
      { ...record, algorithm: 'rsa' },
    ]) {
      expect(signingCode((roster) => ({ ...roster, persons: [{ ...roster.persons[0], keys: [key] }] }))).toBe(
        'roster.shape',
      );
    }
  });

  it('has somebody on it, and ignores fields it does not know', () => {
    expect(signingCode((roster) => ({ ...roster, persons: [], producers: [] }))).toBe('roster.shape');
    expect(signingCode((roster) => ({ ...roster, sequence: 0 }))).toBe('roster.shape');
    expect(signRoster({ ...sampleRoster(), note: 'x' }, [rootKey()])).toEqual(signRoster(sampleRoster(), [rootKey()]));
  });
});

describe('counting persons', () => {
  let lattice: PrivateKey;
  beforeAll(() => {
    lattice = generatePrivateKey('ml-dsa-87');
  });

  function roster(change: object) {
    const sample = sampleRoster();
    const document = { ...sample, persons: [{ ...sample.persons[0], ...change }, sample.persons[1]] };
    return requireRoster(signRoster(document, [rootKey()]), [rootKey().publicKey], AT).roster;
  }
  const ed = () => sampleKey(0x21).publicKey;

  it('takes one person for all their keys, and none for half of what is asked of them', () => {
    const keys = [keyRecordOf(ed()), keyRecordOf(lattice.publicKey)];
    const both = roster({ keys, requiredAlgorithms: ['ed25519', 'ml-dsa-87'] });
    expect(personsWhoSigned(both, [ed()], AT)).toEqual([]);
    expect(personsWhoSigned(both, [lattice.publicKey], AT)).toEqual([]);
    expect(personsWhoSigned(both, [ed(), lattice.publicKey, ed()], AT)).toEqual(['a.official']);
    const alone = roster({ keys, requiredAlgorithms: ['ml-dsa-87'] });
    expect(personsWhoSigned(alone, [lattice.publicKey], AT)).toEqual(['a.official']);
    expect(personsWhoSigned(alone, [ed()], AT)).toEqual([]);
  });

  it('counts several persons in roster order and passes over strangers and producers', () => {
    const keys = [sampleKey(0x31), sampleKey(0x22), sampleKey(0x66), sampleKey(0x21)].map((key) => key.publicKey);
    expect(personsWhoSigned(roster({}), keys, AT)).toEqual(['a.official', 'b.consulted']);
    expect(producersWhoSigned(roster({}), keys, AT)).toEqual(['example-lab']);
    expect(producersWhoSigned(roster({}), keys, instant('2026-09-30T00:00:00Z'))).toEqual([]);
  });

  it.each([
    ['a person who is revoked', { revokedAt: '2026-11-23T18:40:00Z' }],
    ['a person whose time is over', { notAfter: '2026-11-23T18:40:00Z' }],
    ['a person whose time has not begun', { notBefore: '2026-11-23T18:40:01Z' }],
  ])('does not count %s', (_, validity) => {
    expect(personsWhoSigned(roster(validity), [ed()], AT)).toEqual([]);
    const keys = [{ ...keyRecordOf(ed()), ...validity }];
    expect(personsWhoSigned(roster({ keys }), [ed()], AT)).toEqual([]);
  });

  it('counts to the last moment before a limit, and by a second key where the first is revoked', () => {
    expect(personsWhoSigned(roster({ revokedAt: '2026-11-23T18:40:00.001Z' }), [ed()], AT)).toEqual(['a.official']);
    expect(personsWhoSigned(roster({ notBefore: AT }), [ed()], AT)).toEqual(['a.official']);
    const keys = [{ ...keyRecordOf(ed()), revokedAt: '2026-11-02T00:00:00Z' }, keyRecordOf(sampleKey(0x23).publicKey)];
    expect(personsWhoSigned(roster({ keys }), [ed()], AT)).toEqual([]);
    expect(personsWhoSigned(roster({ keys }), [sampleKey(0x23).publicKey], AT)).toEqual(['a.official']);
  });
});
