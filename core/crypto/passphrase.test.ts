import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../testing/refused.ts';
import { deriveKey, INTERACTIVE, MODERATE, newPassphraseParameters, type PassphraseParameters } from './passphrase.ts';
import { cryptoReady } from './ready.ts';

beforeAll(cryptoReady);

const passphrase = new TextEncoder().encode('correct horse battery staple');
const small: PassphraseParameters = {
  algorithm: 'argon2id13',
  opsLimit: 2,
  memLimit: 19 * 1024 * 1024,
  salt: Buffer.alloc(16, 7).toString('base64'),
};

describe('a key from a passphrase', () => {
  it('is Argon2id version 1.3, as OpenSSL computes it', () => {
    // Computed once with OpenSSL 3.5: argon2id, one lane, 19456 KiB, two passes.
    expect(Buffer.from(deriveKey(passphrase, small)).toString('hex')).toBe(
      '799f12b9e17710824482d829835acb69f5a9355bf774c4f07342823b11b90928',
    );
  });

  it('differs with the salt and with the passphrase', () => {
    const other = { ...small, salt: Buffer.alloc(16, 8).toString('base64') };
    expect(deriveKey(passphrase, small)).not.toEqual(deriveKey(passphrase, other));
    expect(deriveKey(passphrase, small)).not.toEqual(deriveKey(passphrase.subarray(1), small));
  });

  it('takes fresh salts and the strengths it states', () => {
    expect(newPassphraseParameters().salt).not.toBe(newPassphraseParameters().salt);
    expect(newPassphraseParameters()).toMatchObject(MODERATE);
    expect(newPassphraseParameters(INTERACTIVE)).toMatchObject({ opsLimit: 3, memLimit: 67_108_864 });
  });

  it.each([
    ['100 GiB of memory', { memLimit: 100 * 2 ** 30 }],
    ['next to no memory', { memLimit: 8192 }],
    ['half a byte of memory', { memLimit: 19 * 2 ** 20 + 0.5 }],
    ['a million passes', { opsLimit: 1_000_000 }],
    ['one pass', { opsLimit: 1 }],
    ['a short salt', { salt: 'AAAA' }],
    ['a salt that is no base64', { salt: '*' }],
  ])('is refused from parameters that ask for %s', (_, change) => {
    expect(codeOf(() => deriveKey(passphrase, { ...small, ...change }))).toBe('crypto.secret-torn');
  });

  it('is refused from an empty passphrase', () => {
    expect(codeOf(() => deriveKey(new Uint8Array(0), small))).toBe('input.invalid');
  });
});
