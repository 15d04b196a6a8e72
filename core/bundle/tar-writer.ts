import { Refusal } from '../failure.ts';
import { checkMemberName } from './member-name.ts';
import { BLOCK, makeTarHeader } from './tar-header.ts';
import { paxRecord } from './tar-pax.ts';

/** One member on its way into a tar. */
export interface TarInput {
  readonly name: string;
  /** Bytes of content, known before it is read. */
  readonly size: number;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const LARGEST_USTAR_SIZE = 0o77777777777;

const padding = (size: number) => new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);

/**
 * Writes a deterministic tar: ustar headers, with a pax header before a member whose name is longer than 100 bytes or
 * not ASCII, or whose size is 8 GiB or more. Equal members give equal bytes. Memory holds one piece of content at a time.
 * @throws Refusal `bundle.path-unsafe`; `bundle.source-changed` where a content is not as long as was said
 */
export async function* writeTar(
  members: AsyncIterable<TarInput> | Iterable<TarInput>,
): AsyncGenerator<Uint8Array, void, void> {
  let count = 0;
  for await (const { name, size, content } of members) {
    count += 1;
    yield* headerBlocks(name, size, count);
    let written = 0;
    for await (const piece of content) {
      written += piece.length;
      if (written > size) break;
      yield piece;
    }
    if (written !== size) {
      throw new Refusal('bundle.source-changed', `The file is not ${size} bytes long, as it was a moment ago.`, {
        where: name,
        remedy: 'Let nothing write to the files while they are sealed, and seal again.',
      });
    }
    yield padding(size);
  }
  yield new Uint8Array(2 * BLOCK);
}

function* headerBlocks(name: string, size: number, count: number): Generator<Uint8Array, void, void> {
  checkMemberName(name);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is "any ASCII character"
  const plainName = /^[\x00-\x7f]{1,100}$/.test(name);
  const records: Uint8Array[] = [];
  if (!plainName) records.push(paxRecord('path', name));
  if (size > LARGEST_USTAR_SIZE) records.push(paxRecord('size', String(size)));
  if (records.length > 0) {
    const body = Buffer.concat(records);
    yield makeTarHeader(`PaxHeaders/${count}`, body.length, 'x');
    yield body;
    yield padding(body.length);
  }
  yield makeTarHeader(plainName ? name : `member-${count}`, size > LARGEST_USTAR_SIZE ? 0 : size, '0');
}
