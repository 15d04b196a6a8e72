import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isInstalled, needs, runTool } from '../../test/stock-tool.ts';
import { codeOf } from '../testing/refused.ts';
import { generatePrivateKey, privateKeyFromSeed } from './private-key.ts';
import {
  type PublicKey,
  publicKeyFromBytes,
  publicKeyFromDer,
  publicKeyFromPem,
  publicKeysFromPem,
  publicKeyToDer,
  publicKeyToPem,
  verifySignature,
} from './public-key.ts';
import { cryptoReady } from './ready.ts';

beforeAll(cryptoReady);

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const message = new TextEncoder().encode('Determined on a workstation that no network reaches.');

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

// Every point of order 1, 2, 4 and 8 of edwards25519, canonical and not (y and the sign bit above the field prime).
const LOW_ORDER = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
];

describe('an Ed25519 public key', () => {
  it('verifies the first three signatures of RFC 8032 section 7.1', () => {
    const cases = [
      [
        'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
        '',
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      ],
      [
        '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
        '72',
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      ],
      [
        'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
        'af82',
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
      ],
    ];
    for (const [key = '', text = '', signature = ''] of cases) {
      expect(verifySignature(publicKeyFromBytes('ed25519', hex(key)), hex(text), hex(signature))).toBe(true);
    }
  });

  it.each(LOW_ORDER)('is refused where it is the low-order or non-canonical point %s', (point) => {
    expect(codeOf(() => publicKeyFromBytes('ed25519', hex(point)))).toBe('crypto.key-weak');
  });

  it('is refused where it is no point of the curve, or a sound key plus a point of order two', () => {
    expect(codeOf(() => publicKeyFromBytes('ed25519', hex(`02${'00'.repeat(31)}`)))).toBe('crypto.key-weak');
    // Mixed order: (x, y) plus (0, -1) is (-x, -y).
    const { bytes } = privateKeyFromSeed('ed25519', new Uint8Array(32).fill(1)).publicKey;
    const y = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
    const sign = y >> 255n;
    const prime = 2n ** 255n - 19n;
    const mixed = (prime - (y & (2n ** 255n - 1n))) | ((1n - sign) << 255n);
    const point = Uint8Array.from(Buffer.from(mixed.toString(16).padStart(64, '0'), 'hex').reverse());
    expect(codeOf(() => publicKeyFromBytes('ed25519', point))).toBe('crypto.key-weak');
  });

  it('refuses a signature with any single bit flipped, and the right one over any other message', () => {
    const key = generatePrivateKey('ed25519');
    const signature = key.sign(message);
    expect(verifySignature(key.publicKey, message, signature)).toBe(true);
    for (let bit = 0; bit < 512; bit += 1) {
      expect(verifySignature(key.publicKey, message, flipped(signature, bit))).toBe(false);
    }
    fc.assert(
      fc.property(fc.nat(message.length * 8 - 1), (bit) => {
        expect(verifySignature(key.publicKey, flipped(message, bit), signature)).toBe(false);
      }),
    );
  });

  it('refuses the malleable twin of a signature, with the group order added to S', () => {
    const key = generatePrivateKey('ed25519');
    const signature = key.sign(message);
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${Buffer.from(signature.slice(32)).reverse().toString('hex')}`);
    const twin = Uint8Array.from(signature);
    twin.set(Buffer.from((s + order).toString(16).padStart(64, '0'), 'hex').reverse(), 32);
    expect(verifySignature(key.publicKey, message, twin)).toBe(false);
  });

  it('refuses signatures whose R is of low order, and signatures of every wrong length', () => {
    const key = generatePrivateKey('ed25519');
    for (const point of LOW_ORDER) {
      const forged = new Uint8Array(64);
      forged.set(hex(point));
      expect(verifySignature(key.publicKey, message, forged)).toBe(false);
    }
    const signature = key.sign(message);
    for (const length of [0, 1, 32, 63]) {
      expect(verifySignature(key.publicKey, message, signature.subarray(0, length))).toBe(false);
    }
    expect(verifySignature(key.publicKey, message, Uint8Array.of(...signature, 0))).toBe(false);
  });
});

describe('an ML-DSA-87 public key', () => {
  it('verifies its own signature, and none that is flipped, cut, lengthened, of another key or over another text', () => {
    const key = generatePrivateKey('ml-dsa-87');
    const other = generatePrivateKey('ml-dsa-87');
    const signature = key.sign(message);
    expect(signature).toHaveLength(4627);
    expect(verifySignature(key.publicKey, message, signature)).toBe(true);
    expect(verifySignature(other.publicKey, message, signature)).toBe(false);
    expect(verifySignature(key.publicKey, message.subarray(1), signature)).toBe(false);
    expect(verifySignature(key.publicKey, message, signature.subarray(0, 4626))).toBe(false);
    expect(verifySignature(key.publicKey, message, Uint8Array.of(...signature, 0))).toBe(false);
    for (let i = 0; i < 40; i += 1) {
      const bit = Math.floor((i * 4627 * 8) / 40) + (i % 8);
      expect(verifySignature(key.publicKey, message, flipped(signature, bit))).toBe(false);
    }
    // The last bytes hold the hint, which has one spelling only.
    for (let byte = 4627 - 83; byte < 4627; byte += 7) {
      expect(verifySignature(key.publicKey, message, flipped(signature, byte * 8))).toBe(false);
    }
  });

  it('never takes an Ed25519 signature, nor the other way round', () => {
    const classic = generatePrivateKey('ed25519');
    const lattice = generatePrivateKey('ml-dsa-87');
    expect(verifySignature(lattice.publicKey, message, classic.sign(message))).toBe(false);
    expect(verifySignature(classic.publicKey, message, lattice.sign(message))).toBe(false);
  });
});

describe('a public key file', () => {
  const keys = (): PublicKey[] => [
    privateKeyFromSeed('ed25519', new Uint8Array(32).fill(3)).publicKey,
    privateKeyFromSeed('ml-dsa-87', new Uint8Array(32).fill(3)).publicKey,
  ];

  it('gives back the key it was written from, and its key id is the SHA-256 of the DER', () => {
    for (const key of keys()) expect(publicKeyFromPem(publicKeyToPem(key))).toEqual(key);
    expect(publicKeysFromPem(keys().map(publicKeyToPem).join('\n'))).toEqual(keys());
  });

  it('reads the example of RFC 8410', () => {
    const pem =
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n';
    expect(publicKeyToPem(publicKeyFromPem(pem))).toBe(pem);
  });

  it('has one spelling: every changed, cut or lengthened DER is refused or is another key that writes itself so', () => {
    for (const key of keys()) {
      const der = publicKeyToDer(key);
      const head = der.length - key.bytes.length;
      for (let i = 0; i < Math.min(der.length, head + 40); i += 1) {
        for (const value of [0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0xff, (der[i] ?? 0) ^ 1, (der[i] ?? 0) + 1]) {
          const mutant = Uint8Array.from(der);
          mutant[i] = value;
          if (Buffer.compare(mutant, der) === 0) continue;
          let parsed: PublicKey | undefined;
          if (codeOf(() => (parsed = publicKeyFromDer(mutant))) !== 'none') continue;
          expect(parsed && Buffer.compare(publicKeyToDer(parsed), mutant)).toBe(0);
          expect(i).toBeGreaterThanOrEqual(head);
        }
      }
      for (const length of [0, 1, 5, head, der.length - 1]) {
        expect(codeOf(() => publicKeyFromDer(der.subarray(0, length)))).toBe('crypto.key-malformed');
      }
      expect(codeOf(() => publicKeyFromDer(Uint8Array.of(...der, 0)))).toBe('crypto.key-malformed');
    }
  });

  it('is refused where it is a private key, two keys, another curve or no PEM', () => {
    const [key] = keys();
    const pem = key === undefined ? '' : publicKeyToPem(key);
    const x25519 =
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n';
    const texts = [
      generatePrivateKey('ed25519').exportPem(),
      pem + pem,
      x25519,
      '',
      'ssh-ed25519 AAAA',
      pem.replace('-----END', '----END'),
      pem.replace('PUBLIC KEY-----\n', 'PUBLIC KEY-----\n*'),
      pem.slice(0, 60),
    ];
    for (const text of texts) expect(codeOf(() => publicKeyFromPem(text))).toBe('crypto.key-malformed');
  });

  it.skipIf(!isInstalled('openssl'))(needs('openssl', 'is read and checked by stock openssl'), () => {
    const folder = mkdtempSync(join(tmpdir(), 'scrutineer-key-'));
    try {
      const key = generatePrivateKey('ed25519');
      const file = (name: string, content: string | Uint8Array): string => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
      };
      const pub = file('key.pub.pem', publicKeyToPem(key.publicKey));
      const read = runTool('openssl', ['pkey', '-pubin', '-in', pub]);
      expect(Buffer.from(read.stdout).toString()).toBe(publicKeyToPem(key.publicKey));
      const args = ['pkeyutl', '-verify', '-pubin', '-inkey', pub, '-rawin', '-in', file('text', message)];
      expect(runTool('openssl', [...args, '-sigfile', file('sig', key.sign(message))]).status).toBe(0);
      expect(runTool('openssl', [...args, '-sigfile', file('bad', flipped(key.sign(message), 9))]).status).not.toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
