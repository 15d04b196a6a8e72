import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scrutineerJson } from './testing/program.ts';

let folder = '';
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-names-'));
  writeFileSync(at('broken.json'), '{"a":');
  writeFileSync(at('no-key.pem'), '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n');
  expect(scrutineerJson(['keygen', '--name', 'Root', '--org', 'Office', '--out', at('root')]).status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a refusal of what a file holds', () => {
  it.each<[string, () => string[], string]>([
    ['log', () => ['log', at('broken.json')], 'broken.json'],
    [
      'check --identity',
      () => ['check', 'x', '--identity', at('broken.json'), '--roster', 'r', '--root', at('root')],
      'broken.json',
    ],
    [
      'roster sign',
      () => ['roster', 'sign', at('broken.json'), '--key', at('root'), '--out', at('out.json')],
      'broken.json',
    ],
    [
      'roster sign --key',
      () => ['roster', 'sign', 'x', '--key', at('no-key.pem'), '--out', at('out.json')],
      'no-key.pem',
    ],
    [
      'policy sign',
      () => ['policy', 'sign', at('broken.json'), '--key', at('root'), '--out', at('out.json')],
      'broken.json',
    ],
  ])('names the file: %s', (_command, words, name) => {
    const { status, value } = scrutineerJson(words());
    expect(status).toBe(1);
    expect(value).toMatchObject({ error: { where: expect.stringContaining(name) } });
  });

  it('tells a file that is not there from one that is', () => {
    const { value } = scrutineerJson(['policy', 'show', at('nowhere.json')]);
    expect(value).toMatchObject({ error: { code: 'input.missing', message: 'There is no file of this name.' } });
  });
});
