import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Sha384 } from '../core/brand.ts';
import { sha384 } from '../core/crypto/digest.ts';
import { Refusal } from '../core/failure.ts';
import { writeRefusal } from '../core/file-failure.ts';

/** A document on its way out. */
export interface OutgoingFile {
  readonly kind: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A document that lies, or will lie, in the folder. */
export interface WrittenFile {
  readonly kind: string;
  readonly path: string;
  readonly digest: Sha384;
  /** Bytes. */
  readonly size: number;
}

/**
 * Documents on their way into a folder on a medium. Each is written whole under another name first; only `finish`, which
 * comes after the audit event, gives them their names. So nothing lies there that the log does not know, and a medium that
 * cannot be written is found before anything is recorded.
 */
export class Outgoing {
  readonly #folder: string;
  readonly #tail: string;
  readonly #files: WrittenFile[] = [];

  /**
   * @param vaultId of the vault that exports; it marks what is not finished, so that no other program's files are touched
   * @throws Refusal `file.*` where the folder cannot be made or written
   */
  constructor(folder: string, vaultId: string) {
    this.#folder = folder;
    this.#tail = `.${vaultId.slice(0, 8)}.part`;
    this.#writing(() => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const name of readdirSync(folder)) {
        if (name.startsWith('.') && name.endsWith(this.#tail)) rmSync(join(folder, name));
      }
    });
  }

  get files(): readonly WrittenFile[] {
    return this.#files;
  }

  /** @throws Refusal `desk.output-exists`, `file.*`; what was written before is taken back */
  add({ kind, name, bytes }: OutgoingFile): void {
    const path = join(this.#folder, name);
    if (existsSync(path)) {
      this.abandon();
      throw new Refusal('desk.output-exists', 'A file of this name is there already; nothing is overwritten.', {
        where: path,
        remedy: 'Export into an empty folder.',
      });
    }
    this.#files.push({ kind, path, digest: sha384(bytes), size: bytes.length });
    this.#writing(() => writeWhole(this.#partOf(path), bytes));
  }

  /** Gives every document its name. @returns what lies in the folder now */
  finish(): readonly WrittenFile[] {
    this.#writing(() => {
      for (const { path } of this.#files) renameSync(this.#partOf(path), path);
    });
    return this.#files;
  }

  /** Takes back what has no name yet. */
  abandon(): void {
    for (const { path } of this.#files) {
      try {
        rmSync(this.#partOf(path), { force: true });
      } catch {
        // A medium that cannot be written to cannot be tidied either; the refusal tells the person.
      }
    }
  }

  #partOf(path: string): string {
    return join(dirname(path), `.${basename(path)}${this.#tail}`);
  }

  #writing(act: () => void): void {
    try {
      act();
    } catch (cause) {
      this.abandon();
      throw writeRefusal(cause, 'The export cannot be written there, and nothing was exported', this.#folder);
    }
  }
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
