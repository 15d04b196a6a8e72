import type { Instant, PersonId } from '../core/brand.ts';
import type { PassphraseStrength } from '../core/crypto/passphrase.ts';
import { wipe } from '../core/crypto/wipe.ts';
import { Refusal } from '../core/failure.ts';
import type { VaultFolder } from './folder.ts';
import { openPart, openSlot, sealSlot } from './keyslot-seal.ts';
import { readKeyslots, slotOf, writeKeyslots } from './keyslots.ts';
import { type PersonSecrets, secretsFromBytes, secretsToBytes } from './person-secrets.ts';
import { tryPassphrase } from './unlock-delay.ts';

/** Somebody's name and passphrase (UTF-8 as typed). Whoever made it wipes the passphrase. */
export interface Credentials {
  readonly person: PersonId;
  readonly passphrase: Uint8Array;
}

/** A new person: their own passphrase and the private keys that it is to guard. */
export interface NewPerson extends Credentials {
  readonly secrets: Pick<PersonSecrets, 'signingKeys' | 'ageIdentity'>;
}

/**
 * Gives a person a slot. It takes somebody who is enrolled, because only a slot opens the vault's key.
 * @throws Refusal `vault.person-exists`, `vault.no-such-person`, `crypto.passphrase-wrong`, `vault.disk-full`
 */
export function addKeyslot(
  folder: VaultFolder,
  by: Credentials,
  fresh: NewPerson,
  at: Instant,
  strength?: PassphraseStrength,
): void {
  const keyslots = readKeyslots(folder);
  const { vaultId, slots } = keyslots;
  if (slots.some((slot) => slot.person === fresh.person)) {
    throw new Refusal('vault.person-exists', `"${fresh.person}" is enrolled in this vault already.`);
  }
  const slotBy = slotOf(keyslots, by.person);
  const vaultKey = tryPassphrase(folder, by.person, Date.now(), () =>
    openPart(vaultId, slotBy, by.passphrase, 'vault-key'),
  );
  const secrets = secretsToBytes(fresh.secrets);
  try {
    const slot = sealSlot(vaultId, fresh.person, fresh.passphrase, vaultKey, secrets, at, strength);
    writeKeyslots(folder, [...slots, slot], vaultId);
  } finally {
    wipe(vaultKey, secrets);
  }
}

/**
 * Takes a person's slot away, and with it their private keys. A copy of an older `keyslots.json` still opens the vault:
 * see docs/formats/vault.md.
 * @throws Refusal `vault.last-keyslot` where nobody could open the vault any more; `vault.no-such-person`
 */
export function removeKeyslot(folder: VaultFolder, person: PersonId): void {
  const keyslots = readKeyslots(folder);
  slotOf(keyslots, person);
  const rest = keyslots.slots.filter((slot) => slot.person !== person);
  if (rest.length === 0) {
    throw new Refusal('vault.last-keyslot', 'This is the last keyslot; without it nobody can open the vault.', {
      remedy: 'Enrol another person first.',
    });
  }
  writeKeyslots(folder, rest, keyslots.vaultId);
}

export interface ChangeOptions {
  readonly strength?: PassphraseStrength;
  /** Records the change, when the new slot is on disk and does not count yet: no change is without its record. */
  readonly record?: () => void;
}

/**
 * Seals a person's slot anew under a new passphrase and a new salt; the old passphrase opens it no more.
 * @throws Refusal `crypto.passphrase-wrong`, `vault.no-such-person`, and what `record` throws; the old slot stands then
 */
export function changePassphrase(
  folder: VaultFolder,
  old: Credentials,
  newPassphrase: Uint8Array,
  at: Instant,
  { strength, record }: ChangeOptions = {},
): void {
  const keyslots = readKeyslots(folder);
  const slotOld = slotOf(keyslots, old.person);
  const { vaultKey, secrets } = tryPassphrase(folder, old.person, Date.now(), () =>
    openSlot(keyslots.vaultId, slotOld, old.passphrase),
  );
  try {
    const slot = sealSlot(keyslots.vaultId, old.person, newPassphrase, vaultKey, secrets, at, strength);
    writeKeyslots(
      folder,
      keyslots.slots.map((entry) => (entry.person === old.person ? slot : entry)),
      keyslots.vaultId,
      record,
    );
  } finally {
    wipe(vaultKey, secrets);
  }
}

/**
 * Lends a person's private keys to one piece of work and wipes them when it ends, however it ends. Each signature asks
 * for the passphrase again.
 * @throws Refusal `crypto.passphrase-wrong`, `vault.no-such-person`
 */
export async function withPersonSecrets<T>(
  folder: VaultFolder,
  credentials: Credentials,
  work: (secrets: PersonSecrets) => T | Promise<T>,
): Promise<T> {
  const keyslots = readKeyslots(folder);
  const slot = slotOf(keyslots, credentials.person);
  const opened = tryPassphrase(folder, credentials.person, Date.now(), () =>
    openPart(keyslots.vaultId, slot, credentials.passphrase, 'person-secrets'),
  );
  const secrets = await secretsFromBytes(opened);
  try {
    return await work(secrets);
  } finally {
    secrets.wipe();
  }
}

/** @returns who has a slot, in the order of their enrolment. */
export function keyslotPersons(folder: VaultFolder): PersonId[] {
  return readKeyslots(folder).slots.map((slot) => slot.person);
}
