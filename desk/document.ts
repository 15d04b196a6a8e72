import { readFileSync, statSync } from 'node:fs';
import { Refusal } from '../core/failure.ts';

/** No roster, policy or attachment that a person brings is larger than this. */
const LARGEST = 64 << 20;

/**
 * Reads a whole document that a person brought on a medium.
 * @throws Refusal `bytes.unreadable`, `input.invalid` where it is too large
 */
export function readDocument(path: string): Uint8Array {
  try {
    const stat = statSync(path);
    if (!stat.isFile() || stat.size > LARGEST) {
      throw new Refusal('input.invalid', 'This is no file, or a larger one than such a document can be.', {
        where: path,
        remedy: 'Check which file was meant.',
      });
    }
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal('bytes.unreadable', 'The file cannot be read.', {
      where: path,
      remedy: 'Check that it is there and that you may read it.',
      cause,
    });
  }
}
