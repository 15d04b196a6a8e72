import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Refusal } from '../core/failure.ts';
import { printable } from './console.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BACKSPACE = new Set([0x08, 0x7f]);
const CONTROL_C = 0x03;
const CONTROL_D = 0x04;
const LONGEST = 1024;

/** Where a passphrase may come from. It is never an argument or an environment variable's value. */
export interface PassphraseOrigin {
  /** From `--passphrase-file` or one of its siblings. */
  readonly file?: string | undefined;
  /** The words shown when a person is asked, as `Passphrase of ada`. */
  readonly prompt: string;
  /** Ask twice, for a new passphrase. */
  readonly twice?: boolean;
  /** Whether `SCRUTINEER_PASSPHRASE_FILE` may answer; only for the person who acts. */
  readonly environment?: boolean;
}

/** Others of this computer may read it, which no passphrase file should allow. */
const READABLE_BY_OTHERS = 0o044;

function fromFile(path: string): Uint8Array {
  const bytes = Buffer.alloc(LONGEST + 2);
  let length = 0;
  try {
    const file = openSync(path, 'r');
    try {
      const stat = fstatSync(file);
      if (process.platform !== 'win32' && stat.isFile() && (stat.mode & READABLE_BY_OTHERS) !== 0) {
        process.stderr.write(`Note: others may read the passphrase file ${printable(path)}; chmod 600 it.\n`);
      }
      for (let got = -1; got !== 0 && length < bytes.length; length += got) {
        got = readSync(file, bytes, length, bytes.length - length, null);
      }
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new Refusal('input.missing', 'The passphrase file cannot be read.', {
      where: path,
      remedy: 'Check the path and who may read it.',
      cause,
    });
  }
  let end = length;
  // One line ending is the editor's, not the person's.
  if (end > 0 && bytes[end - 1] === NEWLINE) end -= 1;
  if (end > 0 && bytes[end - 1] === RETURN) end -= 1;
  const passphrase = new Uint8Array(bytes.subarray(0, end));
  bytes.fill(0);
  if (end <= LONGEST && !passphrase.includes(NEWLINE)) return passphrase;
  passphrase.fill(0);
  throw new Refusal('input.invalid', 'A passphrase file holds one line, which is the passphrase.', {
    where: path,
    remedy: `Write the passphrase alone into a file, at most ${LONGEST} bytes.`,
  });
}

/** Reads one line from the terminal without echo. The bytes are the caller's to wipe. */
function fromTerminal(prompt: string): Promise<Uint8Array> {
  const { stdin, stderr } = process;
  return new Promise((resolve, reject) => {
    const line = new Uint8Array(LONGEST);
    let length = 0;
    const finish = (error?: Refusal) => {
      stdin.off('data', take);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      const result = line.slice(0, length);
      line.fill(0);
      if (error) reject(error);
      else resolve(result);
    };
    const take = (chunk: Buffer) => {
      for (const byte of chunk) {
        if (byte === NEWLINE || byte === RETURN || byte === CONTROL_D) return finish();
        if (byte === CONTROL_C) return finish(new Refusal('cancelled', 'No passphrase was given.'));
        if (BACKSPACE.has(byte)) {
          // A UTF-8 character goes as a whole: its continuation bytes are 10xxxxxx.
          while (length > 0 && ((line[length - 1] ?? 0) & 0xc0) === 0x80) length -= 1;
          length = Math.max(0, length - 1);
        } else if (length < LONGEST) {
          line[length] = byte;
          length += 1;
        }
      }
      chunk.fill(0);
    };
    // Nothing is echoed any more when the words ask for it.
    stdin.setRawMode(true);
    stdin.resume();
    stdin.on('data', take);
    stderr.write(`${prompt}: `);
  });
}

/**
 * Gets a passphrase from a file or from the person at the terminal.
 * @returns its bytes, for the caller to wipe
 * @throws Refusal `input.missing` where there is neither a file nor a terminal, `input.invalid` where two entries differ
 */
export async function readPassphrase(origin: PassphraseOrigin): Promise<Uint8Array> {
  const file = origin.file ?? (origin.environment ? process.env['SCRUTINEER_PASSPHRASE_FILE'] : undefined);
  const passphrase = file === undefined ? await ask(origin) : fromFile(file);
  if (passphrase.length === 0) {
    throw new Refusal('input.missing', 'The passphrase is empty.', {
      ...(file === undefined ? {} : { where: file }),
      remedy: 'Give a passphrase of several words.',
    });
  }
  return passphrase;
}

async function ask(origin: PassphraseOrigin): Promise<Uint8Array> {
  if (!process.stdin.isTTY) {
    throw new Refusal('input.missing', `${origin.prompt} is needed and there is no terminal to ask at.`, {
      remedy: 'Give it by --passphrase-file FILE, or name the file in SCRUTINEER_PASSPHRASE_FILE.',
    });
  }
  const first = await fromTerminal(origin.prompt);
  if (!origin.twice) return first;
  const second = await fromTerminal(`${origin.prompt}, once more`);
  const same = first.length === second.length && first.every((byte, index) => byte === second[index]);
  second.fill(0);
  if (same) return first;
  first.fill(0);
  throw new Refusal('input.invalid', 'The two entries differ.', {
    remedy: 'Start again and type the same passphrase twice.',
  });
}
