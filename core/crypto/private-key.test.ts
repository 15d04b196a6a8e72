import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { isInstalled, needs, runTool } from '../../test/stock-tool.ts';
import { isRefusal } from '../failure.ts';
import { der, TAG } from './der.ts';
import { writePem } from './pem.ts';
import { generatePrivateKey, privateKeyFromPem, privateKeyFromSeed } from './private-key.ts';
import { publicKeyToPem, verifySignature } from './public-key.ts';
import { cryptoReady } from './ready.ts';

beforeAll(cryptoReady);

// OpenSSL 3.5 inside Node 24 knows ML-DSA, and is an implementation that shares nothing with ours.
const openSslKnowsMlDsa = ((): boolean => {
  try {
    generateKeyPairSync('ml-dsa-87');
    return true;
  } catch {
    return false;
  }
})();

const ML_DSA_87 = Uint8Array.of(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x13);
const message = new TextEncoder().encode('a message');

function refusalOf(pem: string): string {
  try {
    privateKeyFromPem(pem);
  } catch (error) {
    if (isRefusal(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

function pkcs8(oid: Uint8Array, inner: Uint8Array, version = 0): string {
  const algorithm = der(TAG.sequence, der(TAG.objectIdentifier, oid));
  const whole = der(TAG.sequence, der(TAG.integer, Uint8Array.of(version)), algorithm, der(TAG.octetString, inner));
  return writePem('PRIVATE KEY', whole);
}

describe('a private key file', () => {
  it('reads both examples of RFC 8410, with and without attributes and public key', () => {
    const v1 =
      '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n';
    const v2 =
      '-----BEGIN PRIVATE KEY-----\nMHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\noB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\nZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PRIVATE KEY-----\n';
    expect(privateKeyFromPem(v1).exportPem()).toBe(v1);
    expect(privateKeyFromPem(v2).exportPem()).toBe(v1);
    expect(publicKeyToPem(privateKeyFromPem(v2).publicKey)).toContain(
      'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=',
    );
    const foreign = v2.replace('Z9w7lshQhqowtrbLDFw4rXAxZuE=', 'Z9w7lshQhqowtrbLDFw4rXAxZuA=');
    expect(refusalOf(foreign)).toContain('not its own');
  });

  it.each(['ed25519', 'ml-dsa-87'] as const)('gives back the %s key it was written from', (algorithm) => {
    const key = generatePrivateKey(algorithm);
    const read = privateKeyFromPem(key.exportPem());
    expect(read.publicKey).toEqual(key.publicKey);
    expect(verifySignature(key.publicKey, message, read.sign(message))).toBe(true);
  });

  it('reads an ML-DSA-87 key that holds its seed and its expanded key, once they fit each other', () => {
    const seed = new Uint8Array(32).fill(5);
    const key = privateKeyFromSeed('ml-dsa-87', seed);
    const expanded = Uint8Array.from(Buffer.alloc(4896));
    const both = der(TAG.sequence, der(TAG.octetString, seed), der(TAG.octetString, expanded));
    expect(refusalOf(pkcs8(ML_DSA_87, both))).toContain('do not belong together');
    expect(refusalOf(pkcs8(ML_DSA_87, der(TAG.octetString, expanded)))).toContain('no seed');
    expect(privateKeyFromPem(pkcs8(ML_DSA_87, der(TAG.seed, seed))).publicKey).toEqual(key.publicKey);
  });

  it('is refused with every byte of its frame changed, or cut short', () => {
    const pem = privateKeyFromSeed('ed25519', new Uint8Array(32).fill(9)).exportPem();
    const bytes = Buffer.from(pem.split('\n')[1] ?? '', 'base64');
    expect(bytes).toHaveLength(48);
    for (let i = 0; i < 16; i += 1) {
      const mutant = Uint8Array.from(bytes);
      mutant[i] = (mutant[i] ?? 0) ^ 0x41;
      expect(refusalOf(writePem('PRIVATE KEY', mutant))).toContain('crypto.key-malformed');
    }
    for (let length = 0; length < 48; length += 1) {
      expect(refusalOf(writePem('PRIVATE KEY', bytes.subarray(0, length)))).toContain('crypto.key-malformed');
    }
  });

  it('is refused in words where it is encrypted, public, or holds two keys', () => {
    const pem = generatePrivateKey('ed25519').exportPem();
    expect(refusalOf(pem.replaceAll('PRIVATE', 'ENCRYPTED PRIVATE'))).toContain('encrypted');
    expect(refusalOf(publicKeyToPem(generatePrivateKey('ed25519').publicKey))).toContain('PUBLIC KEY');
    expect(refusalOf(pem + pem)).toContain('exactly one key');
  });

  it('never quotes the key in a refusal', () => {
    const pem = generatePrivateKey('ed25519').exportPem();
    const secret = pem.split('\n')[1] ?? '';
    expect(refusalOf(pem.replace('-----END', '---END'))).not.toContain(secret.slice(20, 30));
  });

  it.skipIf(!isInstalled('openssl'))(needs('openssl', 'is made by and readable to stock openssl'), () => {
    const made = runTool('openssl', ['genpkey', '-algorithm', 'ed25519']);
    const key = privateKeyFromPem(Buffer.from(made.stdout).toString());
    const pub = runTool('openssl', ['pkey', '-pubout'], new TextEncoder().encode(key.exportPem()));
    expect(Buffer.from(pub.stdout).toString()).toBe(publicKeyToPem(key.publicKey));
  });
});

describe('an ML-DSA-87 key beside OpenSSL 3.5', () => {
  const sentence = openSslKnowsMlDsa
    ? 'is read by it, signs what it verifies, and verifies what it signs'
    : 'agrees with it (skipped: the OpenSSL inside this Node is older)';
  it.skipIf(!openSslKnowsMlDsa)(sentence, () => {
    const key = generatePrivateKey('ml-dsa-87');
    expect(verify(null, message, createPublicKey(publicKeyToPem(key.publicKey)), key.sign(message))).toBe(true);
    const theirs = sign(null, message, createPrivateKey(key.exportPem()));
    expect(verifySignature(key.publicKey, message, theirs)).toBe(true);
    const { privateKey } = generateKeyPairSync('ml-dsa-87');
    const exported = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const read = privateKeyFromPem(exported);
    expect(publicKeyToPem(read.publicKey)).toBe(
      createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
    );
  });
});

describe('a private key in memory', () => {
  it('signs Ed25519 the same way every time, and ML-DSA-87 never twice the same', () => {
    const classic = generatePrivateKey('ed25519');
    expect(classic.sign(message)).toEqual(classic.sign(message));
    const lattice = generatePrivateKey('ml-dsa-87');
    const [one, other] = [lattice.sign(message), lattice.sign(message)];
    expect(one).not.toEqual(other);
    expect(verifySignature(lattice.publicKey, message, other)).toBe(true);
  });

  it('cannot be used once it is wiped, and leaves the seed it was given alone', () => {
    const seed = new Uint8Array(32).fill(4);
    const key = privateKeyFromSeed('ed25519', seed);
    key.wipe();
    expect(() => key.sign(message)).toThrow('wiped');
    expect(() => key.exportPem()).toThrow('wiped');
    expect(seed).toEqual(new Uint8Array(32).fill(4));
  });
});
