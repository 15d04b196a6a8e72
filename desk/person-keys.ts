import type { Instant } from '../core/brand.ts';
import { type AgeIdentity, generateAgeIdentity } from '../core/crypto/age/identity.ts';
import { generatePrivateKey, type PrivateKey } from '../core/crypto/private-key.ts';
import { Refusal } from '../core/failure.ts';
import { makeCard } from '../core/identity/card.ts';
import { withPersonSecrets } from '../db/enrolment.ts';
import type { Desk, Signatory } from './desk.ts';

/** The keys that a person gets at enrolment. */
export interface NewSecrets {
  readonly signingKeys: readonly PrivateKey[];
  readonly ageIdentity: AgeIdentity;
}

/** Makes a person's keys: Ed25519 and X25519, or with `postQuantum` ML-DSA-87 beside and a hybrid age identity. */
export async function newSecrets(postQuantum: boolean): Promise<NewSecrets> {
  const ed25519 = generatePrivateKey('ed25519');
  const signingKeys = postQuantum ? [ed25519, generatePrivateKey('ml-dsa-87')] : [ed25519];
  return { signingKeys, ageIdentity: await generateAgeIdentity(postQuantum ? 'hybrid' : 'x25519') };
}

/** @returns the identity card of a person whose keys were just made */
export function cardOfPerson(
  { name, organization }: { readonly name: string; readonly organization: string },
  { signingKeys, ageIdentity }: NewSecrets,
  createdAt: Instant,
): Uint8Array {
  const details = { name, organization, kind: 'person' as const, createdAt };
  return makeCard({ ...details, ageRecipients: [ageIdentity.recipient] }, signingKeys);
}

/** The person who acts, with the passphrase that a signature needs. @throws Refusal `input.missing` without one */
export function signatory(desk: Desk): Signatory {
  if (desk.passphrase !== undefined) return { person: desk.actor, passphrase: desk.passphrase };
  throw new Refusal('input.missing', 'This act signs, so it needs your passphrase again.', {
    remedy: 'Enter your passphrase.',
  });
}

/**
 * Lends a person's signing keys to one piece of work and wipes them afterwards.
 * @throws Refusal `crypto.passphrase-wrong`
 */
export function withSigningKeys<T>(
  desk: Desk,
  who: Signatory,
  work: (keys: readonly PrivateKey[]) => T | Promise<T>,
): Promise<T> {
  return withPersonSecrets(desk.vault.folder, who, ({ signingKeys }) => work(signingKeys));
}
