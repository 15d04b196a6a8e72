import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal, Refusal } from '../failure.ts';
import { parseTolerantJson } from './tolerant.ts';
import { type JsonValue, jsonText, member } from './value.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): JsonValue => parseTolerantJson(encode(text)).value;
const kinds = (text: string): string[] => parseTolerantJson(encode(text)).notes.map((note) => note.kind);

describe('the tolerant JSON parser', () => {
  it('reads every valid document as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        const parsed = parseTolerantJson(encode(text));
        if (parsed.notes.length === 0) expect(parsed.value).toEqual(JSON.parse(text));
        else
          expect(parsed.notes.every((note) => ['big-integer', 'nul', 'lone-surrogate'].includes(note.kind))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('reads the same through the slow parser as through the fast one', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        // The NaN beside it forces the slow parser.
        const slow = read(`[NaN,${text}]`);
        expect(Array.isArray(slow) && slow[1]).toEqual(read(text));
      }),
    );
  });

  it('throws nothing but refusals on garbage', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '1',
      '-',
      'e',
      '.',
      'NaN',
      '\\',
      'u',
      'd8',
      'tru',
      ' ',
    );
    let refused = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces).map((all) => encode(all.join(''))),
          fc.uint8Array(),
        ),
        (bytes) => {
          try {
            parseTolerantJson(bytes);
          } catch (error) {
            refused++;
            expect(error).toBeInstanceOf(Refusal);
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it('keeps NaN and the infinities as numbers', () => {
    expect(read('[NaN,Infinity,-Infinity,1e999]')).toEqual([Number.NaN, Infinity, -Infinity, Infinity]);
    expect(parseTolerantJson(encode('[1,NaN,{"a":-Infinity}]')).notes).toEqual([
      { kind: 'non-finite', count: 2, path: '$[1]' },
    ]);
  });

  it('keeps integers beyond 2^53 exact and smaller ones as numbers', () => {
    expect(read('[9007199254740993,-18446744073709551616,9007199254740991]')).toEqual([
      9007199254740993n,
      -18446744073709551616n,
      9007199254740991,
    ]);
    expect(read('[0.12345678901234567890, 12345678901234567890.5]')).toEqual([
      0.12345678901234568, 12345678901234567000,
    ]);
  });

  it('notes a key that stands twice, however it is written, and lets the last win', () => {
    expect(kinds('{"a":1,"b":{"c":1,"\\u0063":2}}')).toEqual(['duplicate-key']);
    expect(read('{"a":1,"a":2}')).toEqual({ a: 2 });
    expect(kinds('{"a":{"x":1},"b":{"x":1}}')).toEqual([]);
  });

  it('notes lone surrogates, NUL and bytes that are not UTF-8, and keeps whole pairs unnoted', () => {
    expect(kinds('["\\ud83d"]')).toEqual(['lone-surrogate']);
    expect(kinds('["\\ud83d\\ude00"]')).toEqual([]);
    expect(kinds('["\\\\ud83d\\ude00"]')).toEqual(['lone-surrogate']);
    expect(kinds('["a\\u0000"]')).toEqual(['nul']);
    expect(parseTolerantJson(Uint8Array.of(0x22, 0xff, 0x22)).notes.map((note) => note.kind)).toEqual(['not-utf8']);
  });

  it('keeps __proto__ and constructor as plain data', () => {
    for (const text of ['{"__proto__":{"x":1},"constructor":2}', '{"__proto__":{"x":1},"constructor":2,"n":NaN}']) {
      const value = read(text);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(member(value, '__proto__')).toEqual({ x: 1 });
      expect(member(value, 'x')).toBeUndefined();
      expect(jsonText(value)).toBe(text);
    }
  });

  it('refuses nesting beyond its budget at any depth without overflowing', () => {
    for (const depth of [600, 200_000]) {
      for (const text of ['['.repeat(depth) + ']'.repeat(depth), `${'{"a":'.repeat(depth)}NaN${'}'.repeat(depth)}`]) {
        expect(() => read(text)).toThrow(expect.objectContaining({ code: 'json.too-deep' }));
      }
    }
    expect(jsonText(read(`${'['.repeat(500)}${']'.repeat(500)}`))).toHaveLength(1000);
  });

  it('refuses more values than memory is meant for', () => {
    const many = `[${'0,'.repeat(100)}0]`;
    expect(() => parseTolerantJson(encode(many), { maxValues: 50 })).toThrow(
      expect.objectContaining({ code: 'json.too-large' }),
    );
  });

  it('names the place of a fault', () => {
    try {
      read('{"samples":[1,{"id":tru}]}');
      expect.unreachable();
    } catch (error) {
      expect(isRefusal(error, 'json.syntax') && error.where).toBe('$.samples[1].id');
    }
  });
});
