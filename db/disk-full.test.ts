import { readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { sha384 } from '../core/crypto/digest.ts';
import { cryptoReady } from '../core/crypto/ready.ts';
import { isRefusal } from '../core/failure.ts';
import { codeOf } from '../core/testing/refused.ts';
import { all, connectionOf, get } from './handle.ts';
import { getSetting, putSetting } from './repositories/setting.ts';
import { ADA, AT, addSampleRows, newcomer, QUICK, scratchFolder, utf8 } from './testing/scratch-vault.ts';
import { makeReadOnly, smallDisk } from './testing/small-disk.ts';
import { createVault, openVault, type Vault } from './vault.ts';

/** Fills the vault with bundles until it refuses. @returns the code it refuses with, and how many bundles were kept */
function fill(vault: Vault): { code: string; kept: number } {
  for (let sequence = 1; ; sequence++) {
    try {
      addSampleRows(vault.db, sha384(utf8(`bundle ${sequence}`)), 200, sequence);
    } catch (error) {
      if (isRefusal(error)) return { code: error.code, kept: sequence - 1 };
      throw error;
    }
  }
}

/** Nothing of the bundle that did not fit is there, and the vault goes on working. */
function expectWhole(vault: Vault, kept: number): void {
  expect(all(vault.db, 'SELECT 1 FROM bundle')).toHaveLength(kept);
  expect(get(vault.db, 'SELECT count(*) AS n FROM attempt')).toEqual({ n: kept * 200 });
  expect(connectionOf(vault.db).inTransaction).toBe(false);
  expect(get(vault.db, 'PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
  expect(getSetting(vault.db, 'ceiling')).toBe('SECRET');
}

let scratch: { path: string; dispose(): void };
let unmount: (() => void) | undefined;
beforeEach(async () => {
  await cryptoReady();
  scratch = scratchFolder();
});
afterEach(() => {
  unmount?.();
  unmount = undefined;
  scratch.dispose();
});

/** Puts a disk of 6 MiB under the scratch folder until the test ends. @param what is not tried where none can be mounted */
function requireSmallDisk(context: TestContext, what: string): void {
  unmount = smallDisk(scratch.path, 6);
  if (!unmount) context.skip(`No small file system can be mounted here, so ${what} was not tried.`);
}

describe('a full disk', () => {
  it('refuses the transaction that does not fit, whole, and changes nothing', () => {
    const vault = createVault(join(scratch.path, 'vault'), newcomer(), { strength: QUICK, maxPages: 400 });
    putSetting(vault.db, { name: 'ceiling', value: 'SECRET', by: ADA, at: AT });
    const { code, kept } = fill(vault);
    expect(code).toBe('vault.disk-full');
    expect(kept).toBeGreaterThan(0);
    expectWhole(vault, kept);
    vault.close();
  });

  it('does the same where the disk itself is full', (context) => {
    requireSmallDisk(context, 'a full disk');
    const path = join(scratch.path, 'vault');
    const ballast = join(scratch.path, 'ballast');
    writeFileSync(ballast, new Uint8Array(3 << 20));
    const vault = createVault(path, newcomer(), { strength: QUICK });
    putSetting(vault.db, { name: 'ceiling', value: 'SECRET', by: ADA, at: AT });
    const { code, kept } = fill(vault);
    expect(code).toBe('vault.disk-full');
    expectWhole(vault, kept);
    vault.close();
    rmSync(ballast);
    const again = openVault(path, newcomer());
    expect(getSetting(again.db, 'ceiling')).toBe('SECRET');
    again.close();
    expect(readdirSync(join(path, 'evidence'))).toEqual([]);
  });
});

describe('a vault on a disk that has become full', () => {
  it('opens or says that the disk is full, however little room there is, and is whole afterwards', (context) => {
    requireSmallDisk(context, 'a full disk');
    const path = join(scratch.path, 'vault');
    const ballast = join(scratch.path, 'ballast');
    createVault(path, newcomer(), { strength: QUICK }).close();
    const outcomes: string[] = [];
    for (let room = 0; room <= 96; room += 4) {
      const { bavail, bsize } = statfsSync(scratch.path);
      writeFileSync(ballast, new Uint8Array(bavail * bsize - room * 1024));
      outcomes.push(codeOf(() => openVault(path, newcomer()).close()));
      rmSync(ballast);
      openVault(path, newcomer()).close();
    }
    expect(new Set(outcomes)).toEqual(new Set(['vault.disk-full', 'none']));
  });
});

describe('a disk that takes no writes', () => {
  it('is refused in words, for a vault that is there and for a new one', (context) => {
    requireSmallDisk(context, 'a read-only disk');
    const path = join(scratch.path, 'vault');
    createVault(path, newcomer(), { strength: QUICK }).close();
    makeReadOnly(scratch.path);
    expect(() => openVault(path, newcomer())).toThrow('cannot be written to');
    expect(() => createVault(join(scratch.path, 'other'), newcomer(), { strength: QUICK })).toThrow('cannot be made');
  });
});
