import { Refusal } from '../failure.ts';

/** A tar is made of blocks of this many bytes. */
export const BLOCK = 512;

/** One 512-byte tar header, with its fields taken as they stand. */
export interface TarHeader {
  /** The name's bytes: prefix and name joined by `/` in a POSIX header. */
  readonly name: Uint8Array;
  /** Bytes of content that follow. */
  readonly size: number;
  /** The type flag: `0` a plain file (an old NUL reads as `0`), `x` a pax header, `L` a GNU long name, … */
  readonly type: string;
}

const NAME = { at: 0, length: 100 };
const SIZE = { at: 124, length: 12 };
const CHECKSUM = { at: 148, length: 8 };
const TYPE_AT = 156;
const MAGIC = { at: 257, length: 8 };
const PREFIX = { at: 345, length: 155 };
const POSIX_MAGIC = 'ustar\u000000';
const GNU_MAGIC = 'ustar  \u0000';

/** @returns a refusal for a tar that does not follow the format. */
export function malformed(what: string, where?: string): Refusal {
  return new Refusal('bundle.tar-malformed', `The bundle's tar is malformed: ${what}.`, {
    ...(where === undefined ? {} : { where }),
    remedy: 'Ask the producer to seal the bundle again.',
  });
}

/** @returns true where the block is 512 zero bytes. */
export function isZero(block: Uint8Array): boolean {
  for (const byte of block) if (byte !== 0) return false;
  return true;
}

function checksumOf(block: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) {
    const inField = at >= CHECKSUM.at && at < CHECKSUM.at + CHECKSUM.length;
    sum += inField ? 0x20 : (block[at] ?? 0);
  }
  return sum;
}

function octal(field: Uint8Array, what: string): number {
  const text = Buffer.from(field).toString('latin1');
  const digits = /^ *([0-7]+)[ \0]*$/.exec(text)?.[1];
  if (digits === undefined) throw malformed(`the ${what} is not an octal number`);
  return Number.parseInt(digits, 8);
}

/** Octal, or the base-256 form that GNU tar writes for sizes of 8 GiB and more: a first byte of 0x80, then big-endian. */
function size(field: Uint8Array): number {
  if (field[0] !== 0x80) {
    if ((field[0] ?? 0) > 0x80) throw malformed('a size is negative or too large');
    return octal(field, 'size');
  }
  let value = 0n;
  for (const byte of field.subarray(1)) value = (value << 8n) | BigInt(byte);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed('a size is too large');
  return Number(value);
}

/** A text field ends at its first NUL or at its end; what stands after the NUL must be zero. */
function untilNul(field: Uint8Array): Uint8Array {
  const nul = field.indexOf(0);
  if (nul < 0) return field;
  if (!isZero(field.subarray(nul))) {
    throw new Refusal('bundle.path-unsafe', "A member's name holds a NUL character.", {
      remedy: 'Ask the producer to seal the bundle again.',
    });
  }
  return field.subarray(0, nul);
}

const part = (block: Uint8Array, { at, length }: { at: number; length: number }) => block.subarray(at, at + length);

/**
 * Parses a header block as POSIX.1-1988 (ustar) and GNU tar write it.
 * @param block exactly 512 bytes, not all zero
 * @throws Refusal `bundle.tar-malformed` (checksum, magic, numbers), `bundle.path-unsafe` (a NUL inside a name)
 */
export function parseTarHeader(block: Uint8Array): TarHeader {
  if (octal(part(block, CHECKSUM), 'checksum') !== checksumOf(block)) throw malformed('a header has a wrong checksum');
  const magic = Buffer.from(part(block, MAGIC)).toString('latin1');
  if (magic !== POSIX_MAGIC && magic !== GNU_MAGIC) throw malformed('a header is neither POSIX ustar nor GNU tar');
  const name = untilNul(part(block, NAME));
  // A GNU header keeps times where POSIX keeps the prefix.
  const prefix = magic === POSIX_MAGIC ? untilNul(part(block, PREFIX)) : new Uint8Array(0);
  const type = String.fromCharCode(block[TYPE_AT] || 0x30);
  return {
    name: prefix.length === 0 ? name.slice() : Buffer.concat([prefix, Buffer.from('/'), name]),
    size: size(part(block, SIZE)),
    type,
  };
}

/**
 * Makes a deterministic ustar header: mode 0644, owner 0, time 0.
 * @param name at most 100 ASCII characters
 * @param contentSize below 8 GiB
 * @param type `0` a plain file, `x` a pax header
 */
export function makeTarHeader(name: string, contentSize: number, type: '0' | 'x'): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  const number = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  block.write(name, NAME.at, NAME.length, 'latin1');
  block.write(number(0o644, 8) + number(0, 8) + number(0, 8), 100, 'latin1');
  block.write(number(contentSize, SIZE.length) + number(0, 12), SIZE.at, 'latin1');
  block.write(type, TYPE_AT, 'latin1');
  block.write(POSIX_MAGIC, MAGIC.at, 'latin1');
  block.write(number(0, 8) + number(0, 8), 329, 'latin1');
  block.write(`${checksumOf(block).toString(8).padStart(6, '0')}\0 `, CHECKSUM.at, 'latin1');
  return block;
}
