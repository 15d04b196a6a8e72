import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ICON_SIZES } from '../../build/formats/linux-tree.ts';
import { iconFile } from '../../build/icon-file.ts';

const RESOURCES = resolve(import.meta.dirname, '../../build/resources');
const picture = (size: number) => readFileSync(join(RESOURCES, `icons/${size}x${size}.png`));

describe('the icon', () => {
  it('is there as a PNG of every size that packages carry', () => {
    const sizes = readdirSync(join(RESOURCES, 'icons')).map((name) => Number.parseInt(name, 10));
    expect(sizes).toEqual(expect.arrayContaining([...ICON_SIZES, 1024]));
    for (const size of sizes) {
      const png = picture(size);
      expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    }
  });

  it('is for Windows the same pictures in one file, up to 256 pixels', () => {
    const sizes = [16, 24, 32, 48, 64, 96, 128, 256];
    const made = iconFile(sizes.map((size) => ({ size, png: picture(size) })));
    expect(readFileSync(join(RESOURCES, 'icon.ico')).equals(made)).toBe(true);
    expect(made.readUInt16LE(4)).toBe(sizes.length);
    for (const [index, size] of sizes.entries()) {
      const entry = made.subarray(6 + 16 * index);
      expect(entry.readUInt8(0)).toBe(size % 256);
      const at = entry.readUInt32LE(12);
      expect(made.subarray(at, at + entry.readUInt32LE(8)).equals(picture(size))).toBe(true);
    }
    expect(() => iconFile([{ size: 512, png: picture(512) }])).toThrow(RangeError);
  });
});
