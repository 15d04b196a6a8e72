import { describe, expect, it } from 'vitest';
import { parseStrictJson } from './strict.ts';

const parse = (text: string | Uint8Array) => () =>
  parseStrictJson(typeof text === 'string' ? new TextEncoder().encode(text) : text);

describe('the strict JSON parser', () => {
  it('reads an ordinary document', () => {
    expect(parse('{"a":[1,-2.5e3,"\\u00e9\\ud83d\\ude00",true,null]}')()).toEqual({ a: [1, -2500, 'é😀', true, null] });
  });

  it.each([
    ['{"a":1,"a":1}', 'json.duplicate-key'],
    ['{"a":1,"\\u0061":1}', 'json.duplicate-key'],
    ['NaN', 'json.syntax'],
    ['-Infinity', 'json.syntax'],
    ['1e999', 'json.number-out-of-range'],
    ['9007199254740993', 'json.number-out-of-range'],
    ['"\\ud800"', 'json.syntax'],
    ['\ufeff{}', 'json.not-utf8'],
    ['{} {}', 'json.syntax'],
    ['[1,]', 'json.syntax'],
    ['01', 'json.syntax'],
    ['', 'json.syntax'],
    [`${'['.repeat(65)}${']'.repeat(65)}`, 'json.too-deep'],
  ])('refuses %j', (text, code) => {
    expect(parse(text)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses bytes that are not UTF-8 and documents over the cap', () => {
    expect(parse(Uint8Array.of(0x22, 0xc3, 0x28, 0x22))).toThrow(expect.objectContaining({ code: 'json.not-utf8' }));
    expect(() => parseStrictJson(new Uint8Array(11), { maxBytes: 10 })).toThrow(
      expect.objectContaining({ code: 'json.too-large' }),
    );
  });
});
