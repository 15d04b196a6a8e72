import { z } from 'zod';
import { type AgeIdentity, ageIdentityFrom } from '../core/crypto/age/identity.ts';
import { type PrivateKey, privateKeyFromPem } from '../core/crypto/private-key.ts';
import { wipe } from '../core/crypto/wipe.ts';
import { Refusal } from '../core/failure.ts';
import { parseStrictJson } from '../core/json/strict.ts';

/** The private keys of one person, for as long as one use needs them. `wipe` ends the use. */
export interface PersonSecrets {
  readonly signingKeys: readonly PrivateKey[];
  readonly ageIdentity: AgeIdentity | null;
  wipe(): void;
}

const shape = z.strictObject({
  signingKeys: z.array(z.string()).max(8),
  ageIdentity: z.string().nullable(),
});

/** @returns the secrets as bytes to be sealed; the caller wipes them. */
export function secretsToBytes(secrets: Pick<PersonSecrets, 'signingKeys' | 'ageIdentity'>): Uint8Array {
  return new TextEncoder().encode(
    JSON.stringify({
      signingKeys: secrets.signingKeys.map((key) => key.exportPem()),
      ageIdentity: secrets.ageIdentity?.text ?? null,
    }),
  );
}

/**
 * Reads what `secretsToBytes` wrote, and wipes the bytes.
 * @throws Refusal `vault.keyslots-torn`
 */
export async function secretsFromBytes(bytes: Uint8Array): Promise<PersonSecrets> {
  try {
    const read = shape.safeParse(parseStrictJson(bytes));
    if (!read.success) throw new Refusal('vault.keyslots-torn', 'The private keys of this slot cannot be read.');
    const ageIdentity = read.data.ageIdentity === null ? null : await ageIdentityFrom(read.data.ageIdentity);
    const signingKeys = read.data.signingKeys.map((pem) => privateKeyFromPem(pem));
    return {
      signingKeys,
      ageIdentity,
      wipe() {
        for (const key of signingKeys) key.wipe();
      },
    };
  } finally {
    wipe(bytes);
  }
}
