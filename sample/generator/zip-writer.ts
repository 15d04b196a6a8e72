import { crc32, deflateRawSync, constants as zlib, zstdCompressSync } from 'node:zlib';
import type { Write } from './file-sink.ts';

export type ZipMethod = 'stored' | 'deflate' | 'zstd';

export interface ZipOptions {
  /** How members are compressed where nothing else is said; zstd when absent, as Inspect writes today. */
  readonly method?: ZipMethod;
  /** Compression level: 1 to 9 for deflate, 1 to 19 for zstd. */
  readonly level?: number;
  /** Writes ZIP64 records even where they are not needed. They are always written where they are. */
  readonly zip64?: boolean;
  /** The comment at the end of the archive. */
  readonly comment?: string;
}

export interface MemberOptions {
  readonly method?: ZipMethod;
  /** zstd: start a new frame each so many bytes of input. One frame when absent. */
  readonly frameBytes?: number;
  /** A CRC to record instead of the true one. For tests of readers. */
  readonly falseCrc?: number;
  /** An uncompressed size to record instead of the true one. For tests of readers. */
  readonly falseSize?: number;
}

interface Entry {
  // A string and not its bytes: a small buffer kept would keep the whole slab that Node cut it from.
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const METHOD_NUMBER: Record<ZipMethod, number> = { stored: 0, deflate: 8, zstd: 93 };
const MAX_32 = 0xffffffff;
const UTF8_NAME = 0x0800;
const SIZES_FOLLOW = 0x0008;
// 2026-09-01 08:00:00 in DOS form: a fixed time, so that the same input gives the same bytes.
const DOS_TIME = 8 << 11;
const DOS_DATE = ((2026 - 1980) << 9) | (9 << 5) | 1;
const VERSION = 20;
const VERSION_ZIP64 = 45;
const STREAM_PIECE = 1 << 20;

/**
 * Writes a ZIP archive from front to back, holding only the central directory in memory. The same name may be added
 * twice: readers take the last, as Inspect does. Layout: APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.
 */
export class ZipWriter {
  readonly #write: Write;
  readonly #options: ZipOptions;
  #entries: Entry[] = [];
  #offset = 0;
  #unpacked = 0;

  constructor(write: Write, options: ZipOptions = {}) {
    this.#write = write;
    this.#options = options;
  }

  /** Sum of the uncompressed sizes of all members so far, in bytes. */
  get unpackedBytes(): number {
    return this.#unpacked;
  }

  /** Adds a member whose bytes are at hand. */
  async add(name: string, bytes: Uint8Array, options: MemberOptions = {}): Promise<void> {
    const method = options.method ?? this.#options.method ?? 'zstd';
    const packed = this.#pack(method, bytes, options.frameBytes);
    const entry: Entry = {
      name,
      flags: nameFlag(name),
      method: METHOD_NUMBER[method],
      crc: options.falseCrc ?? crc32(bytes),
      packed: packed.length,
      size: options.falseSize ?? bytes.length,
      offset: this.#offset,
    };
    this.#unpacked += bytes.length;
    this.#entries.push(entry);
    await this.#put(this.#localHeader(entry));
    await this.#put(packed);
  }

  /** Adds a member piece by piece; its sizes follow its data. Each piece of 1 MiB is its own zstd frame or deflate block. */
  async addStream(name: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const method = this.#options.method ?? 'zstd';
    const flags = SIZES_FOLLOW | nameFlag(name);
    const offset = this.#offset;
    const open = { name, flags, method: METHOD_NUMBER[method], offset };
    await this.#put(this.#localHeader({ ...open, crc: 0, packed: 0, size: 0 }));
    let crc = 0;
    let size = 0;
    let packed = 0;
    const put = async (bytes: Uint8Array): Promise<void> => {
      crc = crc32(bytes, crc);
      size += bytes.length;
      const out = method === 'deflate' ? deflatePiece(bytes, this.#options.level) : this.#pack(method, bytes);
      packed += out.length;
      await this.#put(out);
    };
    let waiting: Uint8Array[] = [];
    let waitingBytes = 0;
    for await (const piece of pieces) {
      waiting.push(piece);
      waitingBytes += piece.length;
      if (waitingBytes >= STREAM_PIECE) {
        await put(Buffer.concat(waiting));
        waiting = [];
        waitingBytes = 0;
      }
    }
    if (waitingBytes > 0 || size === 0) await put(Buffer.concat(waiting));
    if (method === 'deflate') {
      const end = deflateRawSync(Buffer.alloc(0));
      packed += end.length;
      await this.#put(end);
    }
    const wide = this.#options.zip64 === true;
    const descriptor = Buffer.alloc(wide ? 24 : 16);
    descriptor.writeUInt32LE(0x08074b50, 0);
    descriptor.writeUInt32LE(crc, 4);
    if (wide) {
      descriptor.writeBigUInt64LE(BigInt(packed), 8);
      descriptor.writeBigUInt64LE(BigInt(size), 16);
    } else {
      descriptor.writeUInt32LE(packed, 8);
      descriptor.writeUInt32LE(size, 12);
    }
    await this.#put(descriptor);
    this.#unpacked += size;
    this.#entries.push({ ...open, crc, packed, size });
  }

  /** Leaves a member's bytes in the file but out of the directory, as Inspect does to the old header of an edited log. */
  orphan(name: string): void {
    this.#entries = this.#entries.filter((entry) => entry.name !== name);
  }

  /** Writes the central directory and the end records. Nothing may be added afterwards. */
  async finish(): Promise<void> {
    const start = this.#offset;
    for (const entry of this.#entries) await this.#put(this.#centralHeader(entry));
    const size = this.#offset - start;
    const count = this.#entries.length;
    const wide = this.#options.zip64 === true || count > 0xffff || start > MAX_32 || size > MAX_32;
    if (wide) await this.#put(endOfDirectory64(count, size, start, this.#offset));
    const comment = Buffer.from(this.#options.comment ?? '', 'utf8');
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(wide ? 0xffff : count, 8);
    end.writeUInt16LE(wide ? 0xffff : count, 10);
    end.writeUInt32LE(wide ? MAX_32 : size, 12);
    end.writeUInt32LE(wide ? MAX_32 : start, 16);
    end.writeUInt16LE(comment.length, 20);
    await this.#put(end);
    if (comment.length > 0) await this.#put(comment);
  }

  async #put(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.length;
    const pending = this.#write(bytes);
    if (pending) await pending;
  }

  #pack(method: ZipMethod, bytes: Uint8Array, frameBytes?: number): Uint8Array {
    if (method === 'stored') return bytes;
    if (method === 'deflate') return deflateRawSync(bytes, { level: this.#options.level ?? 6 });
    const params = { [zlib.ZSTD_c_compressionLevel]: this.#options.level ?? 3 };
    if (frameBytes === undefined || bytes.length <= frameBytes) return zstdCompressSync(bytes, { params });
    const frames: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += frameBytes) {
      frames.push(zstdCompressSync(bytes.subarray(at, at + frameBytes), { params }));
    }
    return Buffer.concat(frames);
  }

  #isWide(entry: Entry): boolean {
    return this.#options.zip64 === true || entry.size >= MAX_32 || entry.packed >= MAX_32 || entry.offset >= MAX_32;
  }

  #localHeader(entry: Entry): Buffer {
    const name = Buffer.from(entry.name, 'utf8');
    const wide = this.#options.zip64 === true || entry.size >= MAX_32 || entry.packed >= MAX_32;
    const extra = wide ? 20 : 0;
    const header = Buffer.alloc(30 + name.length + extra);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(wide ? VERSION_ZIP64 : VERSION, 4);
    writeCommon(header, 6, entry, wide);
    header.writeUInt16LE(name.length, 26);
    header.writeUInt16LE(extra, 28);
    header.set(name, 30);
    if (wide) {
      const at = 30 + name.length;
      header.writeUInt16LE(0x0001, at);
      header.writeUInt16LE(16, at + 2);
      header.writeBigUInt64LE(BigInt(entry.size), at + 4);
      header.writeBigUInt64LE(BigInt(entry.packed), at + 12);
    }
    return header;
  }

  #centralHeader(entry: Entry): Buffer {
    const name = Buffer.from(entry.name, 'utf8');
    const wide = this.#isWide(entry);
    const extra = wide ? 28 : 0;
    const header = Buffer.alloc(46 + name.length + extra);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE((3 << 8) | (wide ? VERSION_ZIP64 : VERSION), 4);
    header.writeUInt16LE(wide ? VERSION_ZIP64 : VERSION, 6);
    writeCommon(header, 8, entry, wide);
    header.writeUInt16LE(name.length, 28);
    header.writeUInt16LE(extra, 30);
    header.writeUInt32LE((0o100600 << 16) >>> 0, 38);
    header.writeUInt32LE(wide ? MAX_32 : entry.offset, 42);
    header.set(name, 46);
    if (wide) {
      const at = 46 + name.length;
      header.writeUInt16LE(0x0001, at);
      header.writeUInt16LE(24, at + 2);
      header.writeBigUInt64LE(BigInt(entry.size), at + 4);
      header.writeBigUInt64LE(BigInt(entry.packed), at + 12);
      header.writeBigUInt64LE(BigInt(entry.offset), at + 20);
    }
    return header;
  }
}

const nameFlag = (name: string): number => (Buffer.byteLength(name) === name.length ? 0 : UTF8_NAME);

/** Flags to sizes: the fields that local and central headers share, in the same order. */
function writeCommon(header: Buffer, at: number, entry: Entry, wide: boolean): void {
  header.writeUInt16LE(entry.flags, at);
  header.writeUInt16LE(entry.method, at + 2);
  header.writeUInt16LE(DOS_TIME, at + 4);
  header.writeUInt16LE(DOS_DATE, at + 6);
  header.writeUInt32LE(entry.crc, at + 8);
  header.writeUInt32LE(wide ? MAX_32 : entry.packed, at + 12);
  header.writeUInt32LE(wide ? MAX_32 : entry.size, at + 16);
}

function endOfDirectory64(count: number, size: number, start: number, at: number): Buffer {
  const record = Buffer.alloc(56 + 20);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE((3 << 8) | VERSION_ZIP64, 12);
  record.writeUInt16LE(VERSION_ZIP64, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(at), 64);
  record.writeUInt32LE(1, 72);
  return record;
}

/** A run of complete deflate blocks that ends on a byte and is not the last, so that pieces can follow one another. */
function deflatePiece(bytes: Uint8Array, level = 6): Uint8Array {
  return deflateRawSync(bytes, { level, finishFlush: zlib.Z_SYNC_FLUSH });
}
