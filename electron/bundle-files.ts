import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../core/failure.ts';

const MOST = 1000;
const DEEPEST = 6;
/** Entries of folders. Whatever is named, the main process, which is to lock the desk, is not kept busy for long. */
const MOST_LOOKED_AT = 200_000;

/**
 * @param paths files, and folders in which sealed bundles lie
 * @returns every file as given, and every `.seb` file in the folders, in order
 * @throws Refusal `bytes.unreadable`, `input.missing` where there is none, `input.invalid` where there are too many
 */
export function bundleFiles(paths: readonly string[]): string[] {
  const found: string[] = [];
  let lookedAt = 0;
  const look = (folder: string, depth: number) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      lookedAt += 1;
      if (found.length > MOST || lookedAt > MOST_LOOKED_AT) return;
      const path = join(folder, entry.name);
      // Links are not followed: a medium does not lead elsewhere.
      if (entry.isDirectory() && depth < DEEPEST) look(path, depth + 1);
      else if (entry.isFile() && entry.name.toLowerCase().endsWith('.seb')) found.push(path);
    }
  };
  for (const path of new Set(paths)) {
    if (lookedAt > MOST_LOOKED_AT || found.length > MOST) break;
    try {
      if (statSync(path).isDirectory()) look(path, 0);
      else found.push(path);
    } catch (cause) {
      throw new Refusal('bytes.unreadable', 'This file or folder cannot be read.', { where: path, cause });
    }
  }
  if (lookedAt > MOST_LOOKED_AT) {
    throw new Refusal('input.invalid', `There are more than ${MOST_LOOKED_AT} files in what was chosen.`, {
      remedy: 'Choose the folder that holds the bundles alone.',
    });
  }
  if (found.length === 0) {
    throw new Refusal('input.missing', 'There is no sealed bundle (.seb) in what was chosen.', {
      remedy: 'Choose the file itself, or the folder that holds it.',
    });
  }
  if (found.length > MOST)
    throw new Refusal('input.invalid', `There are more than ${MOST} bundles in what was chosen.`);
  return found;
}
