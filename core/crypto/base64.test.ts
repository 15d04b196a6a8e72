import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromAnyBase64, fromBase64, toBase64 } from './base64.ts';

describe('base64', () => {
  it('gives back any bytes, in either alphabet, padded or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const text = toBase64(bytes);
        const urlSafe = text.replaceAll('+', '-').replaceAll('/', '_');
        expect(fromBase64(text)).toEqual(bytes);
        for (const form of [text, urlSafe, text.replace(/=+$/, ''), urlSafe.replace(/=+$/, '')]) {
          expect(fromAnyBase64(form)).toEqual(bytes);
        }
      }),
    );
  });

  it('agrees with the test vectors of RFC 4648', () => {
    expect(toBase64(new TextEncoder().encode('foobar'))).toBe('Zm9vYmFy');
    expect(toBase64(new TextEncoder().encode('foob'))).toBe('Zm9vYg==');
  });

  it.each(['Zg=', 'Zg', 'Zh==', 'Zm9=', 'Zm 9v', 'Zm9v\n', 'Z===', '=', 'Zm9v====', 'Zm-_'])(
    'refuses %j as standard base64',
    (text) => {
      expect(fromBase64(text)).toBeUndefined();
    },
  );

  it.each(['+-==', 'a+_b', 'Zg=', 'Zh', 'Z', 'Zm9v=', 'Zm9v ', 'Zg===='])('refuses %j in either alphabet', (text) => {
    expect(fromAnyBase64(text)).toBeUndefined();
  });
});
