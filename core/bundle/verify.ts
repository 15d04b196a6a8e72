import type { Instant, Sha384 } from '../brand.ts';
import type { ByteSource } from '../bytes/source.ts';
import { counted } from '../counted.ts';
import type { AgeIdentity } from '../crypto/age/identity.ts';
import { type AgePayload, openAge } from '../crypto/age/open.ts';
import { sha384 } from '../crypto/digest.ts';
import type { CheckStep } from '../envelope/checklist.ts';
import { type Envelope, parseEnvelope } from '../envelope/dsse.ts';
import { isRefusal, Refusal } from '../failure.ts';
import type { Roster } from '../identity/roster.ts';
import { toMilliseconds } from '../instant.ts';
import { withinCeiling } from '../marking/dominates.ts';
import { type Marking, renderBanner } from '../marking/marking.ts';
import type { ProfileName } from '../marking/profile.ts';
import { Checklist, Stopped } from './checklist.ts';
import { type HashLanes, IN_THREAD } from './hash-lane.ts';
import { LIMITS, MANIFEST_NAME } from './limits.ts';
import { type Manifest, readable, readManifest } from './manifest.ts';
import { requireMarking } from './marking-rule.ts';
import { checkMembers } from './members-pass.ts';
import { type BundleMember, bundleOver, headDigest, type OpenBundle } from './open.ts';
import { requireTrusted, type Signers, unknownProducer, verifySigners } from './producer-trust.ts';
import { type BundleFinding, type ReadMember, readMember } from './read-member.ts';
import { readWithHouse } from './read-with-house.ts';
import { SealedTap } from './sealed-tap.ts';
import { NOTHING_SEEN, requireNew, requireNewFile, type Seen } from './seen.ts';
import { firstMember, scanTar } from './tar-scan.ts';

/** What a verification is held against. */
export interface VerifyContext {
  /** The desk's own age identities. */
  readonly identities: readonly AgeIdentity[];
  readonly roster: Roster;
  /** The time at which keys must be good. */
  readonly at: Instant;
  /** The highest marking that this workstation may hold. */
  readonly ceiling: Marking;
  /** The marking profile of this workstation; `IC` where left out. */
  readonly profile?: ProfileName;
  /** What was imported before; `NOTHING_SEEN` for a check without a vault. */
  readonly seen: Seen;
  /** True where a person has accepted that bundles of the sequence are missing: the gap becomes a warning. */
  readonly acceptGap?: boolean;
  /**
   * Told once the producer is trusted and every member is there and whole, before any log is read: whoever keeps what
   * `readMember` reads can make room for it here. What it throws ends the verification and goes through.
   */
  readonly onMembersComplete?: (bundle: OpenBundle, envelope: Envelope) => Promise<void> | void;
  /** Reads a log or score table and recomputes its claims; `readWithHouse` where left out. */
  readonly readMember?: ReadMember;
  /** Where hashes are computed; in this thread where left out. */
  readonly lanes?: HashLanes;
  readonly signal?: AbortSignal;
  /** Told how far a long step is, in bytes. */
  readonly onProgress?: (progress: { step: 'members-complete' | 'logs-readable'; done: number; total: number }) => void;
  /** Told of each step of the checklist as soon as it has an outcome. */
  readonly onStep?: (step: CheckStep) => void;
}

/** How a verification ended. */
export interface BundleVerdict {
  /** True where no step failed and none was left unchecked. */
  readonly ok: boolean;
  /** Every step of `BUNDLE_STEPS`, in order. */
  readonly steps: readonly CheckStep[];
  /** SHA-384 of the sealed file; it is there for every file, also for one that is refused. */
  readonly sealedDigest: Sha384;
  /** There once its signature was verified and its producer is trusted. */
  readonly manifest?: Manifest;
  readonly manifestDigest?: Sha384;
  /** The bundle open for reading, there when it is ok. The caller closes it. */
  readonly open?: OpenBundle;
  readonly findings: readonly BundleFinding[];
}

/** What the steps hand on to each other. */
interface Progress {
  payload?: AgePayload;
  manifest?: Manifest;
  manifestDigest?: Sha384;
  open?: OpenBundle;
  findings: BundleFinding[];
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * Verifies a sealed bundle: the ordered checklist of `docs/formats/evaluation-bundle.md`. Nothing is unpacked, nothing
 * is parsed before its signature was verified, and it stops where going on would be unsafe. The sealed file is read
 * once for its own digest and those of its members, in flat memory, and again where logs are read.
 * @returns the checklist; a failed check never throws
 * @throws Refusal `cancelled`; `bundle.unreadable` or `bytes.*` where the medium fails while the digest is taken
 */
export async function verifyBundle(sealed: ByteSource, context: VerifyContext): Promise<BundleVerdict> {
  const lanes = context.lanes ?? IN_THREAD;
  const tap = new SealedTap(sealed, lanes.sha384());
  const list = new Checklist(context.onStep);
  const so: Progress = { findings: [] };
  let isComplete = false;
  try {
    await checkAll(tap, context, lanes, list, so);
    isComplete = true;
  } catch (error) {
    if (!(error instanceof Stopped)) {
      so.payload?.wipe();
      throw error;
    }
  }
  const sealedDigest = await tap.digest(() => {
    requireGoing(context.signal);
    return lanes.pressure();
  });
  const steps = list.steps();
  const ok = isComplete && steps.every(({ outcome }) => outcome === 'passed' || outcome === 'warning');
  if (!ok) so.payload?.wipe();
  return {
    ok,
    steps,
    sealedDigest,
    findings: so.findings,
    ...(so.manifest ? { manifest: so.manifest } : {}),
    ...(so.manifestDigest ? { manifestDigest: so.manifestDigest } : {}),
    ...(ok && so.open ? { open: so.open } : {}),
  };
}

async function checkAll(
  tap: SealedTap,
  context: VerifyContext,
  lanes: HashLanes,
  list: Checklist,
  so: Progress,
): Promise<void> {
  const payload = await checkOpens(tap, context, list);
  so.payload = payload;
  const { envelope, signers, manifest } = await checkSigned(payload, context, list);
  const manifestDigest = sha384(envelope.payload);

  await list.run('producer-trusted', () => {
    const producer = requireTrusted(manifest.producerId, signers, context.roster, context.at);
    return `The producer is ${producer.name} of ${producer.organization}, and the roster trusts its key at ${context.at}.`;
  });
  so.manifest = manifest;
  so.manifestDigest = manifestDigest;

  await list.run('marking-within-ceiling', () => {
    const marking = requireMarking(manifest, context.profile);
    if (withinCeiling(marking, context.ceiling, context.profile)) return `The bundle is marked ${manifest.marking}.`;
    throw new Refusal('bundle.above-ceiling', 'The bundle is marked above what this workstation may hold.', {
      where: `${manifest.marking}; the ceiling is ${renderBanner(context.ceiling)}`,
      remedy: 'Take the medium to a workstation that may hold it, and report it to your security officer.',
    });
  });

  await list.run('not-seen-before', () => {
    const wholeDigest = () =>
      tap.digest(() => {
        requireGoing(context.signal);
        return lanes.pressure();
      });
    return checkNew(manifest, manifestDigest, wholeDigest, context, list);
  });

  let members: BundleMember[] = [];
  await list.run('members-complete', async () => {
    members = await closed(() =>
      checkMembers(payload, manifest, lanes, {
        signal: context.signal,
        onProgress: (done) => context.onProgress?.({ step: 'members-complete', done, total: payload.size }),
      }),
    );
    return `${counted(members.length, 'member')}: each is there, of its size and digest, and nothing else is.`;
  });
  const sealedDigest = await tap.digest();
  await list.run('not-seen-before', async () => {
    await requireNewFile(sealedDigest, context.seen);
    return undefined;
  });
  so.open = bundleOver(payload, { manifest, manifestDigest, members, headDigest: await headDigest(tap, payload) });
  so.findings.push(...clockFindings(manifest, context.at));
  await context.onMembersComplete?.(so.open, envelope);
  await checkContents(so.open, context, list, so);
}

async function checkOpens(tap: SealedTap, context: VerifyContext, list: Checklist): Promise<AgePayload> {
  let payload: AgePayload | undefined;
  let notForUs: unknown;
  await list.run('readable', async () => {
    requireGoing(context.signal);
    try {
      payload = await closed(() => openAge(tap, context.identities));
    } catch (error) {
      if (!isRefusal(error, 'bundle.not-for-us')) throw error;
      notForUs = error;
    }
    return 'The file is a sealed file (age v1).';
  });
  await list.run('addressed-to-this-desk', () => {
    if (notForUs) throw notForUs;
    return 'It was sealed to one of the age identities at hand.';
  });
  if (!payload) throw new Error('a payload was neither opened nor refused');
  return payload;
}

async function checkSigned(
  payload: AgePayload,
  context: VerifyContext,
  list: Checklist,
): Promise<{ envelope: Envelope; signers: Signers; manifest: Manifest }> {
  let found: { envelope: Envelope; signers: Signers; manifest: Manifest } | undefined;
  await list.run('manifest-signed', async () => {
    const envelope = await closed(() => readEnvelope(payload));
    const signers = verifySigners(envelope, context.roster);
    if (signers === undefined) {
      list.note(
        'manifest-signed',
        'not-checked',
        null,
        'Nobody of the roster signed it, so no signature can be checked.',
      );
      return undefined;
    }
    const manifest = readManifest(envelope);
    requireOurs(manifest, context.identities);
    found = { envelope, signers, manifest };
    return `The manifest is signed by ${signers.verified.map(({ algorithm }) => algorithm).join(' and ')}.`;
  });
  if (found) return found;
  await list.run('producer-trusted', () => {
    throw unknownProducer();
  });
  throw new Stopped();
}

async function readEnvelope(payload: AgePayload): Promise<Envelope> {
  const first = await firstMember(payload);
  if (first?.name !== MANIFEST_NAME) throw await noManifest(payload);
  if (first.size > LIMITS.manifestBytes) {
    throw new Refusal('bundle.oversize', 'The manifest is larger than a manifest can be.', { where: MANIFEST_NAME });
  }
  if (first.offset + first.size > payload.size) {
    throw new Refusal('bundle.truncated', 'The bundle ends inside its manifest.', { where: MANIFEST_NAME });
  }
  const bytes = await payload.read(first.offset, first.size);
  return readable(() => parseEnvelope(bytes));
}

/** Looks whether the manifest stands elsewhere, to say so. */
async function noManifest(payload: AgePayload): Promise<Refusal> {
  const names = await scanTar(payload).then(
    (entries) => entries.map(({ name }) => name),
    (): string[] => [],
  );
  return names.includes(MANIFEST_NAME)
    ? new Refusal('bundle.manifest-not-first', `${MANIFEST_NAME} is in the bundle, but not as its first member.`, {
        remedy: 'Ask the producer to seal it again with the manifest first.',
      })
    : new Refusal('bundle.manifest-missing', `The bundle has no ${MANIFEST_NAME}.`, {
        remedy: 'Ask the producer to seal it with a signed manifest.',
      });
}

function requireOurs({ recipients }: Manifest, identities: readonly AgeIdentity[]): void {
  if (recipients === undefined || identities.some(({ recipient }) => recipients.includes(recipient))) return;
  throw new Refusal(
    'bundle.forwarded',
    'The producer sealed this bundle to others; one of them has sealed it to this desk.',
    {
      remedy: 'Ask the producer to seal a bundle to this desk.',
    },
  );
}

async function checkNew(
  manifest: Manifest,
  digest: Sha384,
  sealedDigest: () => Promise<Sha384>,
  context: VerifyContext,
  list: Checklist,
): Promise<string | undefined> {
  const gap = await requireNew(manifest, digest, sealedDigest, context.seen);
  if (gap === undefined) {
    const number = `It is number ${manifest.sequence} of its producer`;
    return context.seen === NOTHING_SEEN
      ? `${number}. No vault was asked whether it, or one before it, was imported.`
      : `${number}, and was not imported before.`;
  }
  if (!context.acceptGap) throw gap;
  list.note('not-seen-before', 'warning', gap.code, `${gap.message} (${gap.where ?? ''}) A person accepts the gap.`);
  return undefined;
}

async function checkContents(bundle: OpenBundle, context: VerifyContext, list: Checklist, so: Progress): Promise<void> {
  const readers = bundle.members.filter(({ role }) => role !== 'attachment');
  const total = readers.reduce((sum, { size }) => sum + size, 0);
  const read = context.readMember ?? readWithHouse;
  const claims = { matched: 0, mismatched: 0, notRecomputable: 0 };
  let done = 0;
  await list.run('logs-readable', async () => {
    for (const member of readers) {
      requireGoing(context.signal);
      const options = context.signal ? { signal: context.signal } : {};
      const reading = await readMember(read, member, bundle.member(member.name), options);
      so.findings.push(...reading.findings);
      claims.matched += reading.claims.matched;
      claims.mismatched += reading.claims.mismatched;
      claims.notRecomputable += reading.claims.notRecomputable;
      done += member.size;
      context.onProgress?.({ step: 'logs-readable', done, total });
    }
    return `${counted(readers.length, 'log or score table', 'logs and score tables')}: each can be read.`;
  });
  const { matched, mismatched, notRecomputable } = claims;
  const words = `${matched} claimed values recompute, ${mismatched} do not, ${notRecomputable} cannot be recomputed.`;
  const isOdd = mismatched + notRecomputable > 0;
  list.note('claims-recomputed', isOdd ? 'warning' : 'passed', null, isOdd ? `${words} See the findings.` : words);
}

function clockFindings({ createdAt }: Manifest, at: Instant): BundleFinding[] {
  if (toMilliseconds(createdAt) <= toMilliseconds(at) + DAY) return [];
  const detail = `The bundle says that it was made at ${createdAt}, which lies ahead of this workstation's clock.`;
  return [{ code: 'bundle.created-in-future', severity: 'notice', member: MANIFEST_NAME, place: null, detail }];
}

function requireGoing(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Refusal('cancelled', 'The verification was cancelled.');
}

const OF_AGE = {
  'age.malformed': 'bundle.unreadable',
  'age.not-for-us': 'bundle.not-for-us',
  'age.truncated': 'bundle.truncated',
  'age.payload-torn': 'bundle.torn',
  'age.trailing-data': 'bundle.trailing-data',
  'bytes.short': 'bundle.truncated',
} as const;

/** Gives the refusals of the age room their names as refusals of a bundle. */
async function closed<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (!(cause instanceof Refusal) || !(cause.code in OF_AGE)) throw cause;
    const code = OF_AGE[cause.code as keyof typeof OF_AGE]; // `in` was asked just above
    const { message, where, remedy } = cause;
    throw new Refusal(code, message, { ...(where ? { where } : {}), ...(remedy ? { remedy } : {}), cause });
  }
}
