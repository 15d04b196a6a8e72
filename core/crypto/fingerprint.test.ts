import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyId } from '../brand.ts';
import { sha256 } from './digest.ts';
import { fingerprintWords } from './fingerprint.ts';
import { asKeyId } from './public-key.ts';

function keyId(text: string): KeyId {
  const id = asKeyId(text);
  if (id === undefined) throw new Error('not a key id');
  return id;
}

describe('a fingerprint for reading aloud', () => {
  it('is twelve groups of five digits, zeros included', () => {
    expect(fingerprintWords(keyId('0'.repeat(64)))).toBe(Array(12).fill('00000').join(' '));
    expect(fingerprintWords(keyId(`${'0'.repeat(60)}ffff`))).toBe(`${'00000 '.repeat(11)}65535`);
  });

  it('differs where the key id differs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.uint8Array({ minLength: 1 }), (one, other) => {
        const [a, b] = [keyId(sha256(one)), keyId(sha256(other))];
        expect(fingerprintWords(a)).toMatch(/^\d{5}( \d{5}){11}$/);
        expect(fingerprintWords(a) === fingerprintWords(b)).toBe(a === b);
      }),
    );
  });
});
