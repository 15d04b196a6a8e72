import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type AgeIdentity, parseIdentityFile } from '../core/crypto/age/identity.ts';
import { type PrivateKey, privateKeyFromPem } from '../core/crypto/private-key.ts';
import { publicKeyToPem } from '../core/crypto/public-key.ts';
import { Refusal } from '../core/failure.ts';
import { makeFolder, readText, requireFree, writeNew } from './file.ts';
import { ofFile, ofFileLater } from './of-file.ts';

/** The files of a key folder, as `scrutineer keygen` writes them. */
export const KEY_FOLDER = {
  card: 'card.dsse.json',
  publicKeys: 'public.pem',
  ageIdentity: 'age-identity.txt',
  ageRecipient: 'age-recipient.txt',
} as const;

/** The name of a private key's file. */
const privateKeyFile = (key: PrivateKey) => `${key.algorithm}.key.pem`;

/** What a key folder holds once it is written. */
export interface KeyFolder {
  readonly card: string;
  readonly publicKeys: string;
  readonly privateKeys: readonly string[];
  readonly ageIdentity: string;
  readonly ageRecipient: string;
}

/**
 * Writes keys and card into a folder: private files for the owner alone, public ones readable by others.
 * @throws Refusal `input.invalid` where one of the files is there already
 */
export function writeKeyFolder(
  folder: string,
  keys: readonly PrivateKey[],
  age: AgeIdentity,
  card: Uint8Array,
  createdAt: string,
): KeyFolder {
  makeFolder(folder);
  const files: KeyFolder = {
    card: join(folder, KEY_FOLDER.card),
    publicKeys: join(folder, KEY_FOLDER.publicKeys),
    privateKeys: keys.map((key) => join(folder, privateKeyFile(key))),
    ageIdentity: join(folder, KEY_FOLDER.ageIdentity),
    ageRecipient: join(folder, KEY_FOLDER.ageRecipient),
  };
  for (const file of [files.card, files.publicKeys, ...files.privateKeys, files.ageIdentity, files.ageRecipient])
    requireFree(file);
  for (const key of keys) writeNew(join(folder, privateKeyFile(key)), key.exportPem(), 0o600);
  writeNew(files.publicKeys, keys.map((key) => publicKeyToPem(key.publicKey)).join(''), 0o644);
  // The layout of age-keygen, so that age -i reads it.
  writeNew(files.ageIdentity, `# created: ${createdAt}\n# public key: ${age.recipient}\n${age.text}\n`, 0o600);
  writeNew(files.ageRecipient, `${age.recipient}\n`, 0o644);
  writeNew(files.card, card, 0o644);
  return files;
}

/**
 * Reads the signing keys of a person or producer.
 * @param path a folder with one or more private keys in PEM (`*.pem`), or one such file, as `openssl genpkey` writes it
 * @throws Refusal `input.missing` where there is none
 */
export function readSigningKeys(path: string): PrivateKey[] {
  const files = statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.pem'))
        .sort()
        .map((name) => join(path, name))
    : [path];
  const keys = files
    .map((file) => ({ file, pem: readText(file) }))
    .filter(({ pem }) => pem.includes('PRIVATE KEY-----'))
    .map(({ file, pem }) => ofFile(file, () => privateKeyFromPem(pem)));
  if (keys.length === 0) {
    throw new Refusal('input.missing', 'There is no private key.', {
      where: path,
      remedy:
        'Give the folder that scrutineer keygen wrote, or the file that openssl genpkey -algorithm ed25519 wrote.',
    });
  }
  return keys;
}

/** Reads age identities from a file, or from the `age-identity.txt` of a key folder. */
export async function readAgeIdentities(path: string): Promise<AgeIdentity[]> {
  const file = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, KEY_FOLDER.ageIdentity) : path;
  return ofFileLater(file, () => parseIdentityFile(readText(file)));
}
