import { z } from 'zod';
import type { KeyId } from '../brand.ts';
import { asSha256 } from '../brand.ts';
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from '../crypto/algorithm.ts';
import { sha384 } from '../crypto/digest.ts';
import { asKeyId, type PublicKey, publicKeyFromPem, publicKeyToDer, publicKeyToPem } from '../crypto/public-key.ts';
import type { Subject } from '../envelope/statement.ts';

/** A public key as cards and rosters write it. */
export interface KeyRecord {
  readonly algorithm: SignatureAlgorithm;
  /** PEM, SubjectPublicKeyInfo. */
  readonly publicKey: string;
  /** Hex SHA-256 of the SPKI in DER; it must be that of `publicKey`. */
  readonly keyId: KeyId;
}

export const keyRecordShape = z.object({
  algorithm: z.enum(SIGNATURE_ALGORITHMS),
  publicKey: z.string().max(8192),
  keyId: z.custom<KeyId>((value) => typeof value === 'string' && asKeyId(value) !== undefined, 'must be a key id'),
});

export function keyRecordOf(key: PublicKey): KeyRecord {
  return { algorithm: key.algorithm, publicKey: publicKeyToPem(key), keyId: key.keyId };
}

/**
 * @returns the key that a record holds, or the words for what is wrong: its algorithm or key id is another key's
 * @throws Refusal `crypto.key-malformed`, `crypto.key-weak`
 */
export function keyOfRecord(record: KeyRecord): PublicKey | string {
  const key = publicKeyFromPem(record.publicKey);
  if (key.algorithm !== record.algorithm) return `the key ${record.keyId} is not of the algorithm its record names`;
  if (key.keyId !== record.keyId) return `the key id ${record.keyId} is not that of the key beside it`;
  return key;
}

/** @returns the subject of a statement about this key: digests of its SPKI in DER; sha256 is the key id. */
export function subjectOfKey(name: string, key: PublicKey): Subject {
  const sha256 = asSha256(key.keyId);
  return { name, digest: { sha384: sha384(publicKeyToDer(key)), ...(sha256 === undefined ? {} : { sha256 }) } };
}

/** @returns true where the statement's subjects are exactly these, in this order (names are for people and not compared). */
export function areSubjects(found: readonly Subject[], expected: readonly Subject[]): boolean {
  return (
    found.length === expected.length && expected.every(({ digest }, i) => found[i]?.digest.sha384 === digest.sha384)
  );
}
