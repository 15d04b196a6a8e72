import Sqlite from 'better-sqlite3';
import { Refusal } from '../core/failure.ts';
import type { FailureCode } from '../core/failure-code.ts';

/** Words for each class of trouble that SQLite reports. Its own text is kept as the cause; it holds no row values. */
const WORDS: readonly { codes: RegExp; code: FailureCode; message: string; remedy: string }[] = [
  {
    // The second: the index of the write-ahead log found no room, which SQLite tells as a failure of the disk.
    codes: /^SQLITE_(FULL|IOERR_SHMSIZE)$/,
    code: 'vault.disk-full',
    message: 'There is no room left for the vault. Nothing was changed.',
    remedy: 'Make room on the disk that holds the vault, then do it again.',
  },
  {
    codes: /^SQLITE_(READONLY|PERM|CANTOPEN)/,
    code: 'vault.read-only',
    message: 'The vault cannot be written to. Nothing was changed.',
    remedy: 'Check that the folder is on a disk that takes writes and that this account may read and write it.',
  },
  {
    codes: /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ|IOERR_CORRUPTFS|IOERR_DATA|FORMAT)/,
    code: 'vault.torn',
    message: 'The vault file is damaged: a page of it is not what was written.',
    remedy: 'Stop work, keep the folder as it is, and restore the vault from its last copy.',
  },
  {
    codes: /^SQLITE_(BUSY|LOCKED)/,
    code: 'vault.busy',
    message: 'Another part of the program holds the vault. Nothing was changed.',
    remedy: 'Wait for the work under way to end, then do it again.',
  },
  {
    codes: /^SQLITE_IOERR/,
    code: 'vault.torn',
    message: 'The disk failed while the vault was read or written. Nothing was changed.',
    remedy: 'Check the disk, then open the vault again.',
  },
];

/** A trigger of the schema speaks as `vault.<code>: <sentence>`. */
const TRIGGER = /^(vault\.(?:append-only|frozen|chain|constraint)): (.*)$/;

/**
 * Puts an error of SQLite or of the file system into words.
 * @returns a Refusal where the error is one that a person can meet, else the error as it came
 */
export function inWords(error: unknown, where?: string): unknown {
  const at = where === undefined ? {} : { where };
  if (error instanceof Sqlite.SqliteError) {
    const told = TRIGGER.exec(error.message);
    if (told?.[1] !== undefined && told[2] !== undefined) {
      // The pattern above admits only these four members of the union.
      return new Refusal(told[1] as FailureCode, `Not allowed: ${told[2]}.`, { ...at, cause: error });
    }
    const words = WORDS.find((entry) => entry.codes.test(error.code));
    if (words) return new Refusal(words.code, words.message, { ...at, remedy: words.remedy, cause: error });
    if (error.code.startsWith('SQLITE_CONSTRAINT')) {
      return new Refusal('vault.constraint', `The vault does not take this row (${constraintName(error.message)}).`, {
        ...at,
        cause: error,
      });
    }
    return error;
  }
  return fileErrorInWords(error, at);
}

/** SQLite names the table and column of a failed constraint, never the value. A CHECK may echo its own SQL: cut it. */
function constraintName(message: string): string {
  return message.length > 120 ? `${message.slice(0, 120)}…` : message;
}

function fileErrorInWords(error: unknown, at: { where?: string }): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const words =
    error.code === 'ENOSPC' || error.code === 'EDQUOT'
      ? WORDS.find((entry) => entry.code === 'vault.disk-full')
      : error.code === 'EROFS' || error.code === 'EACCES' || error.code === 'EPERM'
        ? WORDS.find((entry) => entry.code === 'vault.read-only')
        : undefined;
  return words ? new Refusal(words.code, words.message, { ...at, remedy: words.remedy, cause: error }) : error;
}

/** Runs the work, and throws what goes wrong in words. */
export function wording<T>(work: () => T, where?: string): T {
  try {
    return work();
  } catch (error) {
    throw inWords(error, where);
  }
}
