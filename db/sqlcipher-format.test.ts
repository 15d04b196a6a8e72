import { execFileSync } from 'node:child_process';
import { createDecipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConnection } from './connection.ts';
import { type VaultFolder, vaultFolder } from './folder.ts';
import { closeDb } from './handle.ts';
import { readMigrations } from './migrate.ts';
import { putSetting } from './repositories/setting.ts';
import { ADA, AT, scratchFolder } from './testing/scratch-vault.ts';
import { transaction } from './transaction.ts';

const KEY = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');
const PAGE = 4096;
const RESERVED = 80; // an IV of 16 bytes and an HMAC-SHA-512 of 64

let scratch: { path: string; dispose(): void };
let folder: VaultFolder;
beforeEach(() => {
  scratch = scratchFolder();
  folder = vaultFolder(join(scratch.path, 'vault'));
  mkdirSync(folder.path);
  const db = openConnection(folder, KEY, { mode: 'create' });
  transaction(db, () => {
    for (let i = 0; i < 300; i++) putSetting(db, { name: 'desk.name', value: `desk ${i}`, by: ADA, at: AT });
  });
  closeDb(db);
});
afterEach(() => scratch.dispose());

/**
 * A reader of SQLCipher 4's file format that shares nothing with the library that wrote the file: the design page of
 * SQLCipher, with OpenSSL's AES and HMAC. Raw key, so no derivation of the AES key.
 */
function decrypt(file: Buffer, key: Buffer): Buffer {
  const salt = file.subarray(0, 16);
  const macKey = pbkdf2Sync(
    key,
    salt.map((byte) => byte ^ 0x3a),
    2,
    32,
    'sha512',
  );
  const plain = Buffer.alloc(file.length);
  for (let at = 0, page = 1; at < file.length; at += PAGE, page++) {
    const start = page === 1 ? 16 : 0;
    const body = file.subarray(at + start, at + PAGE - RESERVED);
    const iv = file.subarray(at + PAGE - RESERVED, at + PAGE - RESERVED + 16);
    const number = Buffer.alloc(4);
    number.writeUInt32LE(page);
    const mac = createHmac('sha512', macKey).update(body).update(iv).update(number).digest();
    if (!mac.equals(file.subarray(at + PAGE - 64, at + PAGE))) throw new Error(`Page ${page} does not authenticate.`);
    const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
    Buffer.concat([decipher.update(body), decipher.final()]).copy(plain, at + start);
  }
  plain.write('SQLite format 3\0', 0, 'latin1');
  return plain;
}

describe('vault.db is a SQLCipher 4 file under the raw key', () => {
  it('which an independent reader of that format decrypts to a plain SQLite file', () => {
    const plain = join(scratch.path, 'plain.db');
    const file = readFileSync(folder.database);
    expect(file.length).toBeGreaterThan(PAGE * 10);
    writeFileSync(plain, decrypt(file, KEY));
    const db = new Sqlite(plain);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.prepare('SELECT count(*) AS n FROM setting').get()).toEqual({ n: 300 });
    expect(db.pragma('user_version', { simple: true })).toBe(readMigrations().length);
    db.close();
  });

  it('whose pages another key does not authenticate', () => {
    expect(() => decrypt(readFileSync(folder.database), Buffer.alloc(32))).toThrow('Page 1');
  });

  it('which stock sqlcipher 4 opens', (context) => {
    let version: string;
    try {
      version = execFileSync(
        'sqlcipher',
        ['-batch', '-noheader', join(scratch.path, 'v.db'), 'PRAGMA cipher_version;'],
        {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      ).trim();
    } catch {
      context.skip('sqlcipher is not installed, so the stock tool was not tried.');
      return;
    }
    if (!/(^|\s)4\./.test(version)) {
      context.skip(`sqlcipher here is "${version}" and not version 4, so the stock tool was not tried.`);
      return;
    }
    const out = execFileSync('sqlcipher', ['-batch', '-noheader', folder.database], {
      input: `PRAGMA key = "x'${KEY.toString('hex')}'";\nSELECT 'rows', count(*) FROM setting;\n`,
      encoding: 'utf8',
    });
    expect(out).toContain('rows|300');
  });
});
