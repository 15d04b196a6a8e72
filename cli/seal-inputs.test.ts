import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memorySource } from '../core/bytes/source.ts';
import { tinyMembers, twoSamples } from '../test/conformance/tiny-log.ts';
import { tinyZip } from '../test/conformance/tiny-zip.ts';
import { memberRole } from './member-role.ts';
import { gatherInputs } from './seal-inputs.ts';

let folder: string;
const at = (...parts: string[]) => join(folder, ...parts);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-inputs-'));
  for (const sub of ['logs', 'logs/deep', 'logs/.buffer', 'linked']) mkdirSync(at(sub));
  for (const file of [
    'logs/b.eval',
    'logs/a.eval',
    'logs/deep/c.json',
    'logs/logs.json',
    'logs/listing.json',
    'logs/deep/eval-set.json',
    'logs/.buffer/x',
    'logs/.hidden',
    'b.eval',
  ]) {
    writeFileSync(at(file), file);
  }
  symlinkSync(at('b.eval'), at('linked/b.eval'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the inputs of a bundle', () => {
  it('are the files of a folder and below, without hidden ones and what Inspect keeps beside its logs', () => {
    expect(gatherInputs([at('logs')]).map(({ name }) => name)).toEqual(['a.eval', 'b.eval', 'deep/c.json']);
  });

  it('are called by their base name where they are given one by one, links followed', () => {
    expect(gatherInputs([at('logs/a.eval'), at('linked/b.eval')]).map(({ name }) => name)).toEqual([
      'a.eval',
      'b.eval',
    ]);
  });

  it('are refused where two have one name, where one is missing, or a folder holds a link or nothing', () => {
    const codes = [[at('logs'), at('b.eval')], [at('nothing')], [at('linked')], [at('logs/.buffer/..', '.buffer')]].map(
      (paths) => {
        try {
          return gatherInputs(paths).length;
        } catch (error) {
          return (error as { code: string }).code; // every one is a refusal
        }
      },
    );
    expect(codes).toEqual(['input.invalid', 'input.missing', 'input.invalid', 1]);
    mkdirSync(at('empty'));
    expect(() => gatherInputs([at('empty')])).toThrow(expect.objectContaining({ code: 'input.missing' }));
  });
});

describe('the role of an input', () => {
  const { signal } = new AbortController();
  const role = (name: string, content: string | Uint8Array) =>
    memberRole(name, memorySource(typeof content === 'string' ? new TextEncoder().encode(content) : content), signal);

  it('is a log where it opens as one, whatever it is called', async () => {
    const log = tinyZip(tinyMembers(twoSamples()));
    expect(await role('run.eval', log)).toBe('inspect-log');
    expect(await role('renamed.zip', log)).toBe('inspect-log');
  });

  it('is scores where a table begins as a score table', async () => {
    expect(await role('a.csv', 'benchmark,metric,value\nctf,mean,0.5\n')).toBe('scores');
    expect(await role('a.jsonl', '{"benchmark":"ctf","metric":"mean","value":0.5}\n')).toBe('scores');
    expect(await role('a.csv', 'name,age\nx,1\n')).toBe('attachment');
    expect(await role('a.jsonl', '{"event":"start"}\n')).toBe('attachment');
    expect(await role('a.csv', '')).toBe('attachment');
  });

  it('is an attachment for everything else', async () => {
    expect(await role('notes.txt', 'UNCLASSIFIED')).toBe('attachment');
    expect(await role('settings.json', '{"a": 1}')).toBe('attachment');
    expect(await role('other.zip', 'PK\u0003\u0004')).toBe('attachment');
  });

  it('is refused where a file says that it is a log or a score table and is none', async () => {
    await expect(role('broken.eval', 'PK\u0003\u0004')).rejects.toMatchObject({
      code: expect.stringMatching(/^zip\./),
    });
    await expect(role('a.csv', 'benchmark,metric,value\nctf,mean,high\n')).rejects.toMatchObject({
      code: 'scores.row',
    });
  });
});
