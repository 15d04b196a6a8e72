import zlib from 'node:zlib';

/** One member to be written, and how to lie about it. */
export interface TinyMember {
  readonly name: string;
  readonly data: Uint8Array | string;
  /** 0, 8 or 93; default 8. */
  readonly method?: number;
  /** Cuts the data into so many zstd frames. */
  readonly frames?: number;
  readonly crc?: number;
  readonly statedSize?: number;
  readonly flags?: number;
}

/** How to write the archive as a whole. */
export interface TinyZipOptions {
  readonly comment?: string;
  /** Writes every size and offset into ZIP64 fields. */
  readonly zip64?: boolean;
  readonly prefix?: Uint8Array;
  readonly suffix?: Uint8Array;
}

/** Writes a small ZIP, with the faults that tests ask for. */
export function tinyZip(members: readonly TinyMember[], options: TinyZipOptions = {}): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const plain = Buffer.from(member.data);
    const packed = pack(plain, member.method ?? 8, member.frames ?? 1);
    const name = Buffer.from(member.name);
    const sizes = { size: member.statedSize ?? plain.length, packed: packed.length, offset };
    const crc = member.crc ?? zlib.crc32(plain);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(member.flags ?? 0, 6);
    local.writeUInt16LE(member.method ?? 8, 8);
    local.writeUInt32LE(crc, 14);
    local.writeUInt32LE(sizes.packed, 18);
    local.writeUInt32LE(sizes.size, 22);
    local.writeUInt16LE(name.length, 26);
    parts.push(local, name, packed);
    directory.push(...directoryEntry(member, name, crc, sizes, options.zip64 ?? false));
    offset += local.length + name.length + packed.length;
  }
  const entries = Buffer.concat(directory);
  return Buffer.concat([
    options.prefix ?? Buffer.alloc(0),
    ...parts,
    entries,
    endRecords(members.length, entries.length, offset, options),
    options.suffix ?? Buffer.alloc(0),
  ]);
}

function pack(plain: Buffer, method: number, frames: number): Buffer {
  if (method === 8) return zlib.deflateRawSync(plain);
  if (method !== 93) return plain;
  const step = Math.ceil(plain.length / frames) || 1;
  const out: Buffer[] = [];
  for (let at = 0; at < Math.max(1, plain.length); at += step) {
    out.push(zlib.zstdCompressSync(plain.subarray(at, at + step)));
  }
  return Buffer.concat(out);
}

function directoryEntry(
  member: TinyMember,
  name: Buffer,
  crc: number,
  sizes: { size: number; packed: number; offset: number },
  wide: boolean,
): Buffer[] {
  const extra = Buffer.alloc(wide ? 28 : 0);
  if (wide) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    extra.writeBigUInt64LE(BigInt(sizes.size), 4);
    extra.writeBigUInt64LE(BigInt(sizes.packed), 12);
    extra.writeBigUInt64LE(BigInt(sizes.offset), 20);
  }
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(member.flags ?? 0, 8);
  entry.writeUInt16LE(member.method ?? 8, 10);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(wide ? 0xffffffff : sizes.packed, 20);
  entry.writeUInt32LE(wide ? 0xffffffff : sizes.size, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(extra.length, 30);
  entry.writeUInt32LE(wide ? 0xffffffff : sizes.offset, 42);
  return [entry, name, extra];
}

function endRecords(count: number, size: number, offset: number, options: TinyZipOptions): Buffer {
  const comment = Buffer.from(options.comment ?? '');
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(options.zip64 ? 0xffff : count, 8);
  end.writeUInt16LE(options.zip64 ? 0xffff : count, 10);
  end.writeUInt32LE(options.zip64 ? 0xffffffff : size, 12);
  end.writeUInt32LE(options.zip64 ? 0xffffffff : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  if (!options.zip64) return Buffer.concat([end, comment]);
  const wide = Buffer.alloc(56);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeBigUInt64LE(BigInt(count), 24);
  wide.writeBigUInt64LE(BigInt(count), 32);
  wide.writeBigUInt64LE(BigInt(size), 40);
  wide.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([wide, locator, end, comment]);
}
