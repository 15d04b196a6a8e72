import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type PublicKey, publicKeysFromPem } from '../core/crypto/public-key.ts';
import { readText } from './file.ts';
import { KEY_FOLDER } from './key-folder.ts';
import { ofFile } from './of-file.ts';

/** Reads the PEM text of the roster root: a file with one block or several, or a key folder. */
export function readRootPem(path: string): string {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return readText(isFolder ? join(path, KEY_FOLDER.publicKeys) : path);
}

/** Reads the public keys of the roster root. @throws Refusal `crypto.key-malformed` */
export function readRootKeys(path: string): PublicKey[] {
  return ofFile(path, () => publicKeysFromPem(readRootPem(path)));
}
