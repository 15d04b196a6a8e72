import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { asSha384, type Sha384 } from '../core/brand.ts';
import { type ByteSource, type ClosableSource, fileSource } from '../core/bytes/source.ts';
import { Sha384Stream } from '../core/crypto/digest.ts';
import { Refusal } from '../core/failure.ts';
import { syncFolder } from './atomic-file.ts';
import type { VaultFolder } from './folder.ts';
import { inWords, wording } from './sqlite-failure.ts';

/*
 * How a sealed file comes to stay, so that a kill at any moment leaves all of it or nothing once the vault is opened
 * again:
 *
 *   1. receive   the sealed bytes are copied to `evidence/.incoming-<random>` and brought to disk. Everything is
 *                checked and read from this copy, never from the media. Rows of the bundle may be written meanwhile;
 *                they count for nothing.
 *   2. intent    the empty file `.placing-<digest>` is made and brought to disk.
 *   3. place     `.incoming-<random>` is renamed to `<digest>.seb`, and the folder is brought to disk.
 *   4. commit    one transaction writes what makes the bundle count: `bundle_acceptance` (or `quarantine`) and the
 *                audit events.
 *   5. done      `.placing-<digest>` is removed.
 *
 * A kill before 4 leaves an `.incoming-` file, or a placed file with its intent and no row: `sweep.ts` removes both at
 * the next opening. A kill after 4 leaves at most an intent beside a row that counts: only the intent goes. A placed
 * file without row and without intent was not left by an interrupted import (an older vault.db was put back, say), so
 * it is kept and `vault check` tells it.
 */

export const INCOMING = '.incoming-';
export const PLACING = '.placing-';
const CHUNK = 1 << 20;

/** Where a sealed file is kept: as evidence of a case, or apart with its reasons. */
export type Shelf = 'evidence' | 'quarantine';

/** A sealed file that was copied in and is not kept yet. */
export interface IncomingFile {
  readonly path: string;
  /** Of the sealed bytes. */
  readonly digest: Sha384;
  /** Bytes. */
  readonly size: number;
}

export interface ReceiveOptions {
  readonly signal?: AbortSignal;
  /** Told the bytes copied so far, and their total. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Copies sealed bytes into the vault's folder and brings them to disk. What fails half way is removed again.
 * @throws Refusal `vault.disk-full`, `vault.read-only`, `cancelled`, and what the source throws
 */
export async function receive(
  folder: VaultFolder,
  source: ByteSource,
  options: ReceiveOptions = {},
): Promise<IncomingFile> {
  const path = join(folder.evidence, `${INCOMING}${randomBytes(12).toString('hex')}`);
  const handle = wording(() => openSync(path, 'wx', 0o600), path);
  const digest = new Sha384Stream();
  try {
    for (let offset = 0; offset < source.size; offset += CHUNK) {
      if (options.signal?.aborted) throw new Refusal('cancelled', 'The import was cancelled. Nothing was kept.');
      const bytes = await source.read(offset, Math.min(CHUNK, source.size - offset));
      digest.update(bytes);
      for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
      options.onProgress?.(offset + bytes.length, source.size);
    }
    fsyncSync(handle);
    closeSync(handle);
  } catch (error) {
    closeSync(handle);
    rmSync(path, { force: true });
    throw inWords(error, path);
  }
  return { path, digest: digest.digest(), size: source.size };
}

/** Removes a received file that is not to be kept. */
export function discard(incoming: IncomingFile): void {
  rmSync(incoming.path, { force: true });
}

/** @returns where a sealed file lies on a shelf. */
export function sealedPath(folder: VaultFolder, shelf: Shelf, digest: Sha384): string {
  return join(folder[shelf], `${digest}.seb`);
}

/**
 * Keeps a received file: places it and then runs `commit`, which writes in ONE transaction the rows that make it count.
 * When `commit` throws, the file is removed again and the same error goes on.
 * @throws Refusal `vault.disk-full`, `vault.read-only`, and what `commit` throws
 */
export function keep<T>(folder: VaultFolder, shelf: Shelf, incoming: IncomingFile, commit: () => T): T {
  const place = sealedPath(folder, shelf, incoming.digest);
  if (statSync(place, { throwIfNoEntry: false })) {
    // The same bytes lie there already (a second quarantine of one file): the rows may still be new.
    try {
      return commit();
    } finally {
      discard(incoming);
    }
  }
  const intent = join(folder[shelf], `${PLACING}${incoming.digest}`);
  try {
    wording(() => {
      const handle = openSync(intent, 'w', 0o600);
      fsyncSync(handle);
      closeSync(handle);
      syncFolder(folder[shelf]);
      renameSync(incoming.path, place);
      syncFolder(folder[shelf]);
      if (shelf !== 'evidence') syncFolder(folder.evidence);
    }, place);
    const result = commit();
    rmSync(intent, { force: true });
    return result;
  } catch (error) {
    rmSync(place, { force: true });
    rmSync(incoming.path, { force: true });
    rmSync(intent, { force: true });
    throw error;
  }
}

/**
 * Opens a kept file for reading at any offset.
 * @throws Refusal `vault.evidence-missing`
 */
export async function openSealed(folder: VaultFolder, shelf: Shelf, digest: Sha384): Promise<ClosableSource> {
  const path = sealedPath(folder, shelf, digest);
  if (!statSync(path, { throwIfNoEntry: false })) {
    throw new Refusal('vault.evidence-missing', 'The sealed bundle is not in the vault any more.', {
      where: path,
      remedy: 'Run `scrutineer vault check`, and put the file back from the media or a copy.',
    });
  }
  return fileSource(path);
}

/** @returns the SHA-384 of a whole source, read in pieces. */
export async function digestOf(source: ByteSource, signal?: AbortSignal): Promise<Sha384> {
  const digest = new Sha384Stream();
  for (let offset = 0; offset < source.size; offset += CHUNK) {
    if (signal?.aborted) throw new Refusal('cancelled', 'The check was cancelled.');
    digest.update(await source.read(offset, Math.min(CHUNK, source.size - offset)));
  }
  return digest.digest();
}

/** What a name in `evidence/` or `quarantine/` stands for. */
export type ShelfName =
  | { readonly kind: 'sealed' | 'placing'; readonly digest: Sha384 }
  | { readonly kind: 'incoming' }
  | { readonly kind: 'unknown' };

export function readShelfName(name: string): ShelfName {
  if (name.startsWith(INCOMING)) return { kind: 'incoming' };
  const placing = name.startsWith(PLACING) ? asSha384(name.slice(PLACING.length)) : undefined;
  if (placing) return { kind: 'placing', digest: placing };
  const sealed = name.endsWith('.seb') ? asSha384(name.slice(0, -4)) : undefined;
  return sealed ? { kind: 'sealed', digest: sealed } : { kind: 'unknown' };
}
