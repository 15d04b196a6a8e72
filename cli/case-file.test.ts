import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseManifest } from '../core/bundle/manifest.ts';
import { Refusal } from '../core/failure.ts';
import { fences } from '../core/identity/testing/format-doc.ts';
import { readCaseFile } from './case-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-case-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [example = ''] = fences('case-file.md', 'json');

function read(text: string) {
  const path = join(folder, 'case.json');
  writeFileSync(path, text);
  return readCaseFile(path);
}

function refusalOf(change: object): Refusal {
  try {
    read(JSON.stringify({ ...JSON.parse(example), ...change }));
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('the case file was taken');
}

describe('the case file', () => {
  it('is taken as its page shows it, and makes a manifest that a receiver reads', () => {
    const { developer, model, version, role, caseKey, members, ...rest } = read(example);
    expect(Object.keys(members)).toEqual(['hand-run.csv', 'protocol.txt']);
    const manifest = {
      ...rest,
      bundleId: '3d0f7a52-8f5c-4b0e-9d3c-1a2b3c4d5e6f',
      createdAt: '2026-11-23T18:40:00Z',
      case: { developer, model, version, role, caseKey },
      members: [{ name: 'a', size: 0, digest: { sha384: '0'.repeat(96) }, role: 'attachment', marking: rest.marking }],
    };
    expect(parseManifest(manifest)).toMatchObject({ sequence: 7, previous: { sequence: 6 } });
  });

  it('has the marking UNCLASSIFIED and no notes where they are left out', () => {
    const { marking: _marking, members: _members, ...rest } = JSON.parse(example);
    expect(read(JSON.stringify(rest))).toMatchObject({ marking: 'UNCLASSIFIED', members: {} });
  });

  it.each([
    ['markin', { markin: 'SECRET' }],
    ['accessWindow.open', { accessWindow: { open: 'x', opensAt: 'x', closesAt: 'x' } }],
    ['members.a.eval.marked', { members: { 'a.eval': { marked: 'SECRET' } } }],
  ])('refuses the unknown field %s by its name', (field, change) => {
    const refusal = refusalOf(change);
    expect(refusal.code).toBe('input.invalid');
    expect(refusal.where).toBe(`${join(folder, 'case.json')}: ${field}`);
  });

  it.each([
    ['sequence', { sequence: 0 }],
    ['role', { role: 'subject' }],
    ['members.a.role', { members: { a: { role: 'log' } } }],
  ])('refuses a wrong %s by its name', (field, change) => {
    expect(refusalOf(change)).toMatchObject({
      code: 'input.invalid',
      where: `${join(folder, 'case.json')}: ${field}`,
    });
  });

  it('refuses JSON that two readers could understand differently', () => {
    expect(() => read('{"marking": "SECRET", "marking": "UNCLASSIFIED"}')).toThrow(
      expect.objectContaining({ code: 'json.duplicate-key' }),
    );
  });
});
