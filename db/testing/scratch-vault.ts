import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asPersonId, asProducerId, type PersonId, type Sha384 } from '../../core/brand.ts';
import { memorySource } from '../../core/bytes/source.ts';
import { sha384 } from '../../core/crypto/digest.ts';
import type { PassphraseStrength } from '../../core/crypto/passphrase.ts';
import { generatePrivateKey } from '../../core/crypto/private-key.ts';
import { cryptoReady } from '../../core/crypto/ready.ts';
import { toInstant } from '../../core/instant.ts';
import { asCaseId, asRunId } from '../column.ts';
import { VAULT_KEY_BYTES } from '../connection.ts';
import type { NewPerson } from '../enrolment.ts';
import { keep, receive } from '../evidence.ts';
import type { VaultFolder } from '../folder.ts';
import type { WritableDb } from '../handle.ts';
import { addAttempts, type NewAttempt } from '../repositories/attempt.ts';
import { acceptBundle, addBundle, type NewBundle } from '../repositories/bundle.ts';
import { addCase, type CaseFile } from '../repositories/case-file.ts';
import { addMember } from '../repositories/member.ts';
import { addRun } from '../repositories/run.ts';
import type { AttemptRow, BundleRow, RunRow } from '../row-id.ts';
import { transaction } from '../transaction.ts';
import { newUuid } from '../uuid.ts';
import { createVault, type OpenOptions, openVault, type Vault } from '../vault.ts';

/** The cheapest derivation that core/crypto admits, so that a test opens a vault in a blink. */
export const QUICK: PassphraseStrength = { opsLimit: 2, memLimit: 19 << 20 };
export const AT = toInstant(Date.UTC(2026, 10, 23, 12));

/** @returns the value, which the test knows to be there. */
export function given<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('The test expected a value here.');
  return value;
}

export const ADA: PersonId = given(asPersonId('ada'));
export const BEN: PersonId = given(asPersonId('ben'));

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A person with one signing key. */
export function newcomer(person: PersonId = ADA, passphrase = 'correct horse'): NewPerson {
  return {
    person,
    passphrase: utf8(passphrase),
    secrets: { signingKeys: [generatePrivateKey('ed25519')], ageIdentity: null },
  };
}

/** An empty folder that goes away with `dispose`. */
export function scratchFolder(): { path: string; dispose(): void } {
  const path = mkdtempSync(join(tmpdir(), 'scrutineer-vault-'));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}

export interface ScratchVault {
  readonly path: string;
  readonly vault: Vault;
  /** A copy of the vault's key, as it is lent when the vault opens. */
  readonly key: Uint8Array;
  /** Closes the vault and opens it again. */
  reopen(options?: OpenOptions): Vault;
  dispose(): void;
}

/** A vault on disk that Ada can open with `correct horse`. */
export async function scratchVault(): Promise<ScratchVault> {
  await cryptoReady();
  const folder = scratchFolder();
  const path = join(folder.path, 'vault');
  const key = new Uint8Array(VAULT_KEY_BYTES);
  let vault = createVault(path, newcomer(), { strength: QUICK, lendKey: (lent) => key.set(lent) });
  return {
    path,
    key,
    get vault() {
      return vault;
    },
    reopen(options) {
      vault.close();
      vault = openVault(path, newcomer(), options);
      return vault;
    },
    dispose() {
      vault.close();
      folder.dispose();
    },
  };
}

export function sampleCase(caseKey = 'atlas-4'): CaseFile {
  return {
    id: given(asCaseId(newUuid())),
    caseKey,
    developer: 'Example Lab',
    model: 'atlas-4',
    version: '2026-11-01',
    openedBy: ADA,
    openedAt: AT,
  };
}

export function sampleBundle(sealedDigest: Sha384, sequence = 1): NewBundle {
  return {
    sealedDigest,
    sealedSize: 1000,
    bundleId: newUuid(),
    producerId: given(asProducerId('lab')),
    sequence,
    caseKey: 'atlas-4',
    developer: 'Example Lab',
    model: 'atlas-4',
    version: '2026-11-01',
    role: 'candidate',
    marking: 'UNCLASSIFIED',
    createdAt: AT,
    windowOpensAt: AT,
    windowClosesAt: null,
    envelope: utf8('{}'),
    manifestDigest: sha384(utf8(`manifest ${sequence}`)),
    headDigest: sha384(utf8(`manifest ${sequence}`)),
    rosterDigest: sha384(utf8('roster')),
    receivedBy: ADA,
    receivedAt: AT,
  };
}

export function sampleAttempt(index: number): NewAttempt {
  return {
    sampleId: index,
    sampleIdText: String(index),
    epoch: 1,
    uuid: null,
    locator: { kind: 'member', name: `samples/${index}_epoch_1.json` },
    state: 'scored',
    error: false,
    limitType: null,
    invalidated: false,
    retries: 0,
    messages: 12,
    events: 40,
    toolCalls: 5,
    contentFilterStops: 0,
    tokens: 20_000,
    totalSeconds: 61.5,
    workingSeconds: 60,
    metadata: { difficulty: 'hard', family: 'web' },
    inputPreview: 'Find the flag on the server.',
    scores: [
      {
        scorer: 'includes',
        key: null,
        value: index % 2 === 0 ? 'C' : 'I',
        numeric: index % 2 === 0 ? 1 : 0,
        answer: null,
      },
    ],
  };
}

/** Writes the rows of a bundle with one run, not accepted. */
export function addSampleRows(
  db: WritableDb,
  sealedDigest: Sha384,
  attempts: number,
  sequence = 1,
): { bundle: BundleRow; run: RunRow; attempts: AttemptRow[] } {
  return transaction(db, () => {
    const bundle = addBundle(db, sampleBundle(sealedDigest, sequence));
    const member = addMember(db, {
      bundle,
      name: 'logs/one.eval',
      size: 500,
      offset: 1024,
      digest: sha384(utf8('log')),
      role: 'inspect-log',
      marking: 'UNCLASSIFIED',
      mediaType: null,
    });
    const run = addRun(db, {
      runId: given(asRunId(newUuid())),
      bundle,
      member,
      evalId: 'e1',
      task: 'cyber/web',
      taskVersion: '1',
      model: 'example/atlas-4',
      status: 'success',
      created: '2026-11-01T00:00:00+00:00',
      inspectVersion: '0.3.239',
      format: 'eval',
      logVersion: 2,
      epochs: 1,
      totalSamples: attempts,
      completedSamples: attempts,
      invalidated: false,
      header: { seed: 12345678901234567890n, score: Number.NaN },
    });
    const rows = addAttempts(
      db,
      run,
      Array.from({ length: attempts }, (_, index) => sampleAttempt(index)),
    );
    return { bundle, run, attempts: rows };
  });
}

/** Imports a whole small bundle: file, rows, case, acceptance. */
export async function importSample(
  folder: VaultFolder,
  db: WritableDb,
  sequence = 1,
): Promise<{ digest: Sha384; file: CaseFile; bundle: BundleRow; run: RunRow; attempts: AttemptRow[] }> {
  const incoming = await receive(folder, memorySource(utf8(`sealed bytes ${sequence}`)));
  const rows = addSampleRows(db, incoming.digest, 4, sequence);
  const file = sampleCase(`case-${sequence}`);
  keep(folder, 'evidence', incoming, () =>
    transaction(db, () => {
      addCase(db, file);
      acceptBundle(db, rows.bundle, { caseId: file.id, by: ADA, witness: BEN, at: AT });
    }),
  );
  return { digest: incoming.digest, file, ...rows };
}
