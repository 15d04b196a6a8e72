import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../testing/refused.ts';
import { LIMITS } from './limits.ts';
import { makeTarHeader } from './tar-header.ts';
import { paxRecord } from './tar-pax.ts';
import { TarReader } from './tar-reader.ts';
import { writeTar } from './tar-writer.ts';
import { block, end, file, rawHeader, read, tarOf } from './testing/raw-tar.ts';

describe('the tar reader', () => {
  it('tells name, size and offset of each member and hands its content over', () => {
    const tar = tarOf(file('a.txt', 'hello'), file('logs/b.eval', 'x'.repeat(1000)), file('empty', ''), end);
    const { entries, contents } = read(tar);
    expect(entries).toEqual([
      { name: 'a.txt', size: 5, offset: 512 },
      { name: 'logs/b.eval', size: 1000, offset: 1536 },
      { name: 'empty', size: 0, offset: 3072 },
    ]);
    expect(contents).toEqual(['hello', 'x'.repeat(1000), '']);
  });

  it('reads the same members however the bytes are cut', () => {
    const tar = tarOf(file('a.txt', 'hello'), file('b', 'y'.repeat(1024)), end, new Uint8Array(9216));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1 }), (cuts) => {
        expect(read(tar, cuts)).toEqual(read(tar));
      }),
    );
  });

  it('gives back what the writer wrote, with long and foreign names', async () => {
    const segment = fc.stringMatching(/^[A-Za-z0-9äöß日本語_-]{1,60}$/);
    const name = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/').normalize('NFC'));
    const members = fc.uniqueArray(fc.record({ name, content: fc.string({ maxLength: 2000 }) }), {
      selector: ({ name }) => name.normalize('NFKC').toUpperCase().toLowerCase(),
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(members, async (list) => {
        const pieces: Uint8Array[] = [];
        const inputs = list.map(({ name, content }) => {
          const bytes = Buffer.from(content);
          return { name, size: bytes.length, content: [bytes] };
        });
        for await (const piece of writeTar(inputs)) pieces.push(piece);
        const { entries, contents } = read(Buffer.concat(pieces), [700]);
        expect(entries.map((entry) => entry.name)).toEqual(list.map((member) => member.name));
        expect(contents).toEqual(inputs.map(({ content }) => content.map(String).join('')));
      }),
      { numRuns: 50 },
    );
  });

  it('drops one leading "./" of a name, as stock tar writes it', () => {
    expect(read(tarOf(file('./a.txt', 'x'), end)).entries[0]?.name).toBe('a.txt');
    expect(codeOf(() => read(tarOf(file('././a.txt', 'x'), end)))).toBe('bundle.path-unsafe');
    expect(codeOf(() => read(tarOf(file('./a.txt', 'x'), file('a.txt', 'y'), end)))).toBe('bundle.member-duplicate');
  });

  it('takes a GNU long name, a pax path, a POSIX prefix and a base-256 size', () => {
    const long = `logs/${'n'.repeat(150)}.eval`;
    const gnu = tarOf(
      rawHeader({ name: '././@LongLink', size: long.length + 1, type: 'L' }),
      block(`${long}\0`),
      file('cut', 'a'),
      end,
    );
    expect(read(gnu).entries[0]?.name).toBe(long);
    const record = paxRecord('path', long);
    const pax = tarOf(makeTarHeader('PaxHeaders/1', record.length, 'x'), block(record), file('cut', 'a'), end);
    expect(read(pax).entries[0]?.name).toBe(long);
    const prefixed = tarOf(rawHeader({ name: 'b.eval', prefix: 'logs', size: 0 }), end);
    expect(read(prefixed).entries[0]?.name).toBe('logs/b.eval');
    const base256 = Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
    expect(read(tarOf(rawHeader({ name: 'a', sizeField: base256 }), block('abc'), end)).contents).toEqual(['abc']);
  });

  it('lets a pax size stand above the header, so that a member may be larger than 8 GiB', () => {
    const reader = new TarReader();
    const record = paxRecord('size', String(9 * 2 ** 30));
    reader.push(
      tarOf(makeTarHeader('PaxHeaders/1', record.length, 'x'), block(record), rawHeader({ name: 'big', size: 0 })),
    );
    expect(reader.entries[0]?.size).toBe(9 * 2 ** 30);
    expect(reader.skippable).toBe(9 * 2 ** 30);
    reader.skip();
    reader.push(tarOf(file('after', 'z'), end));
    expect(reader.end().map((entry) => entry.name)).toEqual(['big', 'after']);
  });

  it('ignores a global pax header that says nothing of names or sizes', () => {
    const harmless = paxRecord('comment', 'made by hand');
    const renames = paxRecord('path', 'other');
    const withGlobal = (body: Uint8Array) =>
      tarOf(rawHeader({ name: 'g', size: body.length, type: 'g' }), block(body), file('a', 'x'), end);
    expect(read(withGlobal(harmless)).entries[0]?.name).toBe('a');
    expect(codeOf(() => read(withGlobal(renames)))).toBe('bundle.tar-malformed');
  });

  it.each([
    ['an absolute path', '/etc/passwd'],
    ['a parent segment', 'a/../b'],
    ['a leading parent segment', '../b'],
    ['a dot segment', 'a/./b'],
    ['an empty segment', 'a//b'],
    ['a backslash', 'a\\b'],
    ['a control character', 'a\u0007b'],
    ['a newline', 'a\nb'],
    ['a bidi override', 'a\u202eb'],
    ['a colon', 'c:evil'],
    ['a trailing dot', 'a.'],
    ['a trailing slash', 'folder/'],
    ['a decomposed letter', 'u\u0308ber'],
  ])('refuses %s as a name', (_what, name) => {
    const record = paxRecord('path', name);
    const tar = tarOf(makeTarHeader('PaxHeaders/1', record.length, 'x'), block(record), file('a', 'x'), end);
    expect(codeOf(() => read(tar))).toBe('bundle.path-unsafe');
  });

  it('refuses an empty name, a NUL inside one, one that is not UTF-8, and one that is too long', () => {
    expect(codeOf(() => read(tarOf(rawHeader({ name: '', size: 0 }), end)))).toBe('bundle.path-unsafe');
    expect(codeOf(() => read(tarOf(rawHeader({ name: 'a\0b', size: 0 }), end)))).toBe('bundle.path-unsafe');
    expect(codeOf(() => read(tarOf(rawHeader({ name: 'a\xff\xfe', size: 0 }), end)))).toBe('bundle.path-unsafe');
    const record = paxRecord('path', 'n'.repeat(LIMITS.nameBytes + 1));
    const long = tarOf(makeTarHeader('PaxHeaders/1', record.length, 'x'), block(record), file('a', 'x'), end);
    expect(codeOf(() => read(long))).toBe('bundle.path-unsafe');
    const nul = paxRecord('path', 'a\0b');
    const paxNul = tarOf(makeTarHeader('PaxHeaders/1', nul.length, 'x'), block(nul), file('a', 'x'), end);
    expect(codeOf(() => read(paxNul))).toBe('bundle.path-unsafe');
  });

  it.each(['1', '2', '3', '4', '5', '6', '7', 'D', 'K', 'M', 'S', 'V', 'Z'])('refuses an entry of type %s', (type) => {
    expect(codeOf(() => read(tarOf(rawHeader({ name: 'a', size: 0, type }), end)))).toBe('bundle.member-kind');
  });

  it('refuses a sparse file and a link told by pax records', () => {
    for (const key of ['GNU.sparse.major', 'linkpath']) {
      const record = paxRecord(key, '1');
      const tar = tarOf(makeTarHeader('PaxHeaders/1', record.length, 'x'), block(record), file('a', 'x'), end);
      expect(codeOf(() => read(tar))).toBe('bundle.member-kind');
    }
  });

  it('refuses two members of one name, also when only case or Unicode form differs', () => {
    for (const [one, other] of [
      ['a', 'a'],
      ['Log.eval', 'log.EVAL'],
      ['straße', 'STRASSE'],
      ['ﬁle', 'file'],
    ] as const) {
      const asPax = (name: string) => {
        const record = paxRecord('path', name);
        return tarOf(makeTarHeader('PaxHeaders/1', record.length, 'x'), block(record), file('a', 'x'));
      };
      expect(codeOf(() => read(tarOf(asPax(one), asPax(other), end)))).toBe('bundle.member-duplicate');
    }
  });

  it('refuses headers that two readers could understand differently', () => {
    const path = (name: string) => {
      const record = paxRecord('path', name);
      return tarOf(makeTarHeader('PaxHeaders/1', record.length, 'x'), block(record));
    };
    const gnuLong = tarOf(rawHeader({ name: '././@LongLink', size: 2, type: 'L' }), block('b\0'));
    const bad = [
      tarOf(path('a'), path('b'), file('c', ''), end),
      tarOf(path('a'), gnuLong, file('c', ''), end),
      tarOf(gnuLong, path('a'), file('c', ''), end),
      tarOf(gnuLong, gnuLong, file('c', ''), end),
      tarOf(path('a'), end),
      tarOf(file('a', 'x'), new Uint8Array(512), file('b', 'y'), end),
      tarOf(rawHeader({ name: 'a', size: 1 }), Buffer.from('x'.padEnd(512, 'y')), end),
      tarOf(makeTarHeader('PaxHeaders/1', 9, 'x'), block('9 path=a\0'), file('c', ''), end),
      tarOf(makeTarHeader('PaxHeaders/1', 10, 'x'), block('99 path=a\n'), file('c', ''), end),
      tarOf(rawHeader({ name: 'x', size: 0, type: 'x' }), file('c', ''), end),
    ];
    for (const [index, tar] of bad.entries())
      expect([index, codeOf(() => read(tar))]).toEqual([index, 'bundle.tar-malformed']);
  });

  it('refuses a wrong checksum, an unknown magic, and sizes that are no sizes', () => {
    const flipped = Uint8Array.from(tarOf(file('a', 'x'), end));
    flipped[0] = 0x62;
    expect(codeOf(() => read(flipped))).toBe('bundle.tar-malformed');
    expect(codeOf(() => read(tarOf(rawHeader({ name: 'a', size: 0, magic: '\0\0\0\0\0\0\0\0' }), end)))).toBe(
      'bundle.tar-malformed',
    );
    for (const field of [
      '00000000009\0',
      '-0000000001\0',
      '\0\0\0\0\0\0\0\0\0\0\0\0',
      '\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff',
      '\x80\0\0\x7f\0\0\0\0\0\0\0\0',
    ]) {
      const tar = tarOf(rawHeader({ name: 'a', sizeField: Buffer.from(field, 'latin1') }), end);
      expect(codeOf(() => read(tar))).toBe('bundle.tar-malformed');
    }
    const record = paxRecord('size', '0x10');
    const pax = tarOf(makeTarHeader('PaxHeaders/1', record.length, 'x'), block(record), file('a', 'x'), end);
    expect(codeOf(() => read(pax))).toBe('bundle.tar-malformed');
  });

  it('refuses a huge extended header, too many of them, a member above 1 TiB, and too many members', () => {
    const huge = rawHeader({ name: 'x', size: LIMITS.extendedHeaderBytes + 1, type: 'x' });
    expect(codeOf(() => read(huge))).toBe('bundle.oversize');
    const comment = paxRecord('comment', 'c');
    const global = tarOf(rawHeader({ name: 'g', size: comment.length, type: 'g' }), block(comment));
    expect(codeOf(() => read(tarOf(...Array.from({ length: LIMITS.extendedHeaders + 1 }, () => global))))).toBe(
      'bundle.oversize',
    );
    const size = paxRecord('size', String(LIMITS.memberBytes + 1));
    const big = tarOf(makeTarHeader('PaxHeaders/1', size.length, 'x'), block(size), rawHeader({ name: 'a', size: 0 }));
    expect(codeOf(() => read(big))).toBe('bundle.oversize');
    const reader = new TarReader();
    const push = (from: number, to: number) => {
      for (let i = from; i < to; i++) reader.push(rawHeader({ name: `m${i}`, size: 0 }));
    };
    push(0, LIMITS.members + 1);
    expect(codeOf(() => push(LIMITS.members + 1, LIMITS.members + 2))).toBe('bundle.too-many-members');
  });

  it('takes zero padding after the end up to 1 MiB, and refuses anything else there', () => {
    const tar = tarOf(file('a', 'x'), end);
    expect(read(tarOf(tar, new Uint8Array(9216))).contents).toEqual(['x']);
    expect(codeOf(() => read(tarOf(tar, Buffer.from('x'.padEnd(512, '\0')))))).toBe('bundle.trailing-data');
    expect(codeOf(() => read(tarOf(tar, file('b', 'y'), end)))).toBe('bundle.trailing-data');
    expect(codeOf(() => read(tarOf(tar, new Uint8Array(LIMITS.tailBytes + 512))))).toBe('bundle.trailing-data');
  });

  it('refuses a tar cut at any byte before its end mark', () => {
    const record = paxRecord('path', 'b');
    const tar = tarOf(
      file('a', 'x'.repeat(600)),
      makeTarHeader('P', record.length, 'x'),
      block(record),
      file('c', 'y'),
      end,
    );
    for (let length = 0; length < tar.length; length += 1) {
      expect(codeOf(() => read(tar.subarray(0, length)))).toBe('bundle.truncated');
    }
    expect(read(tar).contents).toEqual(['x'.repeat(600), 'y']);
  });

  it('only ever refuses by a code, whatever bytes are changed', () => {
    const tar = tarOf(file('a.txt', 'hello'), file('b', 'y'.repeat(700)), end);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(tar.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const copy = Uint8Array.from(tar);
          for (const [at, byte] of changes) copy[at] = byte;
          expect(codeOf(() => read(copy))).toMatch(/^(bundle\.|none$)/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the tar writer', () => {
  const written = async (name: string, size: number, content: Uint8Array[]) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of writeTar([{ name, size, content }])) pieces.push(piece);
    return Buffer.concat(pieces);
  };

  it('writes equal bytes for equal members, with no time or owner in them', async () => {
    const tar = await written('a', 1, [Buffer.from('x')]);
    expect(tar).toEqual(await written('a', 1, [Buffer.from('x')]));
    const fields = ['0000644', '0000000', '0000000', '00000000001', '00000000000', ''];
    expect(tar.subarray(100, 148).toString('latin1')).toBe(fields.join('\0'));
    expect(tar.length).toBe(2048);
  });

  it('refuses a content that is longer or shorter than was said', async () => {
    await expect(written('a', 2, [Buffer.from('x')])).rejects.toMatchObject({ code: 'bundle.source-changed' });
    await expect(written('a', 2, [Buffer.from('xxx')])).rejects.toMatchObject({ code: 'bundle.source-changed' });
  });

  it('refuses a name that the reader would refuse', async () => {
    await expect(written('../a', 0, [])).rejects.toMatchObject({ code: 'bundle.path-unsafe' });
  });
});

describe('a pax record', () => {
  it('counts its own length, also where the count grows by a digit', () => {
    for (let length = 1; length < 1200; length++) {
      const record = Buffer.from(paxRecord('path', 'n'.repeat(length))).toString();
      expect(record.startsWith(`${record.length} path=`)).toBe(true);
    }
  });
});
