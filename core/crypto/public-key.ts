import { ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import sodium from 'libsodium-wrappers';
import type { KeyId } from '../brand.ts';
import { Refusal } from '../failure.ts';
import { algorithmByOid, type SignatureAlgorithm, SUITES } from './algorithm.ts';
import { DerReader, der, TAG } from './der.ts';
import { sha256 } from './digest.ts';
import { readPem, writePem } from './pem.ts';

export type { SignatureAlgorithm } from './algorithm.ts';

/** A public key that has passed every check of its suite. */
export interface PublicKey {
  readonly algorithm: SignatureAlgorithm;
  /** The raw key: 32 bytes for Ed25519, 2592 for ML-DSA-87. */
  readonly bytes: Uint8Array;
  readonly keyId: KeyId;
}

// 2^255 - 19, the field of Ed25519, little-endian.
const FIELD_PRIME = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 0xed : i === 31 ? 0x7f : 0xff));

function isCanonicalEd25519(bytes: Uint8Array): boolean {
  for (let i = 31; i >= 0; i -= 1) {
    const y = (bytes[i] ?? 0) & (i === 31 ? 0x7f : 0xff);
    const p = FIELD_PRIME[i] ?? 0;
    if (y !== p) return y < p;
  }
  return false;
}

// libsodium converts only points of the main subgroup, so the conversion refuses low-order and mixed-order points.
function isStrongEd25519(bytes: Uint8Array): boolean {
  if (!isCanonicalEd25519(bytes)) return false;
  try {
    sodium.crypto_sign_ed25519_pk_to_curve25519(bytes);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes a public key of raw bytes, after the checks of its suite.
 * @throws Refusal `crypto.key-malformed` for a wrong length; `crypto.key-weak` for an Ed25519 point that is low-order, of
 *   mixed order, off the curve or written non-canonically: with such a key one signature can fit many messages
 */
export function publicKeyFromBytes(algorithm: SignatureAlgorithm, bytes: Uint8Array): PublicKey {
  if (bytes.length !== SUITES[algorithm].publicKeyBytes) {
    throw new Refusal(
      'crypto.key-malformed',
      `A public key of ${algorithm} has ${SUITES[algorithm].publicKeyBytes} bytes.`,
    );
  }
  if (algorithm === 'ed25519' && !isStrongEd25519(bytes)) {
    throw new Refusal('crypto.key-weak', 'This Ed25519 public key is not a sound point of the curve.', {
      remedy: 'Ask its owner to make a new key; a key made by openssl or scrutineer never looks like this.',
    });
  }
  const own = Uint8Array.from(bytes);
  const keyId = sha256(spki(algorithm, own)) as string as KeyId; // hex SHA-256 of the SPKI is what a key id is
  return { algorithm, bytes: own, keyId };
}

function spki(algorithm: SignatureAlgorithm, bytes: Uint8Array): Uint8Array {
  const algorithmId = der(TAG.sequence, der(TAG.objectIdentifier, SUITES[algorithm].oid));
  return der(TAG.sequence, algorithmId, der(TAG.bitString, Uint8Array.of(0), bytes));
}

/** @returns the key as SubjectPublicKeyInfo in DER (RFC 8410, RFC 9881). */
export function publicKeyToDer(key: PublicKey): Uint8Array {
  return spki(key.algorithm, key.bytes);
}

/** Reads SubjectPublicKeyInfo in DER. @throws Refusal as publicKeyFromBytes does, and where the suite is not ours */
export function publicKeyFromDer(bytes: Uint8Array): PublicKey {
  const file = new DerReader(bytes);
  const outer = file.enter(TAG.sequence);
  file.end();
  const algorithm = readAlgorithm(outer);
  const key = outer.readBits();
  outer.end();
  return publicKeyFromBytes(algorithm, key);
}

/** Reads an AlgorithmIdentifier without parameters. @throws Refusal where the suite is not ours */
export function readAlgorithm(from: DerReader): SignatureAlgorithm {
  const id = from.enter(TAG.sequence);
  const algorithm = algorithmByOid(id.read(TAG.objectIdentifier));
  if (algorithm === undefined) {
    throw new Refusal('crypto.key-malformed', 'The key is of a kind this program does not use.', {
      remedy: 'Use an Ed25519 or ML-DSA-87 key, as from openssl genpkey -algorithm ed25519.',
    });
  }
  id.end();
  return algorithm;
}

/**
 * Reads every public key of a PEM text; a roster's root file may hold an Ed25519 and an ML-DSA-87 key, one after the other.
 * @throws Refusal `crypto.key-malformed` or `crypto.key-weak`
 */
export function publicKeysFromPem(pem: string): PublicKey[] {
  return readPem(pem).map(({ label, der: bytes }) => {
    if (label === 'PUBLIC KEY') return publicKeyFromDer(bytes);
    bytes.fill(0);
    throw new Refusal('crypto.key-malformed', `The PEM block says "${label}" where "PUBLIC KEY" is needed.`, {
      remedy: label.endsWith('PRIVATE KEY')
        ? 'This is a private key: keep it to yourself. Give the public one, as openssl pkey -pubout writes it.'
        : 'Give a public key, as openssl pkey -pubout writes it.',
    });
  });
}

/**
 * Reads a PEM text that holds exactly one public key (SPKI).
 * @throws Refusal `crypto.key-malformed` or `crypto.key-weak`
 */
export function publicKeyFromPem(pem: string): PublicKey {
  const [key, ...others] = publicKeysFromPem(pem);
  if (key === undefined || others.length > 0) {
    throw new Refusal('crypto.key-malformed', 'The PEM text holds more than one key where one is needed.');
  }
  return key;
}

/** @returns the key as `-----BEGIN PUBLIC KEY-----`, which stock openssl reads. */
export function publicKeyToPem(key: PublicKey): string {
  return writePem('PUBLIC KEY', publicKeyToDer(key));
}

/** @returns true where both are the same key of the same suite. */
export function isSameKey(one: PublicKey, other: PublicKey): boolean {
  return one.algorithm === other.algorithm && Buffer.compare(one.bytes, other.bytes) === 0;
}

/** @returns the text as a key id (64 lower-case hex digits), or undefined where it is not one. */
export function asKeyId(text: string): KeyId | undefined {
  return /^[0-9a-f]{64}$/.test(text) ? (text as KeyId) : undefined; // the test above is what the brand stands for
}

/**
 * Verifies a detached signature over the message: pure Ed25519 by libsodium's strict verifier (RFC 8032; S below the
 * group order, no low-order R or key), or pure ML-DSA-87 with an empty context (FIPS 204).
 * @returns false for any signature that does not fit, whatever its length; it never throws for one
 */
export function verifySignature(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== SUITES[key.algorithm].signatureBytes) return false;
  if (key.algorithm === 'ed25519') return sodium.crypto_sign_verify_detached(signature, message, key.bytes);
  try {
    return ml_dsa87.verify(signature, message, key.bytes);
  } catch {
    return false;
  }
}
