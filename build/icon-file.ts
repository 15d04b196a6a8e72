/** One picture of an icon: a square PNG. */
export interface IconPicture {
  readonly size: number;
  readonly png: Buffer;
}

const HEADER = 6;
const ENTRY = 16;

/**
 * Puts PNG pictures into a Windows icon: a table of sizes and places, then the pictures as they are.
 * @param pictures up to 256 pixels a side
 */
export function iconFile(pictures: readonly IconPicture[]): Buffer {
  const table = Buffer.alloc(HEADER + ENTRY * pictures.length);
  table.writeUInt16LE(1, 2); // an icon, not a cursor
  table.writeUInt16LE(pictures.length, 4);
  let offset = table.length;
  for (const [index, { size, png }] of pictures.entries()) {
    if (size > 256) throw new RangeError('a picture in an icon has at most 256 pixels a side');
    const at = HEADER + ENTRY * index;
    table.writeUInt8(size % 256, at); // 256 is written as 0
    table.writeUInt8(size % 256, at + 1);
    table.writeUInt16LE(1, at + 4); // planes
    table.writeUInt16LE(32, at + 6); // bits a pixel
    table.writeUInt32LE(png.length, at + 8);
    table.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([table, ...pictures.map(({ png }) => png)]);
}
