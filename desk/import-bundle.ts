import { basename } from 'node:path';
import type { PersonId } from '../core/brand.ts';
import { hashInWorker, type WorkerLanes } from '../core/bundle/hash-lanes-worker.ts';
import { type BundleVerdict, verifyBundle } from '../core/bundle/verify.ts';
import { fileSource } from '../core/bytes/source.ts';
import { isRefusal, Refusal } from '../core/failure.ts';
import type { FailureCode } from '../core/failure-code.ts';
import { toInstant } from '../core/instant.ts';
import { discard, type IncomingFile, receive } from '../db/evidence.ts';
import { isAcceptedDigest, listUnfinishedBundles } from '../db/repositories/bundle.ts';
import { listDeskIdentities } from '../db/repositories/desk-identity.ts';
import type { Vault } from '../db/vault.ts';
import { ceilingOf } from './ceiling.ts';
import type { Input, Output } from './contract.ts';
import type { Desk } from './desk.ts';
import { discardRows } from './discard-rows.ts';
import { findingPlace } from './finding-place.ts';
import { BundleIndexer } from './index-bundle.ts';
import { unwrapped } from './index-write.ts';
import { acceptImported, quarantineImported } from './keep-import.ts';
import { markingProfile } from './marking-profile.ts';
import { checkSameModel } from './model-under-review.ts';
import { rosterInForce } from './roster-in-force.ts';
import { type Standby, secondPerson } from './second-person.ts';
import { seenBundles } from './seen-bundles.ts';
import { requireStanding } from './standing.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/** Who may stand by when media come in. */
const WITNESSES: readonly Standby[] = ['transfer-agent', 'custodian', 'reviewer'];

/**
 * Checks who brings media in, and the witness where there is or must be one, before the first of many files is taken: what
 * is wrong with a person is then said once and of no file.
 * @throws Refusal `desk.not-allowed`, `desk.second-person`, `crypto.passphrase-wrong`, `vault.unlock-delayed`
 */
export async function proveWitness(desk: Desk): Promise<void> {
  requireStanding(desk, importBundle.standing);
  await secondPerson(desk, WITNESSES);
}

/** From here on, hashing beside decryption is worth a thread of its own. */
const LARGE = 32 << 20;

const importing = new WeakSet<Vault>();

/**
 * Takes a sealed bundle in. The medium is copied once; everything is checked, read and indexed from that copy. Then the
 * copy and its rows count together, or it goes to quarantine whole with its checklist, or nothing of it stays.
 *
 * A bundle that is evidence already is refused without another copy. Whatever else fails a check is quarantined.
 * @throws Refusal `cancelled`, `desk.second-person`, `vault.disk-full`, `vault.busy`, `bytes.unreadable`, …: nothing stays
 */
export const importBundle = useCase('importBundle', { roles: ['transfer-agent'] }, async (desk, input) => {
  const witness = await secondPerson(desk, WITNESSES);
  if (importing.has(desk.vault)) {
    throw new Refusal('vault.busy', 'Another bundle is being imported into this vault.', {
      remedy: 'Wait until it is done, or cancel it.',
    });
  }
  importing.add(desk.vault);
  try {
    return await importFile(desk, input, witness);
  } catch (error) {
    if (isRefusal(error, 'cancelled')) {
      recorded(desk, () => ({
        result: undefined,
        events: [{ act: 'import.cancelled', subject: 'import', detail: {} }],
      }));
    }
    throw error;
  } finally {
    importing.delete(desk.vault);
  }
});

async function importFile(
  desk: Desk,
  { path, acceptGap }: Input<'importBundle'>,
  witness: PersonId | null,
): Promise<Output<'importBundle'>> {
  const { db } = desk.vault;
  // Rows that an earlier import of this session could not take away, as when the disk was full.
  for (const bundle of listUnfinishedBundles(db)) await discardRows(db, bundle);
  const roster = rosterInForce(desk);
  const at = toInstant(desk.clock());
  const incoming = await receiveFrom(desk, path);
  const indexer = new BundleIndexer(
    db,
    { digest: incoming.digest, size: incoming.size, rosterDigest: roster.digest, by: desk.actor, at },
    (done, total) => desk.onProgress?.('read attempts', done, total),
    (before, of) => desk.onProgress?.('begin log', before, of),
  );
  try {
    const verdict = await verifyCopy(desk, incoming, { roster: roster.roster, at, acceptGap, indexer });
    requireGoing(desk);
    const imported = { incoming, verdict, indexer, witness, fileName: basename(path), at };
    const counts = { runs: indexer.runs, attempts: indexer.attempts };
    if (verdict.ok && verdict.manifest !== undefined) {
      const caseId = acceptImported(desk, imported);
      return { ...outcomeOf(verdict, incoming), ok: true, caseId, ...counts, quarantined: false };
    }
    const refused = { ...outcomeOf(verdict, incoming), ok: false, caseId: null, runs: 0, attempts: 0 };
    if (isAcceptedDigest(db, incoming.digest)) {
      refuseKnown(desk, incoming);
      return { ...refused, quarantined: false };
    }
    await indexer.thin();
    quarantineImported(desk, imported, firstFailure(verdict));
    return { ...refused, quarantined: true };
  } catch (error) {
    discard(incoming);
    await discardQuietly(indexer);
    throw unwrapped(error);
  }
}

async function receiveFrom(desk: Desk, path: string): Promise<IncomingFile> {
  const medium = await fileSource(path);
  try {
    return await receive(desk.vault.folder, medium, {
      ...(desk.signal ? { signal: desk.signal } : {}),
      onProgress: (done, total) => desk.onProgress?.('copy from the medium', done, total),
    });
  } finally {
    await medium.close();
  }
}

interface Checking {
  readonly roster: ReturnType<typeof rosterInForce>['roster'];
  readonly at: ReturnType<typeof toInstant>;
  readonly acceptGap: boolean;
  readonly indexer: BundleIndexer;
}

/** Verifies the received copy and reads it into the vault on the way. The copy is closed again when this returns. */
async function verifyCopy(desk: Desk, incoming: IncomingFile, checking: Checking): Promise<BundleVerdict> {
  const { db } = desk.vault;
  const copy = await fileSource(incoming.path);
  const lanes: WorkerLanes | undefined = incoming.size >= LARGE ? hashInWorker() : undefined;
  try {
    const verdict = await verifyBundle(copy, {
      identities: listDeskIdentities(db).map(({ identity, recipient }) => ({ text: identity, recipient })),
      roster: checking.roster,
      at: checking.at,
      ceiling: ceilingOf(desk),
      profile: markingProfile(db),
      seen: seenBundles(db),
      acceptGap: checking.acceptGap,
      onMembersComplete: async (bundle, envelope) => {
        // Every hash has been taken; the thread's memory is better used for reading.
        await lanes?.close();
        checking.indexer.begin(bundle, envelope);
      },
      readMember: checking.indexer.readMember,
      onProgress: ({ step, done, total }) => desk.onProgress?.(WORDS[step], done, total),
      onStep: (checked) => desk.onProgress?.('checked', 0, 0, checked),
      ...(lanes === undefined ? {} : { lanes }),
      ...(desk.signal === undefined ? {} : { signal: desk.signal }),
    });
    verdict.open?.close();
    if (!verdict.ok || verdict.manifest === undefined) return verdict;
    const last = checkSameModel(db, verdict.manifest);
    return { ...verdict, ok: last.outcome === 'passed', steps: [...verdict.steps, last] };
  } finally {
    await lanes?.close();
    await copy.close();
  }
}

const WORDS = { 'members-complete': 'check every member', 'logs-readable': 'read logs' } as const;

function outcomeOf(
  { steps, findings }: BundleVerdict,
  { digest }: IncomingFile,
): Pick<Output<'importBundle'>, 'digest' | 'steps' | 'findings'> {
  return {
    digest,
    steps: [...steps],
    findings: findings.map((finding) => ({
      code: finding.code,
      severity: finding.severity,
      member: findingPlace(finding),
      detail: finding.detail,
    })),
  };
}

function firstFailure({ steps }: BundleVerdict): FailureCode {
  return steps.find(({ outcome }) => outcome === 'failed')?.code ?? 'bundle.unreadable';
}

/** The same sealed file lies in `evidence/` already: another copy of it would prove nothing. */
function refuseKnown(desk: Desk, incoming: IncomingFile): void {
  recorded(desk, () => ({
    result: undefined,
    events: [
      {
        act: 'import.refused',
        subject: incoming.digest,
        detail: { sealedDigest: incoming.digest, code: 'bundle.replayed' },
      },
    ],
  }));
  discard(incoming);
}

/** Rows that cannot be taken away now count for nothing and go at the next import or opening. */
async function discardQuietly(indexer: BundleIndexer): Promise<void> {
  try {
    await indexer.thin();
    indexer.discard();
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

function requireGoing({ signal }: Desk): void {
  if (signal?.aborted) throw new Refusal('cancelled', 'The import was cancelled. Nothing was kept.');
}
