import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../core/failure.ts';
import { wording } from './sqlite-failure.ts';

/** Where each part of a vault lies. */
export interface VaultFolder {
  readonly path: string;
  readonly about: string;
  readonly keyslots: string;
  readonly attempts: string;
  readonly database: string;
  readonly lock: string;
  readonly evidence: string;
  readonly quarantine: string;
}

/** @returns the paths of a vault in this folder, whether or not it is there. */
export function vaultFolder(path: string): VaultFolder {
  return {
    path,
    about: join(path, 'vault.json'),
    keyslots: join(path, 'keyslots.json'),
    attempts: join(path, 'unlock-failures.json'),
    database: join(path, 'vault.db'),
    lock: join(path, 'lock.db'),
    evidence: join(path, 'evidence'),
    quarantine: join(path, 'quarantine'),
  };
}

/**
 * Makes the empty folders of a new vault, readable by this account alone (mode 0700).
 * @throws Refusal `vault.exists` where the folder holds anything already
 */
export function makeVaultFolder(path: string): VaultFolder {
  const folder = vaultFolder(path);
  wording(() => {
    makeFolder(path);
    if (!lstatSync(path).isDirectory() || readdirSync(path).length > 0) {
      throw new Refusal('vault.exists', 'This folder is not empty, so no vault is made in it.', {
        where: path,
        remedy:
          'Name a folder that is not there yet, or an empty one. Where the making of a vault was interrupted in this very folder, nothing had been entered in it yet: take another, and look into this one before you remove it.',
      });
    }
    chmodSync(path, 0o700); // a folder that was there already may have been made for others to read
    mkdirSync(folder.evidence, { mode: 0o700 });
    mkdirSync(folder.quarantine, { mode: 0o700 });
  }, path);
  return folder;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    // Node says ENOENT for a folder that cannot be made on a disk that takes no writes.
    if (!(cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')))
      throw cause;
    throw new Refusal('vault.read-only', 'The folder cannot be made there.', {
      where: path,
      remedy: 'Check that the disk takes writes and that the path leads through folders.',
      cause,
    });
  }
}
