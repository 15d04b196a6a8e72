import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { asPersonId, type Instant, type PersonId } from '../core/brand.ts';
import { isRefusal, Refusal } from '../core/failure.ts';
import { asInstant } from '../core/instant.ts';
import { parseStrictJson } from '../core/json/strict.ts';
import { replaceFile } from './atomic-file.ts';
import type { VaultFolder } from './folder.ts';
import { inWords } from './sqlite-failure.ts';

const FORMAT = 'scrutineer-keyslots/v1';
const LARGEST = 4 << 20;

const passphrase = z.strictObject({
  algorithm: z.literal('argon2id13'),
  opsLimit: z.int().min(2).max(10),
  memLimit: z
    .int()
    .min(8192)
    .max(2 ** 32),
  salt: z.base64().length(24),
});
const sealed = z.strictObject({
  algorithm: z.literal('xchacha20-poly1305-ietf'),
  nonce: z.base64().length(32),
  ciphertext: z.base64().min(4),
});
const instant = z.string().transform((text, context): Instant => {
  const at = asInstant(text);
  if (at !== undefined) return at;
  context.addIssue('is not an RFC 3339 time in UTC');
  return z.NEVER;
});
const person = z.string().transform((text, context): PersonId => {
  const id = asPersonId(text);
  if (id !== undefined) return id;
  context.addIssue("is not a person's id");
  return z.NEVER;
});
const slot = z.strictObject({
  person,
  createdAt: instant,
  passphrase,
  vaultKey: sealed,
  secrets: sealed,
});
const file = z.strictObject({
  format: z.literal(FORMAT),
  vaultId: z.uuid(),
  slots: z.array(slot).min(1).max(1000),
});

/** One person's way into the vault. See docs/formats/vault.md. */
export type Keyslot = z.output<typeof slot>;
/** The content of `keyslots.json`. */
export type Keyslots = z.output<typeof file>;

/**
 * Parses `keyslots.json`. Unknown fields are an error: a slot that asks for more than we know must not open.
 * @throws Refusal `vault.keyslots-torn`
 */
export function parseKeyslots(bytes: Uint8Array, where: string): Keyslots {
  const torn = (detail: string, cause?: unknown) =>
    new Refusal('vault.keyslots-torn', `The keyslots cannot be read: ${detail}.`, {
      where,
      remedy: 'Restore keyslots.json from the last copy of the vault. Without it nobody can open the vault.',
      cause,
    });
  let value: unknown;
  try {
    value = parseStrictJson(bytes, { maxBytes: LARGEST });
  } catch (cause) {
    throw torn('the file is not JSON', cause);
  }
  const read = file.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw torn(`${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'wrong shape'}`);
  }
  const people = read.data.slots.map((entry) => entry.person);
  if (new Set(people).size !== people.length) throw torn('a person has two slots');
  return read.data;
}

/** @throws Refusal `vault.keyslots-torn`, also where the file is absent; `vault.read-only` where this account may not read it */
export function readKeyslots(folder: VaultFolder): Keyslots {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(folder.keyslots);
  } catch (cause) {
    const told = inWords(cause, folder.keyslots);
    if (isRefusal(told)) throw told;
    throw new Refusal('vault.keyslots-torn', 'The keyslots of this vault cannot be read.', {
      where: folder.keyslots,
      remedy: 'Restore keyslots.json from the last copy of the vault.',
      cause,
    });
  }
  return parseKeyslots(bytes, folder.keyslots);
}

/** Replaces `keyslots.json` whole. @param settle is run when the new slots are on disk and do not count yet */
export function writeKeyslots(
  folder: VaultFolder,
  slots: readonly Keyslot[],
  vaultId: string,
  settle?: () => void,
): void {
  replaceFile(folder.keyslots, `${JSON.stringify({ format: FORMAT, vaultId, slots }, null, 2)}\n`, settle);
}

/** @throws Refusal `vault.no-such-person` */
export function slotOf(keyslots: Keyslots, id: PersonId): Keyslot {
  const found = keyslots.slots.find((entry) => entry.person === id);
  if (found) return found;
  throw new Refusal('vault.no-such-person', `Nobody named "${id}" is enrolled in this vault.`, {
    remedy: 'Check the name, or have the custodian enrol this person.',
  });
}
