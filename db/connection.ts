import { statSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { wipe } from '../core/crypto/wipe.ts';
import { Refusal } from '../core/failure.ts';
import type { VaultFolder } from './folder.ts';
import { type WritableDb, wrap } from './handle.ts';
import { APPLICATION_ID, type Migration, migrate, readMigrations, refuseNewer } from './migrate.ts';
import { makePrivate } from './private-file.ts';
import { inWords } from './sqlite-failure.ts';

/** Bytes of the vault key: AES-256. */
export const VAULT_KEY_BYTES = 32;

export interface ConnectionOptions {
  readonly mode: 'create' | 'write';
  /** The folder of the `.sql` files, where it is not beside the source. */
  readonly migrations?: string;
  /** A ceiling on the size of `vault.db`, in pages of 4096 bytes; reaching it refuses with `vault.disk-full`. */
  readonly maxPages?: number;
}

/**
 * Opens the encrypted database with the vault's key and at once reads from it, because SQLite notices a wrong key or a
 * torn file only at the first read. The key goes in through `db.key(Buffer)`, never through SQL text.
 *
 * The settings are those of SQLCipher version 4, so that stock `sqlcipher` opens the file: see docs/formats/vault.md.
 * @param key 32 bytes; the caller wipes it
 * @throws Refusal `vault.torn`, `vault.not-a-vault`, `vault.newer`, `vault.read-only`, `vault.disk-full`, `vault.busy`
 */
export function openConnection(folder: VaultFolder, key: Uint8Array, options: ConnectionOptions): WritableDb {
  if (key.length !== VAULT_KEY_BYTES) throw new Error(`A vault key has ${VAULT_KEY_BYTES} bytes.`);
  const migrations = readMigrations(options.migrations);
  const size = options.mode === 'create' ? undefined : fileSize(folder);
  let database: Database | undefined;
  try {
    if (options.mode === 'create') makePrivate(folder.database);
    database = new Sqlite(folder.database, {
      fileMustExist: options.mode !== 'create',
      timeout: 10_000,
    });
    unlockPages(database, key);
    probe(database, options.mode, migrations);
    if (size !== undefined) requireWholeFile(database, size, folder);
    settle(database, options);
    const db = wrap(database, folder.database);
    migrate(db, migrations);
    return db;
  } catch (error) {
    database?.close();
    throw inWords(error, folder.database);
  }
}

function torn(folder: VaultFolder, message: string): Refusal {
  return new Refusal('vault.torn', message, {
    where: folder.database,
    remedy: 'Keep the folder as it is and restore the vault from its last copy.',
  });
}

/**
 * An absent or empty file would be taken for a new database by SQLite; a vault never has one.
 * @returns the bytes of `vault.db`, or undefined while a write-ahead log still holds pages of it
 */
function fileSize(folder: VaultFolder): number | undefined {
  const size = statSync(folder.database, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) throw torn(folder, 'The vault has no database, or an empty one.');
  const log = statSync(`${folder.database}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return log > 0 ? undefined : size;
}

/** SQLite opens a file that lost a part of its last page without complaint, and stumbles when it needs that page. */
function requireWholeFile(database: Database, size: number, folder: VaultFolder): void {
  const pages = Number(database.pragma('page_count', { simple: true }));
  const pageSize = Number(database.pragma('page_size', { simple: true }));
  if (size % pageSize !== 0 || size < pages * pageSize) {
    throw torn(folder, 'The database of the vault was cut short.');
  }
}

function unlockPages(database: Database, key: Uint8Array): void {
  database.pragma("cipher = 'sqlcipher'");
  database.pragma('legacy = 4');
  // The raw-key form x'…' makes the 32 bytes the AES key itself, without a derivation.
  const form = Buffer.alloc(2 + 2 * key.length + 1);
  form.write("x'", 0, 'latin1');
  for (const [index, byte] of key.entries()) form.write(byte.toString(16).padStart(2, '0'), 2 + 2 * index, 'latin1');
  form.write("'", form.length - 1, 'latin1');
  try {
    database.key(form);
  } finally {
    wipe(form);
  }
}

function probe(database: Database, mode: ConnectionOptions['mode'], migrations: readonly Migration[]): void {
  // A real read: page 1 is decrypted and authenticated, and the file's length is compared with what page 1 says.
  const tables = database.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0;
  const application = Number(database.pragma('application_id', { simple: true }));
  const version = Number(database.pragma('user_version', { simple: true }));
  if (mode === 'create') {
    if (tables > 0) throw new Refusal('vault.exists', 'There is a database in this folder already.');
    return;
  }
  if (application !== APPLICATION_ID || version === 0) {
    throw new Refusal('vault.not-a-vault', 'The database opens, but it is not one of this program.', {
      remedy: 'Name the folder that `scrutineer vault init` made.',
    });
  }
  refuseNewer(version, migrations.length);
}

/** What every connection needs; see docs/formats/vault.md for the reason of each. */
function settle(database: Database, options: ConnectionOptions): void {
  database.pragma('temp_store = MEMORY'); // temporary files are not encrypted
  database.pragma('mmap_size = 0');
  database.pragma('cache_size = -16384'); // 16 MiB: a page in the cache need not be decrypted again
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  database.pragma('foreign_keys = ON');
  database.pragma('recursive_triggers = ON'); // so that INSERT OR REPLACE meets the DELETE triggers too
  const journal = database.pragma('journal_mode = WAL', { simple: true });
  if (journal !== 'wal') throw new Error('SQLite does not keep a write-ahead log on this disk.');
  database.pragma('synchronous = FULL');
  database.pragma('secure_delete = ON');
  if (options.maxPages !== undefined) {
    if (!Number.isSafeInteger(options.maxPages)) throw new Error('maxPages is a whole number.');
    database.pragma('max_page_count = '.concat(String(options.maxPages)));
  }
}
