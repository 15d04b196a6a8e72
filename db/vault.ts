import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Instant, PersonId } from '../core/brand.ts';
import type { PassphraseStrength } from '../core/crypto/passphrase.ts';
import { wipe } from '../core/crypto/wipe.ts';
import { toInstant } from '../core/instant.ts';
import { type ConnectionOptions, openConnection, VAULT_KEY_BYTES } from './connection.ts';
import type { Credentials, NewPerson } from './enrolment.ts';
import { makeVaultFolder, type VaultFolder, vaultFolder } from './folder.ts';
import { closeDb, type WritableDb } from './handle.ts';
import { openPart, sealSlot } from './keyslot-seal.ts';
import { readKeyslots, slotOf, writeKeyslots } from './keyslots.ts';
import { checkTicket, type LockTicket, lockVault, type VaultLock } from './lock.ts';
import { secretsToBytes } from './person-secrets.ts';
import { recordUnlock } from './repositories/unlock.ts';
import { type Swept, sweep } from './sweep.ts';
import { clearFailures, tryPassphrase } from './unlock-delay.ts';
import { newUuid } from './uuid.ts';
import { readAbout, writeAbout } from './vault-about.ts';

/** An open vault. `close` gives up the lock. */
export interface Vault {
  readonly folder: VaultFolder;
  readonly vaultId: string;
  readonly db: WritableDb;
  /** Who unlocked it. */
  readonly person: PersonId;
  /** What an interrupted import had left behind and opening removed; the desk writes it to the audit log. */
  readonly swept: Swept;
  /** Wrong passphrases of this person since they last got in. */
  readonly failuresBefore: number;
  /** Lets a worker thread of this process open a connection of its own. */
  readonly ticket: LockTicket;
  close(): void;
}

/** Is shown the vault's key once, for a second connection of this process. Whoever copies it wipes the copy. */
export type LendKey = (key: Uint8Array) => void;

export interface OpenOptions {
  /** The time, in milliseconds since 1970. Default: the clock of the machine. */
  readonly now?: number;
  readonly migrations?: ConnectionOptions['migrations'];
  readonly maxPages?: ConnectionOptions['maxPages'];
  readonly lendKey?: LendKey | undefined;
}

export interface CreateOptions extends OpenOptions {
  readonly strength?: PassphraseStrength;
  /** Writes what a vault holds from its first moment: a kill in here leaves no vault. */
  readonly fill?: (vault: Vault) => void;
}

/**
 * Makes a vault in a new or empty folder, with one person who can open it, and opens it.
 * @throws Refusal `vault.exists`, `vault.disk-full`, `vault.read-only`, and what `fill` throws; the folder is emptied again then
 */
export function createVault(path: string, first: NewPerson, options: CreateOptions = {}): Vault {
  const now = options.now ?? Date.now();
  const folder = makeVaultFolder(path);
  const vaultId = newUuid();
  const key = randomBytes(VAULT_KEY_BYTES);
  const secrets = secretsToBytes(first.secrets);
  let lock: VaultLock | undefined;
  let db: WritableDb | undefined;
  try {
    lock = lockVault(folder);
    db = openConnection(folder, key, { ...connectionOptions(options), mode: 'create' });
    const at: Instant = toInstant(now);
    const slot = sealSlot(vaultId, first.person, first.passphrase, key, secrets, at, options.strength);
    writeKeyslots(folder, [slot], vaultId);
    recordUnlock(db, { person: first.person, failuresBefore: 0, at });
    const swept: Swept = { removed: [], unfinishedBundles: [] };
    const vault = vaultOf(folder, vaultId, first.person, db, lock, swept, 0);
    options.fill?.(vault);
    // Last: a folder without vault.json is no vault yet.
    writeAbout(folder, { vaultId, createdAt: at });
    options.lendKey?.(key);
    return vault;
  } catch (error) {
    if (db) closeDb(db);
    lock?.release();
    removeParts(folder);
    throw error;
  } finally {
    wipe(key, secrets);
  }
}

/** Takes away a vault that was made a moment ago and could not be set up, so that the folder is free for the next try. */
export function removeNewVault(vault: Vault): void {
  vault.close();
  removeParts(vault.folder);
}

function removeParts(folder: VaultFolder): void {
  // First, so that a kill in between leaves no folder that looks like a vault.
  rmSync(folder.about, { force: true });
  for (const part of [folder.evidence, folder.quarantine, folder.database, folder.lock, folder.keyslots]) {
    rmSync(part, { recursive: true, force: true });
  }
  for (const tail of ['-wal', '-shm']) rmSync(`${folder.database}${tail}`, { force: true });
}

/**
 * Unlocks a vault as one person: takes the lock of the vault for this process, opens the keyslot, opens the database,
 * brings it to this program's version, and removes what an interrupted import left.
 * @throws Refusal `vault.not-a-vault`, `vault.newer`, `vault.in-use`, `vault.unlock-delayed`, `vault.no-such-person`,
 * `crypto.passphrase-wrong`, `vault.keyslots-torn`, `vault.torn`, `vault.read-only`, `vault.disk-full`
 */
export function openVault(path: string, credentials: Credentials, options: OpenOptions = {}): Vault {
  const now = options.now ?? Date.now();
  const folder = vaultFolder(path);
  const { vaultId } = readAbout(folder);
  const lock = lockVault(folder);
  let db: WritableDb | undefined;
  try {
    const key = unlockKey(folder, vaultId, credentials, now);
    try {
      db = openConnection(folder, key, { ...connectionOptions(options), mode: 'write' });
      options.lendKey?.(key);
    } finally {
      wipe(key);
    }
    const failuresBefore = clearFailures(folder, credentials.person);
    const swept = sweep(folder, db);
    recordUnlock(db, { person: credentials.person, failuresBefore, at: toInstant(now) });
    return vaultOf(folder, vaultId, credentials.person, db, lock, swept, failuresBefore);
  } catch (error) {
    if (db) closeDb(db);
    lock.release();
    throw error;
  }
}

/**
 * Opens a second connection of the process that holds the vault, for a worker thread. It neither migrates nor sweeps, and
 * takes the key that the first one lent, so that no passphrase is tried and no key derived twice.
 * @param key of 32 bytes; the caller wipes it
 * @param ticket `vault.ticket` of the open vault
 * @throws Refusal `vault.in-use` where this process does not hold the vault; `vault.torn`
 */
export function openSecondConnection(
  path: string,
  key: Uint8Array,
  ticket: LockTicket,
): { readonly folder: VaultFolder; readonly db: WritableDb; close(): void } {
  const folder = vaultFolder(path);
  checkTicket(folder, ticket);
  const db = openConnection(folder, key, { mode: 'write' });
  return { folder, db, close: () => closeDb(db) };
}

/** Opens the vault's key with a person's passphrase, counting failures. The caller wipes the key. */
function unlockKey(folder: VaultFolder, vaultId: string, credentials: Credentials, now: number): Uint8Array {
  const keyslots = readKeyslots(folder);
  const slot = slotOf(keyslots, credentials.person);
  return tryPassphrase(folder, credentials.person, now, () =>
    openPart(vaultId, slot, credentials.passphrase, 'vault-key'),
  );
}

function connectionOptions(options: OpenOptions): Omit<ConnectionOptions, 'mode'> {
  return {
    ...(options.migrations === undefined ? {} : { migrations: options.migrations }),
    ...(options.maxPages === undefined ? {} : { maxPages: options.maxPages }),
  };
}

function vaultOf(
  folder: VaultFolder,
  vaultId: string,
  person: PersonId,
  db: WritableDb,
  lock: VaultLock,
  swept: Swept,
  failuresBefore: number,
): Vault {
  return {
    folder,
    vaultId,
    db,
    person,
    swept,
    failuresBefore,
    ticket: lock.ticket,
    close() {
      closeDb(db);
      lock.release();
    },
  };
}
