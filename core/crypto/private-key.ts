import { randomBytes } from 'node:crypto';
import { ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import sodium from 'libsodium-wrappers';
import { Refusal } from '../failure.ts';
import { type SignatureAlgorithm, SUITES } from './algorithm.ts';
import { DerReader, der, TAG } from './der.ts';
import { readPem, writePem } from './pem.ts';
import { type PublicKey, publicKeyFromBytes, readAlgorithm } from './public-key.ts';
import { wipe } from './wipe.ts';

/** A signing key, alive until it is wiped. Only its 32-byte seed is kept and written. */
export interface PrivateKey {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: PublicKey;
  /**
   * Signs the message itself (no prehash). Ed25519 is deterministic (RFC 8032); ML-DSA-87 is hedged with fresh
   * randomness (FIPS 204), so two signatures over one message differ.
   * @returns 64 bytes for Ed25519, 4627 for ML-DSA-87
   */
  sign(message: Uint8Array): Uint8Array;
  /** @returns PKCS#8 version 1 as PEM, unencrypted; ML-DSA-87 in the seed form of RFC 9881. Handle it as a secret. */
  exportPem(): string;
  /** Overwrites the key; signing or exporting afterwards is a defect and throws. */
  wipe(): void;
}

const SEED_BYTES = 32;
const ML_DSA_87_EXPANDED_BYTES = 4896;

interface Expanded {
  readonly publicBytes: Uint8Array;
  readonly secret: Uint8Array;
}

function expand(algorithm: SignatureAlgorithm, seed: Uint8Array): Expanded {
  if (algorithm === 'ed25519') {
    const pair = sodium.crypto_sign_seed_keypair(seed);
    return { publicBytes: pair.publicKey, secret: pair.privateKey };
  }
  const pair = ml_dsa87.keygen(seed);
  return { publicBytes: pair.publicKey, secret: pair.secretKey };
}

/**
 * Makes a signing key of its seed.
 * @param seed 32 secret random bytes; copied, so the caller may wipe its own
 */
export function privateKeyFromSeed(algorithm: SignatureAlgorithm, seed: Uint8Array): PrivateKey {
  if (seed.length !== SEED_BYTES) {
    throw new Refusal('crypto.key-malformed', `A private key of ${algorithm} has a seed of ${SEED_BYTES} bytes.`);
  }
  const ownSeed = Uint8Array.from(seed);
  const { publicBytes, secret } = expand(algorithm, ownSeed);
  let isWiped = false;
  const requireAlive = (): void => {
    if (isWiped) throw new Error('A private key was used after it had been wiped.');
  };
  return {
    algorithm,
    publicKey: publicKeyFromBytes(algorithm, publicBytes),
    sign(message) {
      requireAlive();
      return algorithm === 'ed25519'
        ? sodium.crypto_sign_detached(message, secret)
        : Uint8Array.from(ml_dsa87.sign(message, secret));
    },
    exportPem() {
      requireAlive();
      const inner = der(algorithm === 'ed25519' ? TAG.octetString : TAG.seed, ownSeed);
      const algorithmId = der(TAG.sequence, der(TAG.objectIdentifier, SUITES[algorithm].oid));
      const whole = der(TAG.sequence, der(TAG.integer, Uint8Array.of(0)), algorithmId, der(TAG.octetString, inner));
      const pem = writePem('PRIVATE KEY', whole);
      wipe(inner, whole);
      return pem;
    },
    wipe() {
      isWiped = true;
      wipe(ownSeed, secret);
    },
  };
}

/** Makes a new signing key from the system's randomness. */
export function generatePrivateKey(algorithm: SignatureAlgorithm): PrivateKey {
  const seed = Uint8Array.from(randomBytes(SEED_BYTES));
  const key = privateKeyFromSeed(algorithm, seed);
  wipe(seed);
  return key;
}

function malformed(what: string, remedy?: string): never {
  throw new Refusal('crypto.key-malformed', `The private key file cannot be used: ${what}.`, {
    remedy: remedy ?? 'Give the file that openssl genpkey or scrutineer keygen wrote.',
  });
}

function readSeed(algorithm: SignatureAlgorithm, content: Uint8Array): Uint8Array {
  const reader = new DerReader(content);
  if (algorithm === 'ed25519') {
    const seed = reader.read(TAG.octetString);
    reader.end();
    return seed;
  }
  if (reader.nextTag === TAG.seed) {
    const seed = reader.read(TAG.seed);
    reader.end();
    return seed;
  }
  if (reader.nextTag === TAG.sequence) {
    const both = reader.enter(TAG.sequence);
    reader.end();
    const seed = both.read(TAG.octetString);
    const claimed = both.read(TAG.octetString);
    both.end();
    if (seed.length !== SEED_BYTES || claimed.length !== ML_DSA_87_EXPANDED_BYTES)
      malformed('a part has the wrong length');
    const { secret } = expand(algorithm, seed);
    // RFC 9881 section 6: where both forms stand, they must be checked against each other.
    const isConsistent = Buffer.compare(secret, claimed) === 0;
    wipe(secret);
    if (!isConsistent) malformed('its seed and its expanded key do not belong together');
    return seed;
  }
  return malformed(
    'it holds no seed',
    'Export the ML-DSA-87 key in its seed form: openssl pkey -provparam ml-dsa.output_formats=seed-only.',
  );
}

/**
 * Reads an unencrypted PKCS#8 private key (RFC 5958 version 1, or version 2 with its public key), as written by
 * `openssl genpkey -algorithm ed25519`.
 * @throws Refusal `crypto.key-malformed`; where a public key stands beside the private one and is not its own, too
 */
export function privateKeyFromPem(pem: string): PrivateKey {
  const blocks = readPem(pem);
  const [block] = blocks;
  try {
    if (block === undefined || blocks.length > 1) malformed('it does not hold exactly one key');
    if (block.label === 'ENCRYPTED PRIVATE KEY') {
      malformed(
        'it is encrypted',
        'Decrypt it with openssl pkey and give the result; Scrutineer protects it by your passphrase.',
      );
    }
    if (block.label !== 'PRIVATE KEY') malformed(`it says "${block.label}" where "PRIVATE KEY" is needed`);
    return privateKeyFromDer(block.der);
  } finally {
    for (const { der: bytes } of blocks) wipe(bytes);
  }
}

function privateKeyFromDer(bytes: Uint8Array): PrivateKey {
  const file = new DerReader(bytes);
  const outer = file.enter(TAG.sequence);
  file.end();
  const version = outer.readSmallInteger();
  if (version > 1) malformed('its version is unknown');
  const algorithm = readAlgorithm(outer);
  const seed = readSeed(algorithm, outer.read(TAG.octetString));
  if (outer.nextTag === TAG.attributes) outer.read(TAG.attributes);
  const claimed = version === 1 && outer.nextTag === TAG.publicKey ? outer.readBits(TAG.publicKey) : undefined;
  outer.end();
  const key = privateKeyFromSeed(algorithm, seed);
  if (claimed !== undefined && Buffer.compare(claimed, key.publicKey.bytes) !== 0) {
    key.wipe();
    malformed('the public key beside the private one is not its own');
  }
  return key;
}
