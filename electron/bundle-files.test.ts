import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../core/testing/refused.ts';
import { bundleFiles } from './bundle-files.ts';

describe('the bundles in what was dropped', () => {
  const medium = mkdtempSync(join(tmpdir(), 'scrutineer-medium-'));
  beforeAll(() => {
    mkdirSync(join(medium, 'lab/empty'), { recursive: true });
    for (const name of ['b.seb', 'a.SEB', 'readme.txt', 'lab/c.seb']) writeFileSync(join(medium, name), '');
    symlinkSync('/', join(medium, 'elsewhere'));
  });
  afterAll(() => rmSync(medium, { recursive: true }));

  it('are the files themselves, whatever their name, and every .seb of the folders, without following links', () => {
    const readme = join(medium, 'readme.txt');
    expect(bundleFiles([readme])).toEqual([readme]);
    expect(bundleFiles([medium])).toEqual(['a.SEB', 'b.seb', 'lab/c.seb'].map((name) => join(medium, name)));
  });

  it('are looked for once in a folder, however often it is named', () => {
    expect(bundleFiles(Array(1000).fill(medium))).toHaveLength(3);
  });

  it.each([
    ['a folder without any', 'lab/empty', 'input.missing'],
    ['what is not there', 'nothing', 'bytes.unreadable'],
  ] as const)('are refused for %s', (_what, name, code) => {
    expect(codeOf(() => bundleFiles([join(medium, name)]))).toBe(code);
  });

  it('are refused where they are more than a person could have meant', () => {
    const crowded = join(medium, 'crowded');
    mkdirSync(crowded);
    for (let number = 0; number < 1000; number += 1) writeFileSync(join(crowded, `${number}.seb`), '');
    expect(bundleFiles([crowded])).toHaveLength(1000);
    writeFileSync(join(crowded, 'one-more.seb'), '');
    expect(codeOf(() => bundleFiles([crowded]))).toBe('input.invalid');
  });
});
