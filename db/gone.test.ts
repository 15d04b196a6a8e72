import { chmodSync, copyFileSync, cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRefusal } from '../core/failure.ts';
import { besideOf } from './atomic-file.ts';
import { getSetting, putSetting } from './repositories/setting.ts';
import { ADA, AT, newcomer, type ScratchVault, scratchVault } from './testing/scratch-vault.ts';
import { transaction } from './transaction.ts';
import { openVault } from './vault.ts';

let scratch: ScratchVault;
beforeEach(async () => {
  scratch = await scratchVault();
});
afterEach(() => scratch.dispose());

const put = (value: string) => putSetting(scratch.vault.db, { name: 'ceiling', value, by: ADA, at: AT });

// Windows lets nobody move or remove a file that is open.
describe.skipIf(process.platform === 'win32')('a vault that is taken away while it is open', () => {
  it.each([
    ['moved', (path: string) => renameSync(path, `${path}-aside`), (path: string) => renameSync(`${path}-aside`, path)],
    [
      'exchanged for an older copy',
      (path: string) => {
        renameSync(path, `${path}-aside`);
        cpSync(`${path}-older`, path, { recursive: true });
      },
      (path: string) => {
        rmSync(path, { recursive: true });
        renameSync(`${path}-aside`, path);
      },
    ],
  ])('takes no word more when it was %s, since nobody would find it, and goes on when it is back', (_, away, back) => {
    cpSync(scratch.path, `${scratch.path}-older`, { recursive: true });
    put('SECRET');
    away(scratch.path);
    expect(() => put('TOP SECRET')).toThrow('moved, removed or exchanged');
    expect(() => transaction(scratch.vault.db, () => put('TOP SECRET'))).toThrow('moved, removed or exchanged');
    back(scratch.path);
    expect(getSetting(scratch.vault.db, 'ceiling')).toBe('SECRET');
    put('CONFIDENTIAL');
    expect(getSetting(scratch.reopen().db, 'ceiling')).toBe('CONFIDENTIAL');
  });

  it('takes no word more when its file was removed', () => {
    rmSync(scratch.vault.folder.database);
    expect(() => put('SECRET')).toThrow('moved, removed or exchanged');
  });
});

describe('a vault that belongs to another account', () => {
  it('is refused for the rights that are lacking, and not as damaged or absent, whichever file it is', (context) => {
    const { seteuid, getuid } = process;
    if (getuid?.() !== 0 || seteuid === undefined) {
      context.skip('Only root can be another account for a while.');
      return;
    }
    const { folder } = scratch.vault;
    scratch.vault.close();
    const codes: unknown[] = [];
    for (const opened of [undefined, folder.about, folder.keyslots, folder.lock]) {
      if (opened === undefined) chmodSync(dirname(folder.path), 0o711);
      else for (const path of [folder.path, opened]) chmodSync(path, 0o755);
      seteuid(65_534);
      try {
        openVault(scratch.path, newcomer()).close();
      } catch (error) {
        codes.push(isRefusal(error) ? error.code : error);
      } finally {
        seteuid(0);
      }
    }
    expect(codes).toEqual(Array(4).fill('vault.read-only'));
    openVault(scratch.path, newcomer()).close();
  });
});

describe('a vault whose program was killed while it replaced a small file', () => {
  it('opens by the old file, and the new one that never counted is taken away', () => {
    const { folder } = scratch.vault;
    scratch.vault.close();
    const unfinished = [folder.about, folder.keyslots, folder.attempts].map(besideOf);
    for (const path of unfinished) writeFileSync(path, 'half of it');
    openVault(scratch.path, newcomer()).close();
    for (const path of unfinished) expect(() => copyFileSync(path, join(scratch.path, 'x'))).toThrow('ENOENT');
  });
});
