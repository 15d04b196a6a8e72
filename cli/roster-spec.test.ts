import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateAgeIdentity } from '../core/crypto/age/identity.ts';
import { generatePrivateKey } from '../core/crypto/private-key.ts';
import { cryptoReady } from '../core/crypto/ready.ts';
import { makeCard } from '../core/identity/card.ts';
import { readRoster } from '../core/identity/read-roster.ts';
import { fences } from '../core/identity/testing/format-doc.ts';
import { asInstant } from '../core/instant.ts';
import { readPortions } from './portions.ts';
import { readRosterSpec } from './roster-spec.ts';

let folder: string;
beforeAll(async () => {
  await cryptoReady();
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-spec-'));
  mkdirSync(join(folder, 'cards'));
  const createdAt = asInstant('2026-10-01T00:00:00Z');
  if (createdAt === undefined) throw new Error('the test has no time');
  const { recipient } = await generateAgeIdentity('x25519');
  for (const [name, kind] of [
    ['dora', 'person'],
    ['carl', 'person'],
    ['fathomworks', 'producer'],
  ] as const) {
    const keys = [generatePrivateKey('ed25519'), ...(name === 'dora' ? [] : [generatePrivateKey('ml-dsa-87')])];
    const card = makeCard({ name, organization: `${name}'s`, kind, ageRecipients: [recipient], createdAt }, keys);
    writeFileSync(join(folder, 'cards', `${name}.card.dsse.json`), card);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [example = '', portions = ''] = fences('authority-files.md', 'json');

function read(text: string) {
  const path = join(folder, 'spec.json');
  writeFileSync(path, text);
  return readRosterSpec(path, Date.UTC(2026, 10, 2));
}

const changed = (change: (spec: Record<string, Record<string, unknown>[]>) => void) => {
  const spec = JSON.parse(example);
  change(spec);
  return JSON.stringify(spec);
};

describe('the roster specification', () => {
  it('is taken as its page shows it, with names, keys and recipients from the cards', () => {
    const roster = readRoster(read(example));
    const [dora, carl] = roster.persons;
    expect(dora).toMatchObject({ name: 'dora', organization: "dora's", requiredAlgorithms: ['ed25519'] });
    expect(dora?.ageRecipients).toHaveLength(1);
    expect(carl).toMatchObject({ requiredAlgorithms: ['ed25519'], notAfter: '2027-06-01T00:00:00Z' });
    expect(carl?.keys).toHaveLength(2);
    expect(roster.producers).toMatchObject([{ requiredAlgorithms: ['ed25519', 'ml-dsa-87'] }]);
  });

  it('is issued now where it says nothing else', () => {
    const spec = changed((it) => delete it['issuedAt']);
    expect(read(spec)).toMatchObject({ issuedAt: '2026-11-02T00:00:00Z' });
  });

  it('refuses a misspelt field by its name', () => {
    const spec = changed(({ persons }) => Object.assign(persons?.[1] ?? {}, { revokedat: '2026-11-01T00:00:00Z' }));
    expect(() => read(spec)).toThrow(
      expect.objectContaining({ code: 'input.invalid', where: `${join(folder, 'spec.json')}: persons.1.revokedat` }),
    );
  });

  it('refuses an entry without keys, and one with both card and keys', () => {
    const without = changed(({ persons }) => delete persons?.[0]?.['card']);
    const both = changed(({ producers }) => Object.assign(producers?.[0] ?? {}, { keys: [] }));
    expect(() => read(without)).toThrow(expect.objectContaining({ code: 'input.invalid', where: 'dora' }));
    expect(() => read(both)).toThrow(expect.objectContaining({ code: 'input.invalid', where: 'fathomworks' }));
  });

  it('refuses a card that is not there or was altered', () => {
    const spec = changed(({ persons }) => Object.assign(persons?.[0] ?? {}, { card: 'cards/nobody.json' }));
    expect(() => read(spec)).toThrow(expect.objectContaining({ code: 'input.missing' }));
  });
});

describe('marked portions', () => {
  it('are taken as the page shows them, and before those that are typed', () => {
    const path = join(folder, 'rationale.json');
    writeFileSync(path, portions);
    const read = readPortions(path, ['(S//NF) A third.\nOn two lines.']);
    expect(read.map(({ marking }) => marking)).toEqual(['(U)', '(U)', '(S//NF)']);
    expect(read[2]?.text).toBe('A third.\nOn two lines.');
  });

  it('are refused without a mark', () => {
    expect(() => readPortions(undefined, ['No mark.'])).toThrow(/A portion is its mark and its text/);
    const path = join(folder, 'unmarked.json');
    writeFileSync(path, '[{"text": "No mark."}]');
    expect(() => readPortions(path)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});
