import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Refusal } from '../core/failure.ts';

/** A file that goes into a bundle. */
export interface SealInput {
  readonly path: string;
  /** How the case file calls it, and its member's name unless the case file gives another. */
  readonly name: string;
}

/** What Inspect keeps beside its logs for its own viewer. */
const SIBLINGS: ReadonlySet<string> = new Set(['logs.json', 'listing.json', 'eval-set.json']);

/**
 * Gathers the files to be sealed. A file is called by its base name; a folder gives its files, also those of folders
 * below, by their path inside it. What Inspect keeps beside its logs, and hidden files, are left out.
 * @throws Refusal `input.missing`, `input.invalid` for a link or device inside a folder and for two inputs of one name
 */
export function gatherInputs(paths: readonly string[]): SealInput[] {
  const inputs = paths.flatMap((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) {
      throw new Refusal('input.missing', 'The input is not there.', { where: path, remedy: 'Check the path.' });
    }
    return stat.isDirectory() ? filesBelow(path, '') : [{ path, name: basename(path) }];
  });
  const seen = new Map<string, string>();
  for (const { path, name } of inputs) {
    const other = seen.get(name);
    if (other !== undefined) {
      throw new Refusal('input.invalid', 'Two inputs have the same name.', {
        where: `${other}, ${path}`,
        remedy: 'Put them into folders below one folder and give that, or rename one.',
      });
    }
    seen.set(name, path);
  }
  if (inputs.length > 0) return inputs;
  throw new Refusal('input.missing', 'There is no file to seal.', {
    where: paths.join(', '),
    remedy: 'Give the logs, or the folder that holds them.',
  });
}

function filesBelow(folder: string, prefix: string): SealInput[] {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.filter(isWanted).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path, `${prefix}${entry.name}/`);
    if (entry.isFile()) return [{ path, name: `${prefix}${entry.name}` }];
    throw new Refusal('input.invalid', 'The folder holds a link or a device; only files go into a bundle.', {
      where: path,
      remedy: 'Give the file that is meant by itself, or take the link away.',
    });
  });
}

function isWanted({ name }: Dirent): boolean {
  return !name.startsWith('.') && !SIBLINGS.has(name);
}
