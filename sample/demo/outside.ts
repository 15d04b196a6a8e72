import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeNew } from '../../cli/file.ts';
import { writeKeyFolder } from '../../cli/key-folder.ts';
import { generateAgeIdentity } from '../../core/crypto/age/identity.ts';
import { generatePrivateKey, type PrivateKey } from '../../core/crypto/private-key.ts';
import { makeCard } from '../../core/identity/card.ts';
import { toInstant } from '../../core/instant.ts';
import { type DemoEvidence, foundEvidence, generatedEvidence } from './evidence.ts';
import { bundlePath, sealDemoBundle } from './lab.ts';
import type { Narrator } from './narrator.ts';
import type { Places } from './places.ts';
import { writeDemoTable } from './table.ts';

/** A laboratory has logs: generated ones, or those of a folder. */
export async function prepareEvidence(
  places: Places,
  narrator: Narrator,
  logsFolder: string | undefined,
): Promise<DemoEvidence> {
  narrator.chapter(
    'Evaluation logs',
    'A laboratory has run cyber benchmarks on the model under review and on a reference model.',
  );
  return narrator.step(
    'logs',
    () => (logsFolder === undefined ? generatedEvidence(places.logs) : foundEvidence(logsFolder)),
    ({ candidate, reference, isGenerated, passedOver }) =>
      `${candidate.length} logs of the candidate and ${reference.length} of the reference ${isGenerated ? 'were generated' : 'were found'}${passedOver.length > 0 ? `; ${passedOver.length} unreadable files passed over` : ''}`,
  );
}

/** Makes the keys and the card of an organization outside the desk, and writes them into a folder of its own. */
async function makeKeys(name: string, folder: string) {
  const keys = [generatePrivateKey('ed25519')];
  const createdAt = toInstant(Date.now());
  const age = await generateAgeIdentity('x25519');
  const card = makeCard(
    { name, organization: name, kind: 'producer', ageRecipients: [age.recipient], createdAt },
    keys,
  );
  return { keys, card, files: writeKeyFolder(folder, keys, age, card, createdAt) };
}

/** The roster authority makes its root key. @returns its public keys in PEM */
export async function makeAuthority(places: Places, narrator: Narrator): Promise<string> {
  narrator.chapter(
    'The roster authority',
    'It says who may do what, and which thresholds hold. Its public key is pinned on the desk.',
  );
  return narrator.step(
    'authority-keys',
    async () => {
      const { keys, files } = await makeKeys('Demo authority', places.authority);
      for (const key of keys) key.wipe();
      narrator.file('root-public-key', files.publicKeys);
      for (const path of files.privateKeys) narrator.file('private-key', path);
      return readFileSync(files.publicKeys, 'utf8');
    },
    () => `the root key is in ${places.authority}`,
  );
}

/** The laboratory makes its keys and its card. */
export async function makeLab(places: Places, narrator: Narrator): Promise<{ card: Uint8Array; keys: PrivateKey[] }> {
  narrator.chapter('The laboratory', 'It makes its own keys and hands its card to the authority.');
  return narrator.step(
    'lab-keys',
    async () => {
      const { keys, card, files } = await makeKeys('Harbor Evaluation Lab', places.lab);
      narrator.file('public-key', files.publicKeys);
      narrator.file('card', files.card);
      return { card, keys };
    },
    () => `the laboratory's keys are in ${places.lab}`,
  );
}

/** Where the sealed bundles lie. */
export interface Bundles {
  readonly candidate: string;
  readonly reference: string;
}

/** Seals the two bundles. */
export async function seal(
  places: Places,
  narrator: Narrator,
  evidence: DemoEvidence,
  keys: readonly PrivateKey[],
  recipient: string,
): Promise<Bundles> {
  narrator.chapter('Sealing', 'Two bundles: signed by the laboratory, encrypted to the desk and to an archive.');
  const archive = await generateAgeIdentity('x25519');
  writeNew(
    narrator.file('age-identity', join(places.archive, 'age-identity.txt')),
    `# public key: ${archive.recipient}\n${archive.text}\n`,
    0o600,
  );
  const tables = evidence.isGenerated ? [await writeDemoTable(places.logs)] : [];
  const order = { keys, recipients: [recipient, archive.recipient], model: evidence.models.candidate };
  const paths = { candidate: bundlePath(places.lab, 'candidate'), reference: bundlePath(places.lab, 'reference') };
  const first = await narrator.step(
    'seal-candidate',
    () =>
      sealDemoBundle(
        { ...order, role: 'candidate', sequence: 1, inputs: evidence.candidate, tables, out: paths.candidate },
        narrator,
      ),
    ({ manifest, size }) => `${manifest.members.length} files in ${(size / 1024).toFixed(0)} KiB: ${paths.candidate}`,
  );
  await narrator.step(
    'seal-reference',
    () =>
      sealDemoBundle(
        {
          ...order,
          model: evidence.models.reference,
          role: 'reference',
          sequence: 2,
          inputs: evidence.reference,
          tables: [],
          out: paths.reference,
          previous: { sequence: 1, digest: first.manifestDigest },
        },
        narrator,
      ),
    ({ manifest, size }) => `${manifest.members.length} files in ${(size / 1024).toFixed(0)} KiB: ${paths.reference}`,
  );
  for (const key of keys) key.wipe();
  narrator.file('bundle', paths.candidate);
  narrator.file('bundle', paths.reference);
  return paths;
}
