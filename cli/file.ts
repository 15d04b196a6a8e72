import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Refusal } from '../core/failure.ts';
import { whyUnreadable, writeRefusal } from '../core/file-failure.ts';

/** Documents that a command reads whole are small; a larger file is not one of them. */
const LARGEST_DOCUMENT = 64 << 20;

/**
 * Reads a whole small file.
 * @throws Refusal `input.missing` where it is not there, `input.invalid` where it is too large to be what was asked for
 */
export function readDocument(path: string): Uint8Array {
  try {
    const stat = statSync(path);
    if (!stat.isFile())
      throw new Refusal('input.invalid', 'This is not a file.', { where: path, remedy: 'Give a file.' });
    if (stat.size > LARGEST_DOCUMENT) {
      throw new Refusal('input.invalid', 'The file is too large to be a document of this kind.', {
        where: path,
        remedy: 'Check which file was meant.',
      });
    }
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal('input.missing', whyUnreadable(cause), {
      where: path,
      remedy: 'Check the path and who may read it.',
      cause,
    });
  }
}

/** Reads a whole small text file (UTF-8). */
export function readText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readDocument(path));
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal('input.invalid', 'The file is not text in UTF-8.', {
      where: path,
      remedy: 'Check which file was meant.',
      cause,
    });
  }
}

/** @throws Refusal `file.exists` where something lies there already: no output of ours replaces a file */
export function requireFree(path: string): void {
  // Not existsSync: it takes a link that leads nowhere, and a folder that may not be looked into, for nothing.
  try {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  } catch (cause) {
    throw writeRefusal(cause, 'The file cannot be written', path);
  }
  throw new Refusal('file.exists', 'A file is there already; nothing is overwritten.', {
    where: path,
    remedy: 'Give another name, or move the file away.',
  });
}

/**
 * Makes a folder and those above it, for its owner alone.
 * @returns the topmost folder that was made; undefined where all were there
 * @throws Refusal `file.*`
 */
export function makeFolder(path: string): string | undefined {
  try {
    return mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw writeRefusal(cause, 'The folder cannot be made', path);
  }
}

/** A file that appears under its name only when it is whole and on the disk. */
export interface Output {
  write(bytes: Uint8Array): void;
  finish(): void;
  /** Takes back what was written; does nothing after `finish`. */
  abandon(): void;
}

/**
 * Starts a new file.
 * @param mode 0o600 for secrets, 0o644 for documents that others may read
 * @throws Refusal `file.*`: a file is there already, the folder cannot be written, or there is no room
 */
export function startOutput(path: string, mode: 0o600 | 0o644): Output {
  requireFree(path);
  makeFolder(dirname(resolve(path)));
  const temporary = `${path}.part`;
  let file: number;
  try {
    file = openSync(temporary, 'wx', mode);
  } catch (cause) {
    const refusal = writeRefusal(cause, 'The file cannot be written', temporary);
    if (refusal.code !== 'file.exists') throw refusal;
    throw new Refusal('file.exists', 'A command that was interrupted left a file here.', {
      where: temporary,
      remedy: 'Remove it, and do it again.',
      cause,
    });
  }
  let open = true;
  const failed = (cause: unknown): never => {
    throw writeRefusal(cause, 'The file could not be written to its end, and what was written was removed', path);
  };
  const abandon = () => {
    if (!open) return;
    open = false;
    closeSync(file);
    rmSync(temporary, { force: true });
  };
  return {
    write(bytes) {
      try {
        for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      } catch (cause) {
        abandon();
        failed(cause);
      }
    },
    finish() {
      try {
        fsyncSync(file);
        closeSync(file);
        open = false;
        renameSync(temporary, path);
      } catch (cause) {
        if (open) abandon();
        else rmSync(temporary, { force: true });
        failed(cause);
      }
    },
    abandon,
  };
}

/** Writes a whole new file. Refuses to replace one. */
export function writeNew(path: string, content: Uint8Array | string, mode: 0o600 | 0o644): void {
  const output = startOutput(path, mode);
  output.write(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  output.finish();
}
