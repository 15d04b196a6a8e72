import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cryptoReady } from '../core/crypto/ready.ts';
import { codeOf, refusalOf } from '../core/testing/refused.ts';
import { connectionOf } from './handle.ts';
import { listAttempts } from './repositories/attempt.ts';
import { getSetting, putSetting } from './repositories/setting.ts';
import { lastUnlock } from './repositories/unlock.ts';
import {
  ADA,
  AT,
  importSample,
  newcomer,
  QUICK,
  type ScratchVault,
  scratchFolder,
  scratchVault,
  utf8,
} from './testing/scratch-vault.ts';
import { createVault, openSecondConnection, openVault } from './vault.ts';

/** @returns the refusal that the work ends in. */
/** Every file of the folder, however deep. */
function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

let scratch: ScratchVault;
beforeEach(async () => {
  await cryptoReady();
  scratch = await scratchVault();
});
afterEach(() => scratch.dispose());

describe('a vault', () => {
  it('keeps what was written, and tells the time of the last unlock', () => {
    putSetting(scratch.vault.db, { name: 'ceiling', value: 'SECRET', by: ADA, at: AT });
    const again = scratch.reopen();
    expect(getSetting(again.db, 'ceiling')).toBe('SECRET');
    expect(lastUnlock(again.db, ADA)).toMatchObject({ person: ADA, failuresBefore: 0 });
  });

  it('shows nothing of its content in any file, open or closed, the write-ahead log included', () => {
    const marker = 'MARKER-WHICH-MUST-NOT-BE-SEEN';
    for (let i = 0; i < 500; i++) {
      putSetting(scratch.vault.db, { name: 'desk.name', value: `${marker} ${i}`, by: ADA, at: AT });
    }
    const look = () => {
      const files = filesIn(scratch.path);
      for (const file of files) {
        // lock.db is never opened as a plain file: that would drop its lock.
        if (file.endsWith('lock.db')) continue;
        const bytes = readFileSync(file);
        expect(bytes.includes(marker), file).toBe(false);
        expect(bytes.includes('CREATE TABLE'), file).toBe(false);
        expect(bytes.includes('SQLite format 3'), file).toBe(false);
      }
      return files.map((file) => file.slice(scratch.path.length + 1));
    };
    scratch.vault.close();
    expect(look()).toContain('vault.db');
  });

  it('shows nothing in the write-ahead log of a vault whose process was killed', async () => {
    // Copy the files as they lie while the vault is open, from the outside, and look into the copies.
    const { execFileSync } = await import('node:child_process');
    const marker = 'MARKER-WHICH-MUST-NOT-BE-SEEN';
    putSetting(scratch.vault.db, { name: 'desk.name', value: marker.repeat(3000), by: ADA, at: AT });
    const copy = scratchFolder();
    execFileSync('cp', [join(scratch.path, 'vault.db'), join(scratch.path, 'vault.db-wal'), copy.path]);
    const log = readFileSync(join(copy.path, 'vault.db-wal'));
    expect(log.length).toBeGreaterThan(marker.length * 3000);
    expect(log.includes(marker)).toBe(false);
    expect(readFileSync(join(copy.path, 'vault.db')).includes(marker)).toBe(false);
    copy.dispose();
  });

  it('is readable by its own account alone', () => {
    putSetting(scratch.vault.db, { name: 'ceiling', value: 'SECRET', by: ADA, at: AT });
    for (const file of filesIn(scratch.path)) expect(statSync(file).mode & 0o077, file).toBe(0);
    for (const name of ['.', 'evidence', 'quarantine']) expect(statSync(join(scratch.path, name)).mode & 0o077).toBe(0);
  });

  it('sets on every connection what the formats page says', () => {
    const { db } = scratch.vault;
    const pragma = (name: string) => connectionOf(db).pragma(name, { simple: true });
    expect(pragma('temp_store')).toBe(2);
    expect(pragma('secure_delete')).toBe(1);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('recursive_triggers')).toBe(1);
    expect(pragma('trusted_schema')).toBe(0);
    expect(pragma('cell_size_check')).toBe(1);
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('mmap_size')).toBe(0);
    expect(pragma('application_id')).toBe(0x53435256);
    expect(pragma('user_version')).toBeGreaterThan(0);
  });
});

describe('opening a vault is refused', () => {
  it('for a wrong passphrase, and after three of them only with a growing wait', () => {
    scratch.vault.close();
    const now = Date.UTC(2026, 10, 23, 13);
    const wrong = { person: ADA, passphrase: utf8('wrong horse') };
    for (let i = 0; i < 3; i++) {
      expect(codeOf(() => openVault(scratch.path, wrong, { now }))).toBe('crypto.passphrase-wrong');
    }
    expect(codeOf(() => openVault(scratch.path, newcomer(), { now: now + 1000 }))).toBe('vault.unlock-delayed');
    expect(codeOf(() => openVault(scratch.path, wrong, { now: now + 2001 }))).toBe('crypto.passphrase-wrong');
    expect(codeOf(() => openVault(scratch.path, newcomer(), { now: now + 5000 }))).toBe('vault.unlock-delayed');
    const vault = openVault(scratch.path, newcomer(), { now: now + 7000 });
    expect(vault.failuresBefore).toBe(4);
    vault.close();
    openVault(scratch.path, newcomer(), { now: now + 7001 }).close();
  });

  it('for somebody who is not enrolled', () => {
    scratch.vault.close();
    expect(codeOf(() => openVault(scratch.path, newcomer('nobody' as typeof ADA)))).toBe('vault.no-such-person');
  });

  it('in a folder that holds no vault', () => {
    const folder = scratchFolder();
    expect(codeOf(() => openVault(folder.path, newcomer()))).toBe('vault.not-a-vault');
    expect(existsSync(join(folder.path, 'lock.db'))).toBe(false);
    folder.dispose();
  });

  it('while it is open in this very process', () => {
    expect(codeOf(() => openVault(scratch.path, newcomer()))).toBe('vault.in-use');
  });

  it('when a bit of the first page is flipped', () => {
    scratch.vault.close();
    flipBit(join(scratch.path, 'vault.db'), 700);
    expect(codeOf(() => openVault(scratch.path, newcomer()))).toBe('vault.torn');
  });

  it('when the file was cut short, at a page or in one', () => {
    putSetting(scratch.vault.db, { name: 'desk.name', value: 'x'.repeat(100_000), by: ADA, at: AT });
    scratch.vault.close();
    const file = join(scratch.path, 'vault.db');
    const whole = readFileSync(file);
    for (const size of [whole.length - 4096, whole.length - 100, 5000, 100, 0]) {
      writeFileSync(file, whole);
      truncateSync(file, size);
      expect(
        codeOf(() => openVault(scratch.path, newcomer())),
        `cut to ${size}`,
      ).toBe('vault.torn');
    }
    writeFileSync(file, whole);
    openVault(scratch.path, newcomer()).close();
  });

  it('when vault.db is some other file', () => {
    scratch.vault.close();
    writeFileSync(join(scratch.path, 'vault.db'), 'This is a letter to my aunt. '.repeat(1000));
    expect(codeOf(() => openVault(scratch.path, newcomer()))).toBe('vault.torn');
  });

  it('when the database is of a newer program, and changes nothing then', () => {
    connectionOf(scratch.vault.db).pragma('user_version = 9999');
    scratch.vault.close();
    const refusal = refusalOf(() => openVault(scratch.path, newcomer()));
    expect(refusal.code).toBe('vault.newer');
    expect(refusal.message).toContain('9999');
    expect(codeOf(() => openVault(scratch.path, newcomer()))).toBe('vault.newer');
  });

  it('when the folder was laid out by a newer program', () => {
    scratch.vault.close();
    const about = join(scratch.path, 'vault.json');
    writeFileSync(about, readFileSync(about, 'utf8').replace('scrutineer-vault/v1', 'scrutineer-vault/v2'));
    expect(codeOf(() => openVault(scratch.path, newcomer()))).toBe('vault.newer');
  });

  it('when the database is not one of this program', () => {
    connectionOf(scratch.vault.db).pragma('application_id = 1');
    scratch.vault.close();
    expect(codeOf(() => openVault(scratch.path, newcomer()))).toBe('vault.not-a-vault');
  });

  it('when the keyslots were changed or are gone', () => {
    scratch.vault.close();
    const slots = join(scratch.path, 'keyslots.json');
    const text = readFileSync(slots, 'utf8');
    writeFileSync(slots, text.replace('"slots"', '"slots2"'));
    expect(codeOf(() => openVault(scratch.path, newcomer()))).toBe('vault.keyslots-torn');
    writeFileSync(slots, text.slice(0, -10));
    expect(codeOf(() => openVault(scratch.path, newcomer()))).toBe('vault.keyslots-torn');
  });
});

describe('a page that was changed deep in the file', () => {
  it('is refused as torn when it is read', async () => {
    const { run } = await importSample(scratch.vault.folder, scratch.vault.db);
    expect(listAttempts(scratch.vault.db, run, null, 10)).toHaveLength(4);
    scratch.vault.close();
    const file = join(scratch.path, 'vault.db');
    const pages = Math.floor(statSync(file).size / 4096);
    for (let page = 2; page < pages; page++) flipBit(file, page * 4096 + 1000);
    const code = codeOf(() => {
      const vault = openVault(scratch.path, newcomer());
      try {
        listAttempts(vault.db, run, null, 10);
      } finally {
        vault.close();
      }
    });
    expect(code).toBe('vault.torn');
  });
});

describe('making a vault', () => {
  it('is refused in a folder that holds anything', () => {
    expect(codeOf(() => createVault(scratch.path, newcomer(), { strength: QUICK }))).toBe('vault.exists');
  });

  it('leaves nothing behind where the disk is full', () => {
    const folder = scratchFolder();
    const path = join(folder.path, 'vault');
    expect(codeOf(() => createVault(path, newcomer(), { strength: QUICK, maxPages: 5 }))).toBe('vault.disk-full');
    expect(readdirSync(path)).toEqual([]);
    createVault(path, newcomer(), { strength: QUICK }).close();
    folder.dispose();
  });
});

describe('a second connection of the process that holds the vault', () => {
  it('opens with the key that the first one lent, and with no other', () => {
    const { vault, path, key } = scratch;
    const second = openSecondConnection(path, key, vault.ticket);
    putSetting(second.db, { name: 'ceiling', value: 'SECRET', by: ADA, at: AT });
    expect(getSetting(vault.db, 'ceiling')).toBe('SECRET');
    second.close();
    const other = key.map((byte) => byte ^ 1);
    expect(codeOf(() => openSecondConnection(path, other, vault.ticket))).toBe('vault.torn');
    expect(codeOf(() => openVault(path, newcomer()))).toBe('vault.in-use');
  });

  it('is lent the same key at every opening, and none where the passphrase is wrong', () => {
    const lent: Uint8Array[] = [];
    const lendKey = (key: Uint8Array) => lent.push(Uint8Array.from(key));
    scratch.reopen({ lendKey });
    expect(lent).toEqual([scratch.key]);
    scratch.vault.close();
    const wrong = newcomer(ADA, 'not the passphrase');
    expect(codeOf(() => openVault(scratch.path, wrong, { lendKey }))).toBe('crypto.passphrase-wrong');
    expect(lent).toHaveLength(1);
  });

  it('is refused once the vault is closed, and with the ticket of another process', () => {
    const { path, key } = scratch;
    const { ticket } = scratch.vault;
    const other = { ...ticket, pid: ticket.pid + 1 };
    expect(codeOf(() => openSecondConnection(path, key, other))).toBe('vault.in-use');
    scratch.vault.close();
    expect(codeOf(() => openSecondConnection(path, key, ticket))).toBe('vault.in-use');
  });
});

function flipBit(path: string, offset: number): void {
  const handle = openSync(path, 'r+');
  const byte = readFileSync(path)[offset] ?? 0;
  writeSync(handle, Uint8Array.of(byte ^ 1), 0, 1, offset);
  closeSync(handle);
}
