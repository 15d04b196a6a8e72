import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

// Electron's node:crypto is BoringSSL and lacks much of what Node's OpenSSL has. What it lacks must not pass the tests
// here and then fail in the product, so it throws. Loaded by --require, which worker threads inherit.

const HASHES = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
const CIPHERS = /^aes-?(128|192|256)-(cbc|ctr|gcm|ecb)$/;
const KEYS = ['rsa', 'ec', 'ed25519', 'x25519'];

const plain = (name: unknown) => String(name).toLowerCase().replace(/^sha-/, 'sha');
const isHash = (name: unknown) => HASHES.includes(plain(name));
const isCipher = (name: unknown) => CIPHERS.test(plain(name));
const isKey = (name: unknown) => KEYS.includes(plain(name));

/** Wraps a function of node:crypto so that it throws unless its first argument is one that BoringSSL has. */
function only(name: string, has: (first: unknown) => boolean): void {
  const real: unknown = Reflect.get(crypto, name);
  if (typeof real !== 'function') return;
  const guarded = (first: unknown, ...rest: unknown[]): unknown => {
    if (!has(first)) throw new Error(`${name}(${String(first)}) is not in Electron's node:crypto`);
    return Reflect.apply(real, crypto, [first, ...rest]);
  };
  Reflect.set(crypto, name, guarded);
}

for (const name of ['createHash', 'hash', 'createHmac']) only(name, isHash);
for (const name of ['createCipheriv', 'createDecipheriv']) only(name, isCipher);
for (const name of ['generateKeyPair', 'generateKeyPairSync']) only(name, isKey);
for (const name of ['argon2', 'argon2Sync', 'encapsulate', 'decapsulate']) only(name, () => false);
const { getHashes, getCiphers } = crypto;
Reflect.set(crypto, 'getHashes', () => getHashes().filter(isHash));
Reflect.set(crypto, 'getCiphers', () => getCiphers().filter(isCipher));
syncBuiltinESMExports();
