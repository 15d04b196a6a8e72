import { Refusal } from '../../failure.ts';
import { CHUNK, openChunk, SEALED_CHUNK, TAG_BYTES, wipeChunkScratch } from './chunk.ts';
import type { UnlockedAge } from './header.ts';

/** How the sealed bytes divide into chunks. */
export interface Layout {
  readonly chunks: number;
  /** Plaintext bytes in all. */
  readonly size: number;
}

/** Called with each piece in order; the buffer is used again after it returns (or its promise settles). */
export type OnChunk = (plain: Uint8Array, offset: number) => void | Promise<void>;

const CHUNKS_PER_READ = 16;

function trailing(): Refusal {
  return new Refusal('age.trailing-data', 'There is data after the end of the sealed content.', {
    remedy: 'The file was altered after it was sealed: ask the sender for it again.',
  });
}

function torn(index: number): Refusal {
  return new Refusal('age.payload-torn', `The sealed content is damaged or was altered (chunk ${index}).`, {
    remedy: 'Copy the file again from its media, or ask the sender for it.',
  });
}

function truncated(): Refusal {
  return new Refusal('age.truncated', 'The sealed file is cut off: its last part is missing.', {
    remedy: 'Copy the file again from its media, or ask the sender for it.',
  });
}

function emptyLast(): Refusal {
  return new Refusal('age.payload-torn', 'The sealed content ends with an empty chunk, which age does not allow.', {
    remedy: 'Ask the sender to seal it again with a sound age program.',
  });
}

/**
 * Divides the sealed bytes into chunks by their number alone; only opening the last one shows that it is the last.
 * @throws Refusal `age.truncated` where there is no chunk
 */
export function layoutOf(age: UnlockedAge): Layout {
  const sealed = age.source.size - age.start;
  if (sealed === 0) throw truncated();
  const chunks = Math.ceil(sealed / SEALED_CHUNK);
  return { chunks, size: Math.max(0, sealed - chunks * TAG_BYTES) };
}

function sealedLength(age: UnlockedAge, index: number): number {
  return Math.min(SEALED_CHUNK, age.source.size - age.start - index * SEALED_CHUNK);
}

/**
 * Reads and opens the chunks `first` to `first + count - 1` with one read of the source.
 * @param into room for their plaintext
 * @returns plaintext bytes written
 * @throws Refusal `age.payload-torn`, `age.truncated`, `age.trailing-data`
 */
export async function openChunks(
  age: UnlockedAge,
  layout: Layout,
  first: number,
  count: number,
  into: Uint8Array,
): Promise<number> {
  const length = (count - 1) * SEALED_CHUNK + sealedLength(age, first + count - 1);
  const sealed = await age.source.read(age.start + first * SEALED_CHUNK, length);
  let written = 0;
  try {
    for (let i = 0; i < count; i += 1) {
      const { length: got, refusal } = openOne(age, layout, first + i, piece(sealed, i), into.subarray(written));
      if (refusal !== undefined) throw refusal;
      written += got;
    }
  } finally {
    wipeChunkScratch();
  }
  return written;
}

function piece(sealed: Uint8Array, i: number): Uint8Array {
  return sealed.subarray(i * SEALED_CHUNK, (i + 1) * SEALED_CHUNK);
}

/** A chunk that opened: its plaintext's length, and the refusal that must follow it where it stands in the wrong place. */
interface Opened {
  readonly length: number;
  readonly refusal: Refusal | undefined;
}

function openOne(age: UnlockedAge, layout: Layout, index: number, sealed: Uint8Array, into: Uint8Array): Opened {
  const isLast = index === layout.chunks - 1;
  const length = openChunk(age.payloadKey, index, isLast, sealed, into);
  if (length >= 0) {
    if (length === 0 && index > 0) throw emptyLast();
    return { length, refusal: undefined };
  }
  if (sealed.length < TAG_BYTES) throw truncated();
  // The other value of the last-chunk flag tells a cut or grown file from a damaged chunk.
  const other = openChunk(age.payloadKey, index, !isLast, sealed, into);
  if (other < 0) throw torn(index);
  return { length: other, refusal: isLast ? truncated() : trailing() };
}

/**
 * Opens the whole payload in order. Only authenticated plaintext is handed on; where a chunk fails, what came before it
 * has been handed on already, and the refusal says that the file is not to be trusted as complete.
 * @throws Refusal as openChunks does, `cancelled` where the signal is aborted, and whatever `onChunk` throws
 */
export async function streamPayload(age: UnlockedAge, onChunk: OnChunk, signal?: AbortSignal): Promise<void> {
  const layout = layoutOf(age);
  const plain = new Uint8Array(CHUNK);
  const readFrom = (first: number): Promise<Uint8Array> => {
    const count = Math.min(CHUNKS_PER_READ, layout.chunks - first);
    const length = (count - 1) * SEALED_CHUNK + sealedLength(age, first + count - 1);
    const reading = age.source.read(age.start + first * SEALED_CHUNK, length);
    // A failure is met where the block is awaited; this keeps it from counting as unhandled when we stop before that.
    reading.catch(() => undefined);
    return reading;
  };
  try {
    let next = readFrom(0);
    for (let first = 0; first < layout.chunks; first += CHUNKS_PER_READ) {
      const block = await next;
      if (first + CHUNKS_PER_READ < layout.chunks) next = readFrom(first + CHUNKS_PER_READ);
      for (let i = 0; i * SEALED_CHUNK < block.length; i += 1) {
        if (signal?.aborted) throw new Refusal('cancelled', 'Reading the sealed file was cancelled.');
        const { length, refusal } = openOne(age, layout, first + i, piece(block, i), plain);
        // A full chunk in the wrong place is authentic content: like the reference, hand it on before refusing.
        if (refusal !== undefined && length < CHUNK) throw refusal;
        const pending = onChunk(length === CHUNK ? plain : plain.subarray(0, length), (first + i) * CHUNK);
        if (pending !== undefined) await pending;
        if (refusal !== undefined) throw refusal;
      }
    }
  } finally {
    plain.fill(0);
    wipeChunkScratch();
  }
}
