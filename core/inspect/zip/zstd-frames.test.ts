import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ZstdFrames } from './zstd-frames.ts';

/** Frames cut out of the input, fed in pieces of `step` bytes. */
function cut(input: Uint8Array, step = input.length): { frames: Buffer[]; pieces: number } {
  const walker = new ZstdFrames();
  const frames: Buffer[] = [];
  let open: Uint8Array[] = [];
  let pieces = 0;
  for (let at = 0; at < input.length; at += step) {
    for (const piece of walker.push(input.subarray(at, at + step))) {
      pieces++;
      open.push(piece.bytes);
      if (!piece.last) continue;
      frames.push(Buffer.concat(open));
      open = [];
    }
  }
  walker.end();
  expect(open).toEqual([]);
  return { frames, pieces };
}

const compress = (text: string, checksum: 0 | 1) =>
  zlib.zstdCompressSync(text, { params: { [zlib.constants.ZSTD_c_checksumFlag]: checksum } });
/** Magic number, no flags, a window of 1 KiB. */
const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]);
const lastBlock = Buffer.from([1, 0, 0]);
const emptyFrame = Buffer.concat([head, lastBlock]);
const skippable = Buffer.from([0x52, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 7, 7, 7]);
const skippableEmpty = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);

describe('the cutter of zstd frames', () => {
  const frames = [compress('one', 0), compress('two '.repeat(90_000), 1), emptyFrame, compress('', 1)];

  it.each([1, 2, 3, 5, 17, 4096])('gives the same frames for pieces of %i bytes', (step) => {
    const input = Buffer.concat([skippable, ...frames.flatMap((frame) => [frame, skippableEmpty, skippable])]);
    expect(cut(input, step).frames.map((frame) => frame.toString('hex'))).toEqual(
      frames.map((frame) => frame.toString('hex')),
    );
  });

  it('puts out few pieces however many blocks there are', () => {
    const blocks = Buffer.concat([head, Buffer.alloc(3 * 60_000), lastBlock]);
    expect(cut(blocks)).toMatchObject({ frames: [blocks], pieces: 2 });
  });

  it('refuses a frame of millions of empty blocks', () => {
    const blocks = Buffer.concat([head, Buffer.alloc(3 * 6_000_000), lastBlock]);
    expect(() => cut(blocks, 2 ** 20)).toThrow(/far more blocks/);
  });

  it.each([
    ['frames', emptyFrame],
    ['skippable frames', skippableEmpty],
  ])('refuses a member of many empty %s, and reads a few thousand', (_, frame) => {
    const many = Buffer.alloc(frame.length * 400_000, frame);
    expect(() => cut(many, 2 ** 20)).toThrow(/far more frames/);
    expect(() => cut(many.subarray(0, frame.length * 4000))).not.toThrow();
  });

  it('refuses a frame that is cut short anywhere', () => {
    const whole = compress('two '.repeat(50), 1);
    for (let length = 1; length < whole.length; length++) {
      expect(() => cut(whole.subarray(0, length))).toThrow(/too early/);
    }
  });
});
