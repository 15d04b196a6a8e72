import type { ByteSource } from '../bytes/source.ts';
import { BLOCK } from './tar-header.ts';
import { type TarEntry, TarReader } from './tar-reader.ts';

/**
 * Lists the members of a tar by jumping from header to header.
 * @throws Refusal as the tar reader does
 */
export async function scanTar(tar: ByteSource): Promise<readonly TarEntry[]> {
  const reader = new TarReader();
  for (let at = 0; at < tar.size; ) {
    const count = Math.min(BLOCK, tar.size - at);
    reader.push(await tar.read(at, count));
    at += count + reader.skippable;
    reader.skip();
  }
  return reader.end();
}

/** @returns the first member of a tar, or undefined where it has none. @throws Refusal as the tar reader does */
export async function firstMember(tar: ByteSource): Promise<TarEntry | undefined> {
  const reader = new TarReader();
  for (let at = 0; at < tar.size && reader.entries.length === 0 && !reader.ended; ) {
    const count = Math.min(BLOCK, tar.size - at);
    reader.push(await tar.read(at, count));
    at += count;
  }
  if (reader.entries.length === 0 && !reader.ended) reader.end();
  return reader.entries[0];
}
