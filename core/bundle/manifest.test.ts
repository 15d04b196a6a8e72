import { beforeAll, describe, expect, it } from 'vitest';
import { sha384 } from '../crypto/digest.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { parseEnvelope, signEnvelope } from '../envelope/dsse.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { statementBytes } from '../envelope/statement.ts';
import { manifestStatement, newBundleId, parseManifest, readManifest } from './manifest.ts';
import { envelopeFor, FILES, type Lab, makeLab, manifestFor } from './testing/lab.ts';

let lab: Lab;

beforeAll(async () => {
  await cryptoReady();
  lab = await makeLab();
});

const good = () => JSON.parse(JSON.stringify(manifestFor(FILES))) as Record<string, unknown>; // a manifest is an object
const firstMember = (changes: object) => {
  const manifest = manifestFor(FILES);
  return { ...manifest, members: manifest.members.map((member, i) => (i === 0 ? { ...member, ...changes } : member)) };
};
const reading = (subject: unknown) => {
  const statement = { subject: subject as [], predicateType: PREDICATE.bundle, predicate: manifestFor(FILES) }; // wrong on purpose
  return () => readManifest(signEnvelope(statementBytes(statement), [lab.key]));
};
const unreadable = expect.objectContaining({ code: 'bundle.manifest-unreadable' });

describe('a manifest', () => {
  it('is read back as it was signed', () => {
    const previous = { sequence: 3, digest: sha384(Buffer.from('the one before')) };
    const manifest = manifestFor(FILES, { previous, sequence: 4 });
    expect(readManifest(parseEnvelope(envelopeFor(manifest, lab.key)))).toEqual(manifest);
    expect(parseManifest(good())).toEqual(manifestFor(FILES));
  });

  it('may have fields that we do not know, which are dropped', () => {
    expect(parseManifest({ ...good(), colour: 'blue' })).toEqual(manifestFor(FILES));
    expect(parseManifest(firstMember({ colour: 'blue' }))).toEqual(manifestFor(FILES));
  });

  it('must not have a field of marking that we do not know', () => {
    for (const field of ['markingCaveat', 'sourceMarking', 'classifiedBy', 'Classification']) {
      expect(() => parseManifest({ ...good(), [field]: 'x' })).toThrow(unreadable);
      expect(() => parseManifest(firstMember({ [field]: 'x' }))).toThrow(unreadable);
    }
  });

  it.each([
    ['bundleId', 'x'],
    ['bundleId', '0F8C5A52-6A3E-4A57-9A0E-0D7A3F4B1C21'],
    ['producerId', 'Example Lab'],
    ['sequence', 0],
    ['sequence', 1.5],
    ['createdAt', '2026-02-30T00:00:00Z'],
    ['createdAt', '2026-08-01T12:00:00+02:00'],
    ['marking', ''],
    ['marking', { banner: 'UNCLASSIFIED' }],
    ['case', {}],
    ['case', { ...manifestFor(FILES).case, model: 'At\u202elas' }],
    ['case', { ...manifestFor(FILES).case, caseKey: 'no spaces' }],
    ['case', { ...manifestFor(FILES).case, role: 'other' }],
    ['accessWindow', { opensAt: '2026-08-02T00:00:00Z', closesAt: '2026-08-01T00:00:00Z' }],
    ['recipients', []],
    ['recipients', ['AGE-SECRET-KEY-1']],
    ['previous', { sequence: 1, digest: manifestFor(FILES).members[0]?.digest.sha384 }],
    ['members', []],
  ])('must not have %s = %j', (field, value) => {
    expect(() => parseManifest({ ...good(), [field]: value })).toThrow(unreadable);
  });

  it.each([
    ['name', '../a'],
    ['name', './a'],
    ['name', 'bundle.dsse.json'],
    ['name', 'NOTES.TXT'],
    ['size', -1],
    ['size', 2 ** 41],
    ['digest', { sha256: 'x' }],
    ['digest', { sha384: 'AB'.repeat(48) }],
    ['role', 'log'],
    ['marking', undefined],
    ['mediaType', 'text/\nplain'],
  ])('must not have a member with %s = %j', (field, value) => {
    expect(() => parseManifest(firstMember({ [field]: value }))).toThrow(unreadable);
  });

  it('must name exactly its members as the subjects of the statement', () => {
    const subject = manifestFor(FILES).members.map(({ name, digest }) => ({ name, digest: { sha384: digest.sha384 } }));
    const [first, second, third] = subject;
    expect(reading([third, second, first])()).toEqual(manifestFor(FILES));
    expect(reading([first, second])).toThrow(unreadable);
    expect(reading([first, second, third, third])).toThrow(unreadable);
    expect(reading([first, second, { ...third, name: 'other.txt' }])).toThrow(unreadable);
    expect(reading([first, second, { ...third, digest: first?.digest }])).toThrow(unreadable);
    expect(reading([first, second, { digest: third?.digest }])).toThrow(unreadable);
  });

  it('has bytes that do not depend on the order of its fields', () => {
    const reversed = Object.fromEntries(Object.entries(good()).toReversed());
    expect(manifestStatement(parseManifest(reversed))).toEqual(manifestStatement(manifestFor(FILES)));
  });

  it('gets an id that is a new UUID each time', () => {
    const ids = Array.from({ length: 50 }, newBundleId);
    expect(new Set(ids).size).toBe(50);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
