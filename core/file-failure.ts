import { Refusal } from './failure.ts';
import type { FailureCode } from './failure-code.ts';

interface Words {
  readonly code: FailureCode;
  readonly why: string;
  readonly remedy: string;
}

const NO_ACCESS: Words = {
  code: 'file.no-access',
  why: 'this account may not write there, or the disk takes no writes',
  remedy: 'Check who may write there, and whether the medium is write-protected.',
};
const NO_SPACE: Words = {
  code: 'file.no-space',
  why: 'there is no room left',
  remedy: 'Make room there, and do it again.',
};
const NO_FOLDER: Words = {
  code: 'file.no-folder',
  why: 'the path does not lead through folders that are there',
  remedy: 'Check the path.',
};

/** Why a file cannot be written, by the code that the operating system gives. */
const WORDS: Readonly<Record<string, Words>> = {
  EEXIST: {
    code: 'file.exists',
    why: 'a file is there already, and nothing is overwritten',
    remedy: 'Give another name, or move the file away.',
  },
  EACCES: NO_ACCESS,
  EPERM: NO_ACCESS,
  EROFS: NO_ACCESS,
  ENOSPC: NO_SPACE,
  EDQUOT: NO_SPACE,
  EFBIG: NO_SPACE,
  ENOENT: NO_FOLDER,
  ENOTDIR: NO_FOLDER,
  EISDIR: { code: 'file.no-folder', why: 'a folder stands under this name', remedy: 'Give the name of a file.' },
  ENAMETOOLONG: { code: 'file.no-folder', why: 'the name is too long', remedy: 'Give a shorter name.' },
};

const UNKNOWN: Words = {
  code: 'file.failed',
  why: 'the disk or the medium failed',
  remedy: 'Check the disk or the medium, and do it again.',
};

/**
 * Puts into words why something could not be written, so that a name that is taken, a right that is missing and a full disk
 * are told apart.
 * @param what could not be done, as `The file cannot be written`
 * @param where the path
 * @returns a Refusal `file.*`, or the error itself where it is one already
 */
export function writeRefusal(cause: unknown, what: string, where: string): Refusal {
  if (cause instanceof Refusal) return cause;
  const system = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const { code, why, remedy } = WORDS[system] ?? UNKNOWN;
  return new Refusal(code, `${what}: ${why}.`, { where, remedy, cause });
}

/** @returns why a file could not be read, as a sentence */
export function whyUnreadable(cause: unknown): string {
  const system = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (system === 'ENOENT' || system === 'ENOTDIR') return 'There is no file of this name.';
  if (system === 'EACCES' || system === 'EPERM') return 'This account may not read the file.';
  return 'The file cannot be read.';
}
