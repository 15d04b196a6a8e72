import { mkdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { deriveKey } from '../core/crypto/passphrase.ts';
import { cryptoReady } from '../core/crypto/ready.ts';
import { vaultFolder } from './folder.ts';
import { keyslotContext, openSlot } from './keyslot-seal.ts';
import { parseKeyslots, writeKeyslots } from './keyslots.ts';
import { secretsFromBytes } from './person-secrets.ts';
import { given, scratchFolder, utf8 } from './testing/scratch-vault.ts';

const page = readFileSync(new URL('../docs/formats/vault.md', import.meta.url), 'utf8');
const example = given(/### Worked example[\s\S]*?```json\n([\s\S]*?\n)```/.exec(page)?.[1]);
const stated = (step: string) => given(page.split(`| ${step} | \``)[1]?.split('`')[0]);
const PASSPHRASE = utf8('correct horse battery staple');

const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

beforeAll(cryptoReady);

describe('docs/formats/vault.md', () => {
  it('has a worked example that opens step by step to the values it states', async () => {
    const keyslots = parseKeyslots(utf8(example), 'example');
    const slot = given(keyslots.slots[0]);
    expect(page).toContain('The passphrase is `correct horse battery staple`.');
    expect(toHex(deriveKey(PASSPHRASE, slot.passphrase))).toBe(stated('key of the slot'));
    expect(keyslotContext('vault-key', keyslots.vaultId, slot.person)).toBe(stated('associated data of `vaultKey`'));
    const opened = openSlot(keyslots.vaultId, slot, PASSPHRASE);
    expect(toHex(opened.vaultKey)).toBe(stated('key of the vault'));
    const secrets = await secretsFromBytes(opened.secrets);
    expect(secrets.signingKeys.map((key) => key.publicKey.keyId)).toEqual([
      stated('key id of the one signing key in `secrets`'),
    ]);
    expect(secrets.ageIdentity?.recipient).toBe(stated('recipient of the age identity in `secrets`'));
    secrets.wipe();
  });

  it('has a worked example with the very bytes that the program writes', () => {
    const scratch = scratchFolder();
    const folder = vaultFolder(`${scratch.path}/v`);
    mkdirSync(folder.path);
    const keyslots = parseKeyslots(utf8(example), 'example');
    writeKeyslots(folder, keyslots.slots, keyslots.vaultId);
    expect(readFileSync(folder.keyslots, 'utf8')).toBe(example);
    scratch.dispose();
  });

  it.each([
    ['an unknown field in a slot', (text: string) => text.replace('"person"', '"admin": true, "person"')],
    ['an unknown algorithm', (text: string) => text.replace('argon2id13', 'argon2i13')],
    ['another format', (text: string) => text.replace('keyslots/v1', 'keyslots/v2')],
    ['no slot', (text: string) => text.replace(/"slots": \[[\s\S]*\]/, '"slots": []')],
    ['a short salt', (text: string) => text.replace('wgLHtkJ+hKpWe1dWCulY9A==', 'wgLHtkJ+hKpWe1dWCul=')],
    ['a duplicate key', (text: string) => text.replace('"person"', '"person": "eve", "person"')],
    ['a time that does not exist', (text: string) => text.replace('2026-11-23T', '2026-02-30T')],
  ])('refuses %s, as its Parsing Rules say', (_what, change) => {
    const changed = change(example);
    expect(changed).not.toBe(example);
    expect(() => parseKeyslots(utf8(changed), 'example')).toThrow('keyslots cannot be read');
  });
});
