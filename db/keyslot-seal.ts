import type { Instant, PersonId } from '../core/brand.ts';
import { deriveKey, newPassphraseParameters, type PassphraseStrength } from '../core/crypto/passphrase.ts';
import { openSecret, type SealedSecret, sealSecret } from '../core/crypto/secret-box.ts';
import { wipe } from '../core/crypto/wipe.ts';
import { isRefusal, Refusal } from '../core/failure.ts';
import type { Keyslot } from './keyslots.ts';

/** What the two sealed parts of a slot are bound to, so that neither can stand for the other or for another person. */
export function keyslotContext(part: 'vault-key' | 'person-secrets', vaultId: string, person: PersonId): string {
  return `scrutineer-keyslots/v1 ${part} ${vaultId} ${person}`;
}

/**
 * Makes a slot. Nothing is written.
 * @param passphrase UTF-8, as typed; the caller wipes it
 * @param vaultKey 32 bytes; the caller wipes it
 * @param secrets the bytes of `secretsToBytes`; the caller wipes them
 */
export function sealSlot(
  vaultId: string,
  person: PersonId,
  passphrase: Uint8Array,
  vaultKey: Uint8Array,
  secrets: Uint8Array,
  createdAt: Instant,
  strength?: PassphraseStrength,
): Keyslot {
  const parameters = newPassphraseParameters(strength);
  const key = deriveKey(passphrase, parameters);
  try {
    return {
      person,
      createdAt,
      passphrase: parameters,
      vaultKey: sealSecret(vaultKey, key, keyslotContext('vault-key', vaultId, person)),
      secrets: sealSecret(secrets, key, keyslotContext('person-secrets', vaultId, person)),
    };
  } finally {
    wipe(key);
  }
}

/** What a passphrase opens. Both are the caller's to wipe. */
export interface OpenedSlot {
  readonly vaultKey: Uint8Array;
  readonly secrets: Uint8Array;
}

/** Opens both parts of a slot; the caller wipes them. @throws Refusal `crypto.passphrase-wrong` */
export function openSlot(vaultId: string, slot: Keyslot, passphrase: Uint8Array): OpenedSlot {
  const vaultKey = openPart(vaultId, slot, passphrase, 'vault-key');
  try {
    return { vaultKey, secrets: openPart(vaultId, slot, passphrase, 'person-secrets') };
  } catch (error) {
    wipe(vaultKey);
    throw error;
  }
}

/**
 * Opens one part of a slot; the caller wipes it.
 * @throws Refusal `crypto.passphrase-wrong`, also where the slot itself was changed: the two cannot be told apart
 */
export function openPart(
  vaultId: string,
  slot: Keyslot,
  passphrase: Uint8Array,
  part: 'vault-key' | 'person-secrets',
): Uint8Array {
  const key = deriveKey(passphrase, slot.passphrase);
  const sealed: SealedSecret = part === 'vault-key' ? slot.vaultKey : slot.secrets;
  try {
    return openSecret(sealed, key, keyslotContext(part, vaultId, slot.person));
  } catch (cause) {
    if (!isRefusal(cause, 'crypto.passphrase-wrong')) throw cause;
    throw new Refusal('crypto.passphrase-wrong', `The passphrase does not open the keyslot of "${slot.person}".`, {
      remedy: 'Type it again; mind the keyboard layout. If it is right, keyslots.json was changed: restore it.',
      cause,
    });
  } finally {
    wipe(key);
  }
}
