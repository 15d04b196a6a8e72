import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical.ts';

const text = (value: unknown): string => new TextDecoder().decode(canonicalJson(value));

describe('canonical JSON', () => {
  it('sorts members by UTF-16 code units and writes numbers as RFC 8785 does', () => {
    // The example of RFC 8785, section 3.2.4, in short.
    const value = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27],
      '\u20ac': 1,
      '\r': 2,
      '1': 3,
      '😀': 4,
      '\ufb33': 5,
    };
    expect(text(value)).toBe(
      '{"\\r":2,"1":3,"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"€":1,"😀":4,"\ufb33":5}',
    );
  });

  it('gives the same bytes whatever the order of the members', () => {
    expect(text({ b: 1, a: { d: 1, c: 2 } })).toBe(text({ a: { c: 2, d: 1 }, b: 1 }));
  });

  it.each([
    ['NaN', Number.NaN],
    ['an infinity', Number.POSITIVE_INFINITY],
    ['a bigint', 1n],
    ['half a surrogate pair', '\ud800'],
    ['half a surrogate pair in a key', { '\udc00': 1 }],
    ['NaN deep inside', [{ a: [Number.NaN] }]],
    ['no JSON at all', undefined],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });

  it('refuses nesting that would end the stack', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(() => canonicalJson(deep)).toThrow(expect.objectContaining({ code: 'json.too-deep' }));
  });
});
