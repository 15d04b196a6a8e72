/**
 * A value of type `T` that carries a name in the type system only, so that a digest is never handed over where a
 * person id is meant. Brands are given at the boundary by the parser of each kind, nowhere else.
 */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** 96 lower-case hex digits. */
export type Sha384 = Brand<string, 'Sha384'>;
/** 64 lower-case hex digits. */
export type Sha256 = Brand<string, 'Sha256'>;
/** Hex SHA-256 of a public key's SPKI DER. A hint for finding a key; it never decides trust. */
export type KeyId = Brand<string, 'KeyId'>;
/** A person's id as the roster writes it: lower-case letters, digits, `.`, `_`, `-`; 1 to 64 characters. */
export type PersonId = Brand<string, 'PersonId'>;
/** A producer's id as the roster writes it; the same alphabet as a person's. */
export type ProducerId = Brand<string, 'ProducerId'>;
/** A case's id: a UUID given by the desk. */
export type CaseId = Brand<string, 'CaseId'>;
/** A run's id: a UUID given by the desk to one evaluation log of one bundle. */
export type RunId = Brand<string, 'RunId'>;
/** An RFC 3339 time in UTC with a `Z`, as `2026-11-23T18:40:00Z` (fractions allowed). */
export type Instant = Brand<string, 'Instant'>;

const SHORT_ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** @returns the text as a person's id, or undefined where it is not one. */
export function asPersonId(text: string): PersonId | undefined {
  return SHORT_ID.test(text) ? (text as PersonId) : undefined; // the test above is what the brand stands for
}

/** @returns the text as a producer's id, or undefined where it is not one. */
export function asProducerId(text: string): ProducerId | undefined {
  return SHORT_ID.test(text) ? (text as ProducerId) : undefined; // the test above is what the brand stands for
}

/** @returns the text as a SHA-384 digest (96 lower-case hex digits), or undefined where it is not one. */
export function asSha384(text: string): Sha384 | undefined {
  return /^[0-9a-f]{96}$/.test(text) ? (text as Sha384) : undefined; // the test above is what the brand stands for
}

/** @returns the text as a SHA-256 digest (64 lower-case hex digits), or undefined where it is not one. */
export function asSha256(text: string): Sha256 | undefined {
  return /^[0-9a-f]{64}$/.test(text) ? (text as Sha256) : undefined; // the test above is what the brand stands for
}
