import { closeSync, openSync, statSync } from 'node:fs';

/**
 * Makes an empty file that only this account may read (mode 0600), so that SQLite, which would make its own readable by
 * others, finds it there; its log files take their mode from it. A file that is there already is not touched: opening and
 * closing it would drop the locks that SQLite holds on it in this process.
 */
export function makePrivate(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })) return;
  closeSync(openSync(path, 'a', 0o600));
}
