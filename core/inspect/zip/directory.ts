import type { ByteSource } from '../../bytes/source.ts';
import { Refusal } from '../../failure.ts';
import { decodeUtf8 } from '../../json/utf8.ts';
import type { Budgets } from '../budgets.ts';
import { findDirectory } from './end-record.ts';

// This room reads the central directory itself instead of through a ZIP library: the libraries refuse the duplicate
// and hostile names that a log may legally or illegally hold, want the comment length to be exact, and read the
// directory entry by entry, which over an encrypted bundle of 100,000 samples costs a decryption for each.

/** One entry of the central directory. Names are text to show, never a path. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflate, 93 zstd. */
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Offset of the local header in the source. */
  readonly offset: number;
  readonly encrypted: boolean;
}

/** The members that count, and what was odd about the directory. */
export interface ZipDirectory {
  /** By name; of entries with one name the last stands, as ZIP readers have it and requeued samples need it. */
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** Names that stood more than once, with how often. */
  readonly duplicates: ReadonlyMap<string, number>;
  readonly zip64: boolean;
  /** Bytes after the end-of-directory record that are not its comment. */
  readonly trailingBytes: number;
  /** Pairs of entries whose bytes overlap. */
  readonly overlaps: number;
}

/**
 * Reads the central directory, and nothing but it: bytes that it does not name are never looked at.
 * @throws Refusal `zip.no-directory`, `zip.malformed`, `zip.too-large`, `zip.bomb`
 */
export async function readDirectory(source: ByteSource, budgets: Budgets): Promise<ZipDirectory> {
  const end = await findDirectory(source);
  if (end.size > budgets.maxDirectoryBytes || end.count > budgets.maxEntries) {
    throw tooMany(end.count);
  }
  const bytes = await source.read(end.offset, end.size);
  const entries = new Map<string, ZipEntry>();
  const duplicates = new Map<string, number>();
  let at = 0;
  let zip64 = end.zip64;
  let count = 0;
  // By the directory's size and not by the stated count, as Python does: two readers must not see different members.
  while (at < bytes.length) {
    if (++count > budgets.maxEntries) throw tooMany(count);
    const { entry, next, wide } = readEntry(bytes, at, end.shift);
    zip64 ||= wide;
    at = next;
    if (entries.has(entry.name)) {
      duplicates.set(entry.name, (duplicates.get(entry.name) ?? 1) + 1);
      entries.delete(entry.name);
    }
    entries.set(entry.name, entry);
  }
  // Old writers let the 16-bit count run over.
  if ((count & 0xffff) !== (end.count & 0xffff)) throw torn();
  checkTotals(entries, budgets);
  return { entries, duplicates, zip64, trailingBytes: end.trailingBytes, overlaps: checkLayout(entries, end.offset) };
}

function readEntry(bytes: Uint8Array, at: number, shift: number): { entry: ZipEntry; next: number; wide: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw torn();
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  if (next > bytes.length) throw torn();
  const raw = {
    size: view.getUint32(at + 24, true),
    compressedSize: view.getUint32(at + 20, true),
    offset: view.getUint32(at + 42, true),
  };
  const extra = new DataView(bytes.buffer, bytes.byteOffset + at + 46 + nameLength, extraLength);
  const wide = widen(raw, extra);
  const flags = view.getUint16(at + 8, true);
  const entry: ZipEntry = {
    name: decodeName(bytes.subarray(at + 46, at + 46 + nameLength)),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    compressedSize: raw.compressedSize,
    size: raw.size,
    offset: raw.offset + shift,
    encrypted: (flags & 0x2041) !== 0,
  };
  return { entry, next, wide };
}

/** Replaces the fields that say "see the ZIP64 extra field" (0x0001), in the order that APPNOTE 4.5.3 gives. */
function widen(raw: { size: number; compressedSize: number; offset: number }, extra: DataView): boolean {
  const wanted = (['size', 'compressedSize', 'offset'] as const).filter((field) => raw[field] === 0xffffffff);
  if (wanted.length === 0) return false;
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const length = extra.getUint16(at + 2, true);
    if (extra.getUint16(at, true) === 1) {
      wanted.forEach((field, i) => {
        if ((i + 1) * 8 > length || at + 12 + i * 8 > extra.byteLength) throw torn();
        raw[field] = safe(extra.getBigUint64(at + 4 + i * 8, true));
      });
      return true;
    }
    at += 4 + length;
  }
  // Exactly 0xffffffff without the extra field is a size like any other.
  return false;
}

/** @returns a 64-bit number that a double holds. @throws Refusal `zip.malformed` */
export function safe(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw torn();
  return Number(value);
}

function decodeName(bytes: Uint8Array): string {
  const { text, valid } = decodeUtf8(bytes);
  // Old writers leave the code page unsaid; any one-byte reading keeps different names different.
  return valid ? text : Buffer.from(bytes).toString('latin1');
}

/** Counts overlapping entries, and refuses the directory whose entries together claim more bytes than the file has. */
function checkLayout(entries: ReadonlyMap<string, ZipEntry>, limit: number): number {
  const spans = [...entries.values()].sort((a, b) => a.offset - b.offset);
  let overlaps = 0;
  let reached = 0;
  let claimed = 0;
  for (const span of spans) {
    // A local header has at least 30 bytes before the data.
    if (span.offset < 0 || span.offset + 30 + span.compressedSize > limit) throw torn();
    if (span.offset < reached) overlaps++;
    reached = Math.max(reached, span.offset + 30 + span.compressedSize);
    claimed += span.compressedSize;
  }
  if (claimed > limit) throw bomb('The members of the log overlap, so that few bytes claim to be many.');
  return overlaps;
}

/** The same ratios that hold for one large member hold for all small ones together. */
function checkTotals(entries: ReadonlyMap<string, ZipEntry>, budgets: Budgets): void {
  const totals = { zstd: { size: 0, packed: 0 }, other: { size: 0, packed: 0 } };
  for (const entry of entries.values()) {
    const total = entry.method === 93 ? totals.zstd : totals.other;
    total.size += entry.size;
    total.packed += entry.compressedSize;
  }
  for (const [total, most] of [
    [totals.zstd, budgets.maxZstdRatio],
    [totals.other, budgets.maxDeflateRatio],
  ] as const) {
    if (total.size > 8 * budgets.ratioFromBytes && total.size > most * total.packed) {
      throw bomb(`The members would unpack to ${Math.round(total.size / Math.max(1, total.packed))} times their size.`);
    }
  }
}

function bomb(message: string): Refusal {
  return new Refusal('zip.bomb', message, {
    remedy: 'No evaluation writes such a file. Keep it aside and ask the sender.',
  });
}

function tooMany(count: number): Refusal {
  return new Refusal('zip.too-large', `The log's directory names ${count} members or more; so many are not read.`);
}

function torn(): Refusal {
  return new Refusal('zip.malformed', "The log's ZIP directory is damaged.", {
    remedy: 'Ask the sender for it again.',
  });
}
