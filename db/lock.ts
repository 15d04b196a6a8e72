import Sqlite, { type Database } from 'better-sqlite3';
import { Refusal } from '../core/failure.ts';
import type { VaultFolder } from './folder.ts';
import { makePrivate } from './private-file.ts';
import { inWords } from './sqlite-failure.ts';

/**
 * Says that the process which shows it holds the lock of this vault. It can be sent to a worker thread, which then may
 * open a second connection.
 */
export interface LockTicket {
  readonly vault: string;
  readonly pid: number;
}

export interface VaultLock {
  readonly ticket: LockTicket;
  /** Gives the lock back. Twice is harmless. */
  release(): void;
}

/**
 * Takes the vault for this process. The lock is an exclusive transaction on a small empty database, held open: the
 * operating system drops it when the process ends, however it ends, so no stale lock can stay behind.
 *
 * No code of this process may open `lock.db` or `vault.db` as a plain file: POSIX gives up all locks of a process on a
 * file when any of its descriptors for that file is closed.
 * @throws Refusal `vault.in-use` where another process, or another opener in this one, holds it
 */
export function lockVault(folder: VaultFolder): VaultLock {
  const database = tryLock(folder);
  if (!database) {
    throw new Refusal('vault.in-use', 'This vault is already open, here or in another program.', {
      where: folder.path,
      remedy: 'Close the other window or command that uses this vault, then try again.',
    });
  }
  return {
    ticket: { vault: folder.path, pid: process.pid },
    release() {
      database.close();
    },
  };
}

/**
 * Checks a ticket before a second connection of the same process is opened.
 * @throws Refusal `vault.in-use` where the ticket is of another process or vault, or the lock is not held any more
 */
export function checkTicket(folder: VaultFolder, ticket: LockTicket): void {
  const probe = tryLock(folder);
  probe?.close();
  if (ticket.vault !== folder.path || ticket.pid !== process.pid || probe) {
    throw new Refusal('vault.in-use', 'This process does not hold the vault, so it gets no second connection.', {
      where: folder.path,
      remedy: 'Open the vault itself first.',
    });
  }
}

/** @returns the locked database, or undefined where somebody else holds it. */
function tryLock(folder: VaultFolder): Database | undefined {
  let database: Database | undefined;
  try {
    makePrivate(folder.lock);
    database = new Sqlite(folder.lock, { timeout: 0 });
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Sqlite.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code)) return undefined;
    throw inWords(error, folder.lock);
  }
}
