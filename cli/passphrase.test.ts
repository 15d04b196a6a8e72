import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readPassphrase } from './passphrase.ts';

let folder: string;
const notes: string[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-pass-'));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    notes.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  notes.length = 0;
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function file(content: string | Uint8Array, mode = 0o600): string {
  const path = join(folder, 'passphrase');
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

const prompt = 'Passphrase of ada';
const text = async (path: string) => new TextDecoder().decode(await readPassphrase({ file: path, prompt }));

describe('a passphrase file', () => {
  it('gives its one line without the line ending, blanks kept', async () => {
    expect(await text(file('five  random words \n'))).toBe('five  random words ');
    expect(await text(file('five random words\r\n'))).toBe('five random words');
    expect(await text(file('fünf Wörter'))).toBe('fünf Wörter');
    expect(notes).toEqual([]);
  });

  it('is refused where it is missing, empty, longer than one line or far too long', async () => {
    await expect(text(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'input.missing' });
    await expect(text(file('\n'))).rejects.toMatchObject({ code: 'input.missing' });
    await expect(text(file('one\ntwo\n'))).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(text(file('x'.repeat(2000)))).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('is told of where others may read it', { skip: process.platform === 'win32' }, async () => {
    expect(await text(file('five random words', 0o644))).toBe('five random words');
    expect(notes.join('')).toMatch(/others may read the passphrase file/);
    expect(notes.join('')).not.toContain('random');
  });

  it('is found by the environment for the person who acts, and for nobody else', async () => {
    vi.stubEnv('SCRUTINEER_PASSPHRASE_FILE', file('five random words'));
    expect((await readPassphrase({ prompt, environment: true })).length).toBe(17);
    const witness = readPassphrase({ prompt: 'Passphrase of the witness' });
    await expect(witness).rejects.toMatchObject({
      code: 'input.missing',
      message: expect.stringContaining('Passphrase of the witness'),
    });
  });
});
