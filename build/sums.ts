import { createHash } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { filesIn } from './files-in.ts';

/** @returns the hex digest of a file, read piece by piece. */
export async function sumOf(algorithm: 'sha256' | 'sha384', path: string): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

export const sha256 = (path: string): Promise<string> => sumOf('sha256', path);

export const SUMS = 'SHA384SUMS';

/** Writes what `sha384sum --check SHA384SUMS` reads: every file below a folder but the list itself. */
export async function writeSums(folder: string): Promise<void> {
  const lines: string[] = [];
  for (const { path } of filesIn(folder)) {
    if (path !== SUMS) lines.push(`${await sumOf('sha384', join(folder, path))}  ${path}`);
  }
  writeFileSync(join(folder, SUMS), `${lines.join('\n')}\n`);
}
