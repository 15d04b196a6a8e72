import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateAgeIdentity } from '../core/crypto/age/identity.ts';
import { generatePrivateKey } from '../core/crypto/private-key.ts';
import { verifySignature } from '../core/crypto/public-key.ts';
import { codeOf } from '../core/testing/refused.ts';
import { addKeyslot, changePassphrase, keyslotPersons, removeKeyslot, withPersonSecrets } from './enrolment.ts';
import { openSlot } from './keyslot-seal.ts';
import { readKeyslots, writeKeyslots } from './keyslots.ts';
import {
  ADA,
  AT,
  BEN,
  given,
  newcomer,
  QUICK,
  type ScratchVault,
  scratchVault,
  utf8,
} from './testing/scratch-vault.ts';
import { openVault } from './vault.ts';

let scratch: ScratchVault;
beforeEach(async () => {
  scratch = await scratchVault();
});
afterEach(() => scratch.dispose());

const opens = (person: typeof ADA, passphrase: string) => {
  scratch.vault.close();
  openVault(scratch.path, { person, passphrase: utf8(passphrase) }).close();
};

describe('a person with a keyslot', () => {
  it('opens the vault with their own passphrase, and nobody with another one', () => {
    addKeyslot(scratch.vault.folder, newcomer(), newcomer(BEN, 'battery staple'), AT, QUICK);
    expect(keyslotPersons(scratch.vault.folder)).toEqual([ADA, BEN]);
    opens(ADA, 'correct horse');
    opens(BEN, 'battery staple');
    expect(codeOf(() => opens(BEN, 'correct horse'))).toBe('crypto.passphrase-wrong');
    expect(codeOf(() => addKeyslot(scratch.vault.folder, newcomer(), newcomer(BEN), AT, QUICK))).toBe(
      'vault.person-exists',
    );
  });

  it('signs with their own keys for as long as one use lasts', async () => {
    const ed25519 = generatePrivateKey('ed25519');
    const ageIdentity = await generateAgeIdentity('x25519');
    const publicKey = ed25519.publicKey;
    const ben = { person: BEN, passphrase: utf8('battery staple') };
    addKeyslot(
      scratch.vault.folder,
      newcomer(),
      { ...ben, secrets: { signingKeys: [ed25519], ageIdentity } },
      AT,
      QUICK,
    );
    let kept: typeof ed25519 | undefined;
    const signature = await withPersonSecrets(scratch.vault.folder, ben, (secrets) => {
      expect(secrets.ageIdentity).toEqual(ageIdentity);
      kept = given(secrets.signingKeys[0]);
      return kept.sign(utf8('a decision'));
    });
    expect(verifySignature(publicKey, utf8('a decision'), signature)).toBe(true);
    expect(() => given(kept).sign(utf8('another'))).toThrow();
    const wrong = withPersonSecrets(scratch.vault.folder, { ...ben, passphrase: utf8('x') }, () => 1);
    await expect(wrong).rejects.toMatchObject({ code: 'crypto.passphrase-wrong' });
  });

  it('cannot be guessed faster by acts that ask for the passphrase than by unlocking', async () => {
    const { folder } = scratch.vault;
    const guess = { person: ADA, passphrase: utf8('x') };
    const acts: (() => unknown)[] = [
      () => withPersonSecrets(folder, guess, () => 1),
      () => changePassphrase(folder, guess, utf8('a new one'), AT, { strength: QUICK }),
      () => addKeyslot(folder, guess, newcomer(BEN), AT, QUICK),
    ];
    for (const act of acts)
      await expect((async () => act())()).rejects.toMatchObject({ code: 'crypto.passphrase-wrong' });
    for (const act of acts) await expect((async () => act())()).rejects.toMatchObject({ code: 'vault.unlock-delayed' });
    expect(codeOf(() => opens(ADA, 'correct horse'))).toBe('vault.unlock-delayed');
    const later = openVault(
      scratch.path,
      { person: ADA, passphrase: utf8('correct horse') },
      { now: Date.now() + 9000 },
    );
    expect(later.failuresBefore).toBe(3);
    later.close();
  });

  it('changes their passphrase, and the old one opens nothing any more', async () => {
    changePassphrase(scratch.vault.folder, newcomer(), utf8('a new one'), AT, { strength: QUICK });
    opens(ADA, 'a new one');
    expect(codeOf(() => opens(ADA, 'correct horse'))).toBe('crypto.passphrase-wrong');
    const keys = await withPersonSecrets(
      scratch.vault.folder,
      { person: ADA, passphrase: utf8('a new one') },
      (secrets) => secrets.signingKeys.length,
    );
    expect(keys).toBe(1);
    const old = withPersonSecrets(scratch.vault.folder, newcomer(), () => 1);
    await expect(old).rejects.toMatchObject({ code: 'crypto.passphrase-wrong' });
  });

  it('can be removed, unless nobody would be left', () => {
    expect(codeOf(() => removeKeyslot(scratch.vault.folder, ADA))).toBe('vault.last-keyslot');
    addKeyslot(scratch.vault.folder, newcomer(), newcomer(BEN, 'battery staple'), AT, QUICK);
    removeKeyslot(scratch.vault.folder, ADA);
    expect(codeOf(() => opens(ADA, 'correct horse'))).toBe('vault.no-such-person');
    opens(BEN, 'battery staple');
  });
});

describe('keyslots.json', () => {
  it('holds no secret in the clear', () => {
    const text = readFileSync(join(scratch.path, 'keyslots.json'), 'utf8');
    expect(text).toContain('argon2id13');
    expect(text).not.toContain('PRIVATE KEY');
    expect(text).not.toContain('correct horse');
  });

  it('does not let one part of a slot, or one person, stand for another', () => {
    const { folder } = scratch.vault;
    const { vaultId, slots } = readKeyslots(folder);
    const slot = given(slots[0]);
    openSlot(vaultId, slot, utf8('correct horse'));
    const swapped = { ...slot, vaultKey: slot.secrets, secrets: slot.vaultKey };
    expect(codeOf(() => openSlot(vaultId, swapped, utf8('correct horse')))).toBe('crypto.passphrase-wrong');
    expect(codeOf(() => openSlot(vaultId, { ...slot, person: BEN }, utf8('correct horse')))).toBe(
      'crypto.passphrase-wrong',
    );
    writeKeyslots(folder, [slot, slot], vaultId);
    expect(codeOf(() => readKeyslots(folder))).toBe('vault.keyslots-torn');
  });
});
