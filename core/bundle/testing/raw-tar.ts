import { type TarEntry, TarReader } from '../tar-reader.ts';

/** The end-of-archive mark. */
export const end: Uint8Array = new Uint8Array(1024);

/** The fields of a hand-made header; nothing is checked, so that hostile tars can be made. */
export interface RawHeader {
  name: string;
  size?: number;
  sizeField?: Uint8Array;
  type?: string;
  prefix?: string;
  magic?: string;
}

/** @returns one header block with a right checksum; texts are latin-1, one byte a character. */
export function rawHeader({
  name,
  size = 0,
  sizeField,
  type = '0',
  prefix = '',
  magic = 'ustar\x0000',
}: RawHeader): Uint8Array {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100, 'latin1');
  header.write('0000644\x000000000\x000000000\0', 100, 'latin1');
  if (sizeField) header.set(sizeField, 124);
  else header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  header.write('00000000000\0        ', 136, 'latin1');
  header.write(type, 156, 'latin1');
  header.write(magic, 257, 'latin1');
  header.write(prefix, 345, 155, 'latin1');
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** @returns the content padded with zeros to whole blocks. */
export function block(content: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(content);
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** @returns a plain member: header and padded content. */
export function file(name: string, content: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(content);
  return Buffer.concat([rawHeader({ name, size: bytes.length }), block(bytes)]);
}

/** @returns the parts as one buffer. */
export function tarOf(...parts: Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

/** Reads a tar in pieces of the given lengths, over and over, and keeps the contents as text. */
export function read(
  tar: Uint8Array,
  cuts: readonly number[] = [tar.length],
): { entries: readonly TarEntry[]; contents: string[] } {
  const contents: string[] = [];
  const pieces: Buffer[] = [];
  const reader = new TarReader({
    onContent: (bytes) => pieces.push(Buffer.from(bytes)),
    onMemberEnd: () => contents.push(Buffer.concat(pieces.splice(0)).toString()),
  });
  for (let at = 0, cut = 0; at < tar.length; cut++) {
    const next = Math.min(tar.length, at + (cuts[cut % cuts.length] ?? tar.length));
    reader.push(tar.subarray(at, next));
    at = next;
  }
  return { entries: reader.end(), contents };
}
