import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import type { ByteSource } from '../../bytes/source.ts';
import { Refusal } from '../../failure.ts';
import type { Budgets } from '../budgets.ts';
import type { ZipEntry } from './directory.ts';
import { ZstdFrames } from './zstd-frames.ts';

const WINDOW = 1024 * 1024;
/** Up to here a member is decoded in one call, which is far cheaper than a stream. */
const ONE_CALL = 4 * 1024 * 1024;
const PART = 64 * 1024;

/**
 * Reads one member whole, with its size and CRC-32 checked.
 * @returns exactly `entry.size` bytes
 * @throws Refusal `zip.crc`, `zip.size`, `zip.bomb`, `zip.too-large`, `zip.method`, `zip.malformed`
 */
export async function readMember(
  source: ByteSource,
  entry: ZipEntry,
  budgets: Budgets,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  checkClaims(entry, budgets);
  if (entry.size <= ONE_CALL && entry.compressedSize <= ONE_CALL) {
    const data = await smallData(source, entry);
    const plain = decodeSmall(entry, data);
    if (plain.length !== entry.size) throw wrongSize(entry);
    if (zlib.crc32(plain) !== entry.crc) throw wrongCrc(entry);
    return plain;
  }
  const out = new Uint8Array(entry.size);
  let at = 0;
  for await (const piece of streamMember(source, entry, budgets, signal)) {
    out.set(piece, at); // streamMember has checked that it fits
    at += piece.length;
  }
  return out;
}

/**
 * Streams one member. The size is checked at every piece and the CRC-32 at the end: what was yielded before counts only
 * once the stream has ended without a refusal.
 * @throws Refusal as `readMember`
 */
export async function* streamMember(
  source: ByteSource,
  entry: ZipEntry,
  budgets: Budgets,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  checkClaims(entry, budgets);
  let size = 0;
  let crc = 0;
  for await (const piece of decoded(source, entry, await dataOffset(source, entry))) {
    if (signal?.aborted) throw new Refusal('cancelled', 'Reading the log was cancelled.');
    size += piece.length;
    if (size > entry.size) throw wrongSize(entry);
    crc = zlib.crc32(piece, crc);
    yield piece;
  }
  if (size !== entry.size) throw wrongSize(entry);
  if (crc !== entry.crc) throw wrongCrc(entry);
}

function checkClaims(entry: ZipEntry, budgets: Budgets): void {
  const where = { where: entry.name };
  if (entry.encrypted) throw new Refusal('zip.method', 'A member of the log is encrypted within the ZIP.', where);
  if (entry.method !== 0 && entry.method !== 8 && entry.method !== 93) {
    throw new Refusal('zip.method', `A member is compressed by method ${entry.method}; 0, 8 and 93 are read.`, where);
  }
  const ratio = entry.size / Math.max(1, entry.compressedSize);
  const most = entry.method === 93 ? budgets.maxZstdRatio : budgets.maxDeflateRatio;
  if (entry.size > budgets.ratioFromBytes && ratio > most) {
    throw new Refusal('zip.bomb', `A member would unpack to ${Math.round(ratio)} times its size.`, {
      ...where,
      remedy: 'No evaluation writes such a file. Keep it aside and ask the sender.',
    });
  }
  if (entry.size > budgets.maxMemberBytes) {
    throw new Refusal('zip.too-large', `A member unpacks to ${entry.size} bytes; that is more than is read.`, {
      ...where,
      remedy: 'Raise the budget for one member if the machine has the memory.',
    });
  }
}

async function dataOffset(source: ByteSource, entry: ZipEntry): Promise<number> {
  const offset = afterHeader(entry, await source.read(entry.offset, 30));
  if (offset + entry.compressedSize > source.size) throw damaged(entry);
  return offset;
}

/** The sizes in a local header are not read: only the directory's count. */
function afterHeader(entry: ZipEntry, header: Uint8Array): number {
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  if (view.getUint32(0, true) !== 0x04034b50) throw damaged(entry);
  return entry.offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
}

/** Reads header and data together, since the local name and extra field are nearly always as long as guessed. */
async function smallData(source: ByteSource, entry: ZipEntry): Promise<Uint8Array> {
  const guess = Math.min(source.size - entry.offset, 30 + entry.name.length * 3 + 64 + entry.compressedSize);
  const block = await source.read(entry.offset, guess);
  const from = afterHeader(entry, block.subarray(0, 30)) - entry.offset;
  if (from + entry.compressedSize <= block.length) return block.subarray(from, from + entry.compressedSize);
  if (entry.offset + from + entry.compressedSize > source.size) throw damaged(entry);
  return source.read(entry.offset + from, entry.compressedSize);
}

function decodeSmall(entry: ZipEntry, data: Uint8Array): Uint8Array {
  if (entry.method === 0) return data;
  try {
    if (entry.method === 8) {
      return zlib.inflateRawSync(data, {
        maxOutputLength: Math.max(1, entry.size),
        chunkSize: Math.max(1024, entry.size),
      });
    }
    return decodeFrames(entry, data);
  } catch (cause) {
    throw asRefusal(entry, cause);
  }
}

function decodeFrames(entry: ZipEntry, data: Uint8Array): Uint8Array {
  const frames = new ZstdFrames();
  const pieces = frames.push(data);
  frames.end();
  // Nearly every member is one frame, which is decoded where it lies.
  const whole = pieces.reduce((sum, piece) => sum + piece.bytes.length, 0) === data.length;
  if (whole && pieces.filter((piece) => piece.last).length === 1) return decodeFrame(data, entry.size);
  const parts: Uint8Array[] = [];
  let left = entry.size;
  let frame: Uint8Array[] = [];
  for (const piece of pieces) {
    frame.push(piece.bytes);
    if (!piece.last) continue;
    const plain = decodeFrame(Buffer.concat(frame), left, PART);
    left -= plain.length;
    parts.push(plain);
    frame = [];
  }
  return Buffer.concat(parts);
}

/** A chunk as large as the result spares the decoder its many small ones; one frame of many is not given so much. */
function decodeFrame(frame: Uint8Array, most: number, chunk = most): Uint8Array {
  return zlib.zstdDecompressSync(frame, {
    maxOutputLength: Math.max(1, most),
    chunkSize: Math.max(1024, Math.min(chunk, most)),
  });
}

async function* decoded(source: ByteSource, entry: ZipEntry, from: number): AsyncGenerator<Uint8Array> {
  try {
    if (entry.method === 0) yield* windows(source, from, entry.compressedSize);
    else if (entry.method === 8) yield* through(zlib.createInflateRaw(), windows(source, from, entry.compressedSize));
    else yield* decodedFrames(source, entry, from);
  } catch (cause) {
    throw asRefusal(entry, cause);
  }
}

async function* decodedFrames(source: ByteSource, entry: ZipEntry, from: number): AsyncGenerator<Uint8Array> {
  const pieces = framePieces(source, entry, from);
  for (;;) {
    const first = await pieces.next();
    if (first.done) return;
    yield* through(zlib.createZstdDecompress(), oneFrame(first.value.bytes, first.value.last, pieces));
  }
}

async function* framePieces(source: ByteSource, entry: ZipEntry, from: number) {
  const frames = new ZstdFrames();
  for await (const window of windows(source, from, entry.compressedSize)) yield* frames.push(window);
  frames.end();
}

async function* oneFrame(
  first: Uint8Array,
  done: boolean,
  pieces: AsyncGenerator<{ bytes: Uint8Array; last: boolean }>,
): AsyncGenerator<Uint8Array> {
  yield first;
  while (!done) {
    const next = await pieces.next();
    if (next.done) return;
    yield next.value.bytes;
    if (next.value.last) return;
  }
}

/** Feeds a decoder piece by piece and yields what comes out, holding neither side whole. */
async function* through(decoder: Transform, input: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const feeding = (async () => {
    try {
      for await (const piece of input) {
        if (decoder.destroyed) return;
        if (!decoder.write(piece)) await drained(decoder);
      }
      decoder.end();
    } catch (cause) {
      decoder.destroy(cause instanceof Error ? cause : new Error(String(cause)));
    }
  })();
  try {
    for await (const out of decoder) yield out as Uint8Array; // a byte transform yields bytes
  } finally {
    decoder.destroy();
    await feeding;
  }
}

function drained(decoder: Transform): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      decoder.off('drain', go);
      decoder.off('close', go);
      resolve();
    };
    decoder.on('drain', go);
    decoder.on('close', go);
    if (decoder.destroyed) go();
  });
}

async function* windows(source: ByteSource, from: number, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < length; at += WINDOW) yield source.read(from + at, Math.min(WINDOW, length - at));
}

function asRefusal(entry: ZipEntry, cause: unknown): unknown {
  if (cause instanceof Refusal) return cause;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  if (code === 'ERR_BUFFER_TOO_LARGE') return wrongSize(entry);
  return new Refusal('zip.malformed', 'A member of the log cannot be decompressed.', {
    where: entry.name,
    remedy: 'Ask the sender for the log again.',
    cause,
  });
}

function wrongSize(entry: ZipEntry): Refusal {
  return new Refusal('zip.size', 'A member of the log is not as long as the directory says.', { where: entry.name });
}

function wrongCrc(entry: ZipEntry): Refusal {
  return new Refusal('zip.crc', 'A member of the log does not match its checksum (CRC-32).', {
    where: entry.name,
    remedy: 'The file is damaged or was altered. Ask the sender for it again.',
  });
}

function damaged(entry: ZipEntry): Refusal {
  return new Refusal('zip.malformed', 'A member of the log is not where the directory says.', { where: entry.name });
}
