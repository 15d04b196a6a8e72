import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { wording } from './sqlite-failure.ts';

/** Waits until the names in a folder are on disk. Windows cannot open a folder, and needs no such wait. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** @returns where the new content of a file lies before it counts. A kill may leave it there. */
export const besideOf = (path: string): string => `${path}.new`;

/**
 * Replaces a small file so that at any moment either the old or the new content is there, whole: the new content is
 * written beside it, brought to disk, and renamed over it. Mode 0600.
 * @param settle is run when the new content is on disk and does not count yet
 * @throws Refusal `vault.disk-full` or `vault.read-only`, and what `settle` throws; the old content stands then
 */
export function replaceFile(path: string, content: string, settle: () => void = () => undefined): void {
  const beside = besideOf(path);
  wording(() => {
    try {
      const handle = openSync(beside, 'w', 0o600);
      try {
        writeFileSync(handle, content);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      settle();
      renameSync(beside, path);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
    syncFolder(dirname(path));
  }, path);
}
