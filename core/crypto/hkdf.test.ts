import { beforeAll, describe, expect, it } from 'vitest';
import { hkdfSha256 } from './hkdf.ts';
import { cryptoReady } from './ready.ts';

beforeAll(cryptoReady);

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

describe('HKDF with SHA-256', () => {
  it('agrees with test case 3 of RFC 5869, in its first 32 bytes', () => {
    expect(Buffer.from(hkdfSha256(new Uint8Array(22).fill(0x0b), new Uint8Array(0), '')).toString('hex')).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d',
    );
  });

  it('gives other keys for another salt and another label, and refuses long inputs', () => {
    const ikm = hex('000102030405060708090a0b0c0d0e0f');
    const one = hkdfSha256(ikm, hex('00'), 'payload');
    expect(one).not.toEqual(hkdfSha256(ikm, hex('01'), 'payload'));
    expect(one).not.toEqual(hkdfSha256(ikm, hex('00'), 'header'));
    expect(one).toEqual(hkdfSha256(ikm, hex('00'), 'payload'));
    expect(() => hkdfSha256(new Uint8Array(65), ikm, 'payload')).toThrow(RangeError);
  });
});
