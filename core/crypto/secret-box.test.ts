import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../testing/refused.ts';
import { cryptoReady } from './ready.ts';
import { openSecret, type SealedSecret, sealSecret } from './secret-box.ts';

beforeAll(cryptoReady);

const key = new Uint8Array(32).fill(1);
const secret = new TextEncoder().encode('a vault key');

const codeOfOpening = (sealed: SealedSecret, withKey = key, context = 'vault:1') =>
  codeOf(() => openSecret(sealed, withKey, context));

describe('a sealed secret', () => {
  it('gives back any secret under its key and context', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, context) => {
        expect(openSecret(sealSecret(bytes, key, context), key, context)).toEqual(bytes);
      }),
    );
  });

  it('opens with no other key and in no other context', () => {
    const sealed = sealSecret(secret, key, 'vault:1');
    expect(codeOfOpening(sealed)).toBe('none');
    expect(codeOfOpening(sealed, new Uint8Array(32).fill(2))).toBe('crypto.passphrase-wrong');
    expect(codeOfOpening(sealed, key, 'vault:2')).toBe('crypto.passphrase-wrong');
  });

  it('never seals twice the same', () => {
    expect(sealSecret(secret, key, 'a')).not.toEqual(sealSecret(secret, key, 'a'));
  });

  it('does not open with any byte changed, and says so where the record is torn', () => {
    const sealed = sealSecret(secret, key, 'vault:1');
    const bytes = Buffer.from(sealed.ciphertext, 'base64');
    for (let i = 0; i < bytes.length; i += 1) {
      const mutant = Buffer.from(bytes);
      mutant[i] = (mutant[i] ?? 0) ^ 0x10;
      expect(codeOfOpening({ ...sealed, ciphertext: mutant.toString('base64') })).toBe('crypto.passphrase-wrong');
    }
    expect(codeOfOpening({ ...sealed, nonce: 'AAAA' })).toBe('crypto.secret-torn');
    expect(codeOfOpening({ ...sealed, ciphertext: 'AAAA' })).toBe('crypto.secret-torn');
    expect(codeOfOpening({ ...sealed, ciphertext: `${sealed.ciphertext}*` })).toBe('crypto.secret-torn');
  });
});
