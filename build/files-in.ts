import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface FileIn {
  /** From the folder on, with forward slashes. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly mode: number;
  readonly size: number;
}

/** @returns everything below a folder, folders before what is in them, sorted by name so that two walks agree. */
export function everythingIn(folder: string, below = ''): FileIn[] {
  const found: FileIn[] = [];
  for (const name of readdirSync(join(folder, below)).sort()) {
    const path = below === '' ? name : `${below}/${name}`;
    const at = lstatSync(join(folder, path));
    const kind = at.isDirectory() ? 'folder' : at.isSymbolicLink() ? 'link' : 'file';
    found.push({ path, kind, mode: at.mode & 0o7777, size: at.size });
    if (kind === 'folder') found.push(...everythingIn(folder, path));
  }
  return found;
}

/** @returns the plain files below a folder. */
export function filesIn(folder: string): FileIn[] {
  return everythingIn(folder).filter(({ kind }) => kind === 'file');
}
