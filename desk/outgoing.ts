import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Sha384 } from '../core/brand.ts';
import { sha384 } from '../core/crypto/digest.ts';
import { Refusal } from '../core/failure.ts';

/** A document on its way out. */
export interface OutgoingFile {
  readonly kind: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A document that lies in the folder. */
export interface WrittenFile {
  readonly kind: string;
  readonly path: string;
  readonly digest: Sha384;
}

/**
 * Writes documents into a folder on a medium. They are written whole under other names first; `record` runs then, and
 * only after it do they get their names, so that nothing lies there that the audit log does not know.
 * @throws Refusal `desk.output-exists` where a name is taken, `bytes.unreadable` where the folder cannot be written
 */
export function writeOutgoing(
  folder: string,
  files: readonly OutgoingFile[],
  record: (written: readonly WrittenFile[]) => void,
): WrittenFile[] {
  const written = files.map(
    ({ kind, name, bytes }): WrittenFile => ({ kind, path: join(folder, name), digest: sha384(bytes) }),
  );
  const taken = written.find(({ path }) => existsSync(path));
  if (taken !== undefined) {
    throw new Refusal('desk.output-exists', 'A file of this name is there already; nothing is overwritten.', {
      where: taken.path,
      remedy: 'Export into an empty folder.',
    });
  }
  const parts = written.map(({ path }) => `${path}.part`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const [index, part] of parts.entries()) writeWhole(part, files[index]?.bytes ?? new Uint8Array());
  } catch (cause) {
    for (const part of parts) rmSync(part, { force: true });
    throw new Refusal('bytes.unreadable', 'The export cannot be written there; nothing was exported.', {
      where: folder,
      remedy: 'Check that the medium has space and may be written.',
      cause,
    });
  }
  try {
    record(written);
  } catch (error) {
    for (const part of parts) rmSync(part, { force: true });
    throw error;
  }
  for (const [index, part] of parts.entries()) renameSync(part, written[index]?.path ?? part);
  return written;
}

function writeWhole(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w', 0o600);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
