import { open } from 'node:fs/promises';
import { inflateRawSync, zstdDecompressSync } from 'node:zlib';

/** What the baseline read. */
export interface BareCount {
  readonly members: number;
  /** Bytes of JSON. */
  readonly jsonBytes: number;
}

interface Entry {
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** What the decoder answers with `info`, which its types do not say. */
interface OneFrame {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;

/**
 * The least that reading a log takes: unzip every member and `JSON.parse` it, one after another in one thread. Nothing
 * is checked (no CRC, no limits) and nothing is kept. It reads what the generator writes: methods 0, 8 and 93 (several
 * zstd frames a member, of which Node's decoder takes one at a time), no ZIP64, no comment.
 */
export async function bareParse(path: string): Promise<BareCount> {
  const file = await open(path, 'r');
  try {
    const read = async (offset: number, length: number): Promise<Buffer> => {
      const into = Buffer.allocUnsafe(length);
      const { bytesRead } = await file.read(into, 0, length, offset);
      if (bytesRead !== length) throw new Error(`${path} is shorter than it says`);
      return into;
    };
    let jsonBytes = 0;
    let members = 0;
    const { size } = await file.stat();
    for (const entry of await directory(read, size)) {
      // The local header's name and extra field are as long as it says itself.
      const header = await read(entry.offset, 30);
      const from = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
      const text = unpacked(entry, await read(from, entry.packed));
      if (text.length !== entry.size) throw new Error('a member has another size than the directory says');
      JSON.parse(text.toString('utf8'));
      jsonBytes += text.length;
      members += 1;
    }
    return { members, jsonBytes };
  } finally {
    await file.close();
  }
}

async function directory(read: (at: number, length: number) => Promise<Buffer>, size: number): Promise<Entry[]> {
  const end = await read(size - END_BYTES, END_BYTES);
  const count = end.readUInt16LE(10);
  const offset = end.readUInt32LE(16);
  if (end.readUInt32LE(0) !== END || count === 0xffff || offset === 0xffffffff) {
    throw new Error('the baseline reads plain ZIP files without a comment and without ZIP64');
  }
  const bytes = await read(offset, end.readUInt32LE(12));
  const entries: Entry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new Error('the directory is not as it should be');
    entries.push({
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function unpacked({ method, size }: Entry, data: Buffer): Buffer {
  // A chunk as large as the result spares the decoder its many small ones.
  const options = { chunkSize: Math.max(1024, size) };
  if (method === 8) return inflateRawSync(data, options);
  if (method !== 93) return data;
  const frames: Buffer[] = [];
  for (let left = data; left.length > 0; ) {
    // With `info` the answer holds the engine too, whose count of bytes taken tells where the next frame begins.
    const { buffer, engine } = zstdDecompressSync(left, { ...options, info: true }) as unknown as OneFrame;
    frames.push(buffer);
    left = left.subarray(engine.bytesWritten);
  }
  return frames.length === 1 && frames[0] ? frames[0] : Buffer.concat(frames);
}
