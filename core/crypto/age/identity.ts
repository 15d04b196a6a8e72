import { Encrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Refusal } from '../../failure.ts';

/** The two native kinds: X25519, and ML-KEM-768 with X25519. */
export type AgeKind = 'x25519' | 'hybrid';

/** What opens files sealed to `recipient`. */
export interface AgeIdentity {
  /** `AGE-SECRET-KEY-1…` or `AGE-SECRET-KEY-PQ-1…`: a secret. */
  readonly text: string;
  /** `age1…` or `age1pq1…`: public. */
  readonly recipient: string;
}

/** Makes a new identity from the system's randomness. */
export async function generateAgeIdentity(kind: AgeKind): Promise<AgeIdentity> {
  return ageIdentityFrom(kind === 'hybrid' ? await generateHybridIdentity() : await generateX25519Identity());
}

/**
 * Reads one identity as age-keygen writes it.
 * @throws Refusal `crypto.key-malformed`
 */
export async function ageIdentityFrom(text: string): Promise<AgeIdentity> {
  const trimmed = text.trim();
  try {
    return { text: trimmed, recipient: await identityToRecipient(trimmed) };
  } catch {
    // The library's own error may quote what it was given, which is a secret: it is not passed on.
    throw new Refusal('crypto.key-malformed', 'This is not an age identity (AGE-SECRET-KEY-…).', {
      remedy: 'Give the file that age-keygen or scrutineer keygen wrote.',
    });
  }
}

/**
 * Reads an identity file: one identity a line, blank lines and `#` comments passed over.
 * @throws Refusal `crypto.key-malformed` where a line is none, or the file holds none
 */
export async function parseIdentityFile(text: string): Promise<AgeIdentity[]> {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (lines[0]?.startsWith('age-encryption.org/') || lines[0]?.startsWith('-----BEGIN AGE ENCRYPTED')) {
    throw new Refusal('crypto.key-malformed', 'This identity file is itself encrypted.', {
      remedy: 'Decrypt it with age first, and give the result.',
    });
  }
  const identities: AgeIdentity[] = [];
  for (const line of lines) {
    if (line !== '' && !line.startsWith('#')) identities.push(await ageIdentityFrom(line));
  }
  if (identities.length === 0) {
    throw new Refusal('crypto.key-malformed', 'The identity file holds no age identity.', {
      remedy: 'Give the file that age-keygen or scrutineer keygen wrote.',
    });
  }
  return identities;
}

/** @returns the kind of a recipient (`age1…`, `age1pq1…`), or undefined where the text is no recipient of ours. */
export function ageRecipientKind(text: string): AgeKind | undefined {
  const kind = /^age1pq1[a-z0-9]+$/.test(text) ? 'hybrid' : /^age1[a-z0-9]+$/.test(text) ? 'x25519' : undefined;
  // Tagged recipients (age1tag1…, age1tagpq1…) are for hardware keys, which have no identity that we could open with.
  if (kind === undefined || /^age1tag(pq)?1/.test(text)) return undefined;
  try {
    new Encrypter().addRecipient(text);
    return kind;
  } catch {
    return undefined;
  }
}
