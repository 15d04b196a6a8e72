import { describe, expect, it } from 'vitest';
import { Refusal } from './failure.ts';
import { whyUnreadable, writeRefusal } from './file-failure.ts';

const failed = (code: string) => Object.assign(new Error('system text'), { code });

describe('a file that cannot be written', () => {
  it.each([
    ['EEXIST', 'file.exists', /is there already/],
    ['EACCES', 'file.no-access', /may not write/],
    ['EROFS', 'file.no-access', /takes no writes/],
    ['ENOSPC', 'file.no-space', /no room/],
    ['ENOTDIR', 'file.no-folder', /path/],
    ['EIO', 'file.failed', /failed/],
  ])('is told apart by what the system says: %s', (system, code, words) => {
    const refusal = writeRefusal(failed(system), 'The file cannot be written', '/media/x');
    expect(refusal).toMatchObject({ code, where: '/media/x', message: expect.stringMatching(words) });
    expect(refusal.message).not.toContain('system text');
  });

  it('keeps a refusal that has its words already', () => {
    const refusal = new Refusal('cancelled', 'It was cancelled.');
    expect(writeRefusal(refusal, 'x', 'y')).toBe(refusal);
  });
});

describe('a file that cannot be read', () => {
  it('is absent, forbidden or broken', () => {
    expect(whyUnreadable(failed('ENOENT'))).toMatch(/no file/);
    expect(whyUnreadable(failed('EACCES'))).toMatch(/may not read/);
    expect(whyUnreadable(failed('EIO'))).toMatch(/cannot be read/);
  });
});
