import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TinyMember, type TinyZipOptions, tinyZip } from '../../../test/conformance/tiny-zip.ts';
import { memorySource } from '../../bytes/source.ts';
import { Refusal } from '../../failure.ts';
import { DEFAULT_BUDGETS } from '../budgets.ts';
import { readDirectory } from './directory.ts';
import { readMember, streamMember } from './member.ts';

/** Every member of the ZIP as text, by name. */
async function unzip(bytes: Uint8Array, budgets = DEFAULT_BUDGETS): Promise<Record<string, string>> {
  const source = memorySource(bytes);
  const { entries } = await readDirectory(source, budgets);
  const out: Record<string, string> = {};
  for (const entry of entries.values())
    out[entry.name] = Buffer.from(await readMember(source, entry, budgets)).toString();
  return out;
}

const directory = (members: readonly TinyMember[], options?: TinyZipOptions) =>
  readDirectory(memorySource(tinyZip(members, options)), DEFAULT_BUDGETS);

const text = 'one two three '.repeat(500);

describe('the ZIP reader', () => {
  it.each([0, 8, 93])('reads members of method %i', async (method) => {
    expect(
      await unzip(
        tinyZip([
          { name: 'a', data: text, method },
          { name: 'empty', data: '', method },
        ]),
      ),
    ).toEqual({
      a: text,
      empty: '',
    });
  });

  it('reads a member of several zstd frames, whole and as a stream', async () => {
    const big = Buffer.alloc(6_000_000, 'abcdefghijklmnop0123456789\n');
    for (const data of [Buffer.from(text), big]) {
      const source = memorySource(tinyZip([{ name: 'a', data, method: 93, frames: 5 }]));
      const entry = [...(await readDirectory(source, DEFAULT_BUDGETS)).entries.values()][0];
      if (!entry) throw new Error('no entry');
      expect(Buffer.from(await readMember(source, entry, DEFAULT_BUDGETS)).equals(data)).toBe(true);
      const pieces: Uint8Array[] = [];
      for await (const piece of streamMember(source, entry, DEFAULT_BUDGETS)) pieces.push(piece);
      expect(Buffer.concat(pieces).equals(data)).toBe(true);
    }
  });

  it('reads ZIP64 sizes and offsets', async () => {
    const zip = tinyZip(
      [
        { name: 'a', data: text },
        { name: 'b', data: 'x', method: 0 },
      ],
      { zip64: true },
    );
    expect(await unzip(zip)).toEqual({ a: text, b: 'x' });
    expect((await readDirectory(memorySource(zip), DEFAULT_BUDGETS)).zip64).toBe(true);
  });

  it('finds the directory behind a comment, bytes before the archive and bytes after it', async () => {
    const comment = `PK\u0005\u0006${'c'.repeat(60_000)}`;
    expect(await unzip(tinyZip([{ name: 'a', data: text }], { comment }))).toEqual({ a: text });
    for (const zip64 of [false, true]) {
      const options = { zip64, prefix: Buffer.from('#!/bin/sh\n'), suffix: Buffer.from('trailing') };
      expect(await unzip(tinyZip([{ name: 'a', data: text }], options))).toEqual({ a: text });
    }
    expect((await directory([{ name: 'a', data: 'x' }], { suffix: Buffer.from('trailing') })).trailingBytes).toBe(8);
  });

  it('lets the last of several entries with one name stand and tells of them', async () => {
    const members = [
      { name: 'a', data: 'old' },
      { name: 'b', data: 'b' },
      { name: 'a', data: 'new' },
    ];
    expect(await unzip(tinyZip(members))).toEqual({ b: 'b', a: 'new' });
    expect([...(await directory(members)).duplicates]).toEqual([['a', 2]]);
  });

  it.each<[string, TinyMember, string]>([
    ['a wrong checksum', { name: 'a', data: text, crc: 1 }, 'zip.crc'],
    ['fewer bytes than stated', { name: 'a', data: text, statedSize: 8000 }, 'zip.size'],
    ['more bytes than stated', { name: 'a', data: text, statedSize: 6000 }, 'zip.size'],
    ['more zstd bytes than stated', { name: 'a', data: text, statedSize: 6000, method: 93 }, 'zip.size'],
    ['an unknown method', { name: 'a', data: text, method: 99 }, 'zip.method'],
    ['an encrypted member', { name: 'a', data: text, flags: 1 }, 'zip.method'],
    ['a size that nothing packs to', { name: 'a', data: text, statedSize: 400_000_000 }, 'zip.bomb'],
  ])('refuses %s', async (_, member, code) => {
    await expect(unzip(tinyZip([member]))).rejects.toMatchObject({ code });
  });

  it('refuses a bomb while it streams, before it is unpacked', async () => {
    const bomb = tinyZip([{ name: 'a', data: Buffer.alloc(80_000_000), method: 93 }]);
    await expect(unzip(bomb)).rejects.toMatchObject({ code: 'zip.bomb' });
    const large = { ...DEFAULT_BUDGETS, maxMemberBytes: 1000 };
    await expect(unzip(tinyZip([{ name: 'a', data: text }]), large)).rejects.toMatchObject({ code: 'zip.too-large' });
  });

  it('refuses entries that overlap so that together they claim more bytes than there are', async () => {
    const zip = Buffer.from(
      tinyZip([
        { name: 'a', data: text, method: 0 },
        { name: 'b', data: text, method: 0 },
      ]),
    );
    const second = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    zip.writeUInt32LE(0, second + 42);
    expect((await readDirectory(memorySource(zip), DEFAULT_BUDGETS)).overlaps).toBe(1);
    const many = Array.from({ length: 40 }, (_, i) => ({
      name: `m${i}`,
      data: text.repeat(3),
      method: i === 0 ? 0 : 8,
    }));
    const packed = Buffer.from(tinyZip(many));
    const first = packed.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    for (let at = first; at >= 0; at = packed.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]), at + 1)) {
      packed.writeUInt32LE(text.length * 3, at + 20);
      packed.writeUInt32LE(0, at + 42);
    }
    await expect(readDirectory(memorySource(packed), DEFAULT_BUDGETS)).rejects.toMatchObject({ code: 'zip.bomb' });
  });

  it('refuses a file that is cut anywhere', async () => {
    const zip = tinyZip([
      { name: 'a', data: text },
      { name: 'b', data: 'x' },
    ]);
    for (let length = 0; length < zip.length; length++) {
      await expect(unzip(zip.subarray(0, length))).rejects.toBeInstanceOf(Refusal);
    }
  });

  it('throws nothing but refusals on changed bytes', async () => {
    const zip = tinyZip(
      [
        { name: 'a', data: text },
        { name: 'b', data: text, method: 93, frames: 2 },
        { name: 'c', data: 'stored', method: 0 },
      ],
      { comment: 'hi' },
    );
    const wide = tinyZip([{ name: 'a', data: text, method: 93 }], { zip64: true });
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(zip, wide),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
        async (original, changes) => {
          const bytes = original.slice();
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          try {
            await unzip(bytes);
          } catch (error) {
            refused++;
            expect(error).toBeInstanceOf(Refusal);
          }
        },
      ),
      { numRuns: 1500 },
    );
    expect(refused).toBeGreaterThan(300);
  });
});
