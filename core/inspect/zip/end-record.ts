import type { ByteSource } from '../../bytes/source.ts';
import { Refusal } from '../../failure.ts';

/** Where the central directory lies. */
export interface DirectoryEnd {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
  /** To be added to every offset the directory gives: the length of what stands before the archive, mostly 0. */
  readonly shift: number;
  readonly zip64: boolean;
  readonly trailingBytes: number;
}

const END = 22;
const LOCATOR = 20;
const WIDE_END = 56;

/**
 * Finds the end-of-central-directory record by searching backwards, so that a comment (up to 65,535 bytes) and garbage
 * after it do not hide it, and follows the ZIP64 locator where there is one (APPNOTE 4.3.14 to 4.3.16).
 * @throws Refusal `zip.no-directory` where there is none, as in a truncated file
 */
export async function findDirectory(source: ByteSource): Promise<DirectoryEnd> {
  const length = Math.min(source.size, END + LOCATOR + WIDE_END + 0xffff + 4096);
  const base = source.size - length;
  const tail = await source.read(base, length);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.length);
  const found = candidates(view).map((at) => ({ at, trailing: length - at - END - view.getUint16(at + 20, true) }));
  // A record whose comment ends the file comes first; only then one with garbage after it.
  found.sort((a, b) => Number(a.trailing !== 0) - Number(b.trailing !== 0) || b.at - a.at);
  for (const { at, trailing } of found) {
    const end = await readEnd(source, view, base, at, trailing);
    if (end) return end;
  }
  throw new Refusal('zip.no-directory', 'The log has no ZIP directory at its end; it is cut short or damaged.', {
    remedy: 'Ask the sender for it again.',
  });
}

/** @returns where the signature stands with a comment that fits, in file order. */
function candidates(view: DataView): number[] {
  const out: number[] = [];
  for (let at = view.byteLength - END; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    if (at + END + view.getUint16(at + 20, true) <= view.byteLength) out.push(at);
  }
  return out;
}

async function readEnd(
  source: ByteSource,
  tail: DataView,
  base: number,
  at: number,
  trailingBytes: number,
): Promise<DirectoryEnd | undefined> {
  let count = tail.getUint16(at + 10, true);
  let size = tail.getUint32(at + 12, true);
  let offset = tail.getUint32(at + 16, true);
  let endsAt = base + at;
  let zip64 = false;
  if (base + at >= LOCATOR && (count === 0xffff || size === 0xffffffff || offset === 0xffffffff)) {
    const locator = await viewOf(source, base + at - LOCATOR, LOCATOR);
    if (locator.getUint32(0, true) === 0x07064b50) {
      const wideAt = await wideRecord(source, number(locator, 8), base + at - LOCATOR);
      if (wideAt === undefined) return undefined;
      const wide = await viewOf(source, wideAt, WIDE_END);
      count = number(wide, 32);
      size = number(wide, 40);
      offset = number(wide, 48);
      endsAt = wideAt;
      zip64 = true;
    }
  }
  for (const start of [offset, endsAt - size]) {
    if (await startsDirectory(source, start, size, count)) {
      return { offset: start, size, count, shift: start - offset, zip64, trailingBytes };
    }
  }
  return undefined;
}

/** The ZIP64 record stands where the locator says, or right before it when bytes were put in front of the archive. */
async function wideRecord(source: ByteSource, said: number, locatorAt: number): Promise<number | undefined> {
  for (const at of [said, locatorAt - WIDE_END]) {
    if (at < 0 || at + WIDE_END > source.size) continue;
    if ((await viewOf(source, at, 4)).getUint32(0, true) === 0x06064b50) return at;
  }
  return undefined;
}

async function startsDirectory(source: ByteSource, start: number, size: number, count: number): Promise<boolean> {
  if (start < 0 || start + size > source.size || size < count * 46) return false;
  if (count === 0) return true;
  return (await viewOf(source, start, 4)).getUint32(0, true) === 0x02014b50;
}

async function viewOf(source: ByteSource, offset: number, length: number): Promise<DataView> {
  const bytes = await source.read(offset, length);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Beyond 2^53 the number is no real offset; Infinity fails every range check after it. */
function number(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(value);
}
