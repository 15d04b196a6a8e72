import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../failure.ts';
import { JsonOutline, streamEntries } from './outline.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Feeds the text in pieces of one size and gives the text of each entry. */
function entries(text: string, step: number, wanted: (path: string) => boolean): [string, string | null, string][] {
  const bytes = encode(text);
  const out: [string, string | null, string][] = [];
  const outline = new JsonOutline(wanted, (path, key, _index, start, end) => {
    out.push([path, key, new TextDecoder().decode(bytes.subarray(start, end))]);
  });
  for (let at = 0; at < bytes.length; at += step) outline.push(bytes.subarray(at, at + step));
  outline.end();
  return out;
}

describe('the outline of a JSON document', () => {
  it('tells where the entries of wanted containers lie', () => {
    const text = ' { "a" : [1, "x]" , {"b":[2]} ], "c\\u0064": NaN, "e":{"f":[],"g":-1} } ';
    const wanted = (path: string) => ['', '/a', '/e'].includes(path);
    expect(entries(text, 1000, wanted)).toEqual([
      ['/a', null, '1'],
      ['/a', null, '"x]"'],
      ['/a', null, '{"b":[2]}'],
      ['', 'cd', 'NaN'],
      ['/e', 'f', '[]'],
      ['/e', 'g', '-1'],
    ]);
  });

  it('gives the same entries for pieces of any size, each of them the JSON that was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.integer({ min: 1, max: 40 }),
        async (value, step) => {
          const text = JSON.stringify(value, null, step % 3);
          const found = entries(text, step, (path) => path === '');
          expect(found.map(([, key, inner]) => [key, JSON.parse(inner)])).toEqual(
            Object.entries(JSON.parse(text) as Record<string, unknown>),
          );
          const streamed: unknown[] = [];
          for await (const entry of streamEntries(pieces(text, step), (path) => path === '', 1e6)) {
            streamed.push([entry.key, JSON.parse(new TextDecoder().decode(entry.bytes))]);
          }
          expect(streamed).toEqual(found.map(([, key, inner]) => [key, JSON.parse(inner)]));
        },
      ),
    );
  });

  it.each(['', '{', '{"a"', '{"a":', '{"a":1', '[1 2]', '{"a" 1}', '{1:2}', '[1]]', '{"a":[}'])(
    'refuses %j',
    (text) => {
      expect(() => entries(text, 3, (path) => path === '' || path === '/a')).toThrow(Refusal);
    },
  );

  it('refuses an entry that is too large to hold', async () => {
    const run = async () => {
      for await (const _ of streamEntries(pieces(`["${'x'.repeat(500)}"]`, 50), (path) => path === '', 100));
    };
    await expect(run()).rejects.toMatchObject({ code: 'json.too-large' });
  });

  it('refuses an entry that is too large also where it ends in the piece that makes it so', async () => {
    const run = async () => {
      for await (const _ of streamEntries(pieces(`["${'x'.repeat(500)}"]`, 1000), (path) => path === '', 100));
    };
    await expect(run()).rejects.toMatchObject({ code: 'json.too-large' });
  });

  it('holds one long entry in time that grows with its length only', async () => {
    // Copying what is held at each of the 16,384 pieces would move 137 GB.
    const long = 'x'.repeat(16 * 1024 * 1024);
    const lengths: number[] = [];
    for await (const entry of streamEntries(pieces(`[1,"${long}",22]`, 1024), (path) => path === '', 2 ** 25)) {
      lengths.push(entry.bytes.length);
    }
    expect(lengths).toEqual([1, long.length + 2, 2]);
  });
});

async function* pieces(text: string, step: number): AsyncGenerator<Uint8Array> {
  const bytes = encode(text);
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}
