import type { Instant, ProducerId } from '../../brand.ts';
import { type ByteSource, memorySource } from '../../bytes/source.ts';
import { type AgeIdentity, generateAgeIdentity } from '../../crypto/age/identity.ts';
import { sealAge } from '../../crypto/age/seal.ts';
import { sha384 } from '../../crypto/digest.ts';
import { generatePrivateKey, type PrivateKey } from '../../crypto/private-key.ts';
import { serializeEnvelope, signEnvelope } from '../../envelope/dsse.ts';
import { keyRecordOf } from '../../identity/key-record.ts';
import type { Roster, RosterProducer } from '../../identity/roster.ts';
import { parseBanner } from '../../marking/marking.ts';
import { MANIFEST_NAME } from '../limits.ts';
import { type Manifest, type MemberRole, manifestStatement } from '../manifest.ts';
import type { ReadMember } from '../read-member.ts';
import { NOTHING_SEEN } from '../seen.ts';
import { type BundleVerdict, type VerifyContext, verifyBundle } from '../verify.ts';
import { end, file } from './raw-tar.ts';

export const AT = '2026-08-02T00:00:00Z' as Instant; // a literal in the right form

/** A file of the example bundle. */
export interface LabFile {
  readonly name: string;
  readonly role: MemberRole;
  readonly bytes: Uint8Array;
}

export const FILES: readonly LabFile[] = [
  { name: 'logs/ctf.eval', role: 'inspect-log', bytes: Buffer.from('not looked into here '.repeat(5000)) },
  { name: 'scores.csv', role: 'scores', bytes: Buffer.from('benchmark,value\nctf,1\n') },
  { name: 'notes.txt', role: 'attachment', bytes: Buffer.from('Run by hand.\n') },
];

/** A producer, a desk, and a roster that joins them. */
export interface Lab {
  readonly key: PrivateKey;
  readonly desk: AgeIdentity;
  readonly roster: Roster;
}

export async function makeLab(): Promise<Lab> {
  const key = generatePrivateKey('ed25519');
  return { key, desk: await generateAgeIdentity('x25519'), roster: rosterOf(producerOf(key)) };
}

/** @returns a producer record for one key, as a parsed roster has it. */
export function producerOf(key: PrivateKey, validity: Partial<RosterProducer['keys'][number]> = {}): RosterProducer {
  return {
    producerId: 'example-lab' as ProducerId, // a literal in the right form
    name: 'Example Lab',
    organization: 'Example',
    keys: [{ ...keyRecordOf(key.publicKey), key: key.publicKey, ...validity }],
    requiredAlgorithms: [key.algorithm],
  };
}

/** @returns a roster with these producers and nobody else. */
export function rosterOf(...producers: RosterProducer[]): Roster {
  return { rosterId: 'test', sequence: 1, issuedAt: AT, organization: 'Test', persons: [], producers };
}

/** @returns the manifest of the files, with fields changed. */
export function manifestFor(files: readonly LabFile[], changes: Partial<Manifest> = {}): Manifest {
  return {
    bundleId: '0f8c5a52-6a3e-4a57-9a0e-0d7a3f4b1c21',
    producerId: 'example-lab' as ProducerId, // a literal in the right form
    sequence: 1,
    createdAt: '2026-08-01T12:00:00Z' as Instant, // a literal in the right form
    marking: 'UNCLASSIFIED',
    case: { developer: 'Example', model: 'Atlas', version: '2', role: 'candidate', caseKey: 'example/atlas-2' },
    members: files.map(({ name, role, bytes }) => {
      return { name, size: bytes.length, digest: { sha384: sha384(bytes) }, role, marking: 'UNCLASSIFIED' };
    }),
    ...changes,
  };
}

/** @returns `bundle.dsse.json` for a manifest, or for statement bytes of any kind. */
export function envelopeFor(manifest: Manifest | Uint8Array, ...keys: PrivateKey[]): Uint8Array {
  const statement = manifest instanceof Uint8Array ? manifest : manifestStatement(manifest);
  return serializeEnvelope(signEnvelope(statement, keys));
}

/** @returns a tar of the envelope and the files, with its end mark. */
export function tarFor(envelope: Uint8Array, files: readonly LabFile[]): Uint8Array {
  return Buffer.concat([file(MANIFEST_NAME, envelope), ...files.map(({ name, bytes }) => file(name, bytes)), end]);
}

/** @returns any payload sealed with age. */
export async function sealed(payload: Uint8Array, ...recipients: string[]): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const once = (async function* () {
    yield payload;
  })();
  await sealAge(once, recipients, (bytes) => {
    pieces.push(Uint8Array.from(bytes));
  });
  return Buffer.concat(pieces);
}

/** @returns a good bundle of the files, with fields of its manifest changed. */
export function goodBundle(lab: Lab, changes: Partial<Manifest> = {}, files = FILES): Promise<Uint8Array> {
  return sealed(tarFor(envelopeFor(manifestFor(files, changes), lab.key), files), lab.desk.recipient);
}

/** Reads nothing and finds nothing. */
export const readNothing: ReadMember = async () => ({
  findings: [],
  claims: { matched: 1, mismatched: 0, notRecomputable: 0 },
});

/** Verifies a bundle against the lab's roster, with parts of the context changed. */
export function verify(
  lab: Lab,
  bundle: Uint8Array | ByteSource,
  changes: Partial<VerifyContext> = {},
): Promise<BundleVerdict> {
  return verifyBundle(bundle instanceof Uint8Array ? memorySource(bundle) : bundle, {
    identities: [lab.desk],
    roster: lab.roster,
    at: AT,
    ceiling: parseBanner('UNCLASSIFIED'),
    seen: NOTHING_SEEN,
    readMember: readNothing,
    ...changes,
  });
}

/** @returns the first step that failed, as `step: code`, or `ok`; and checks that nothing after it was checked. */
export function outcomeOf({ steps, ok, open }: BundleVerdict): string {
  const failed = steps.findIndex(({ outcome }) => outcome === 'failed');
  if (failed < 0) return ok && open !== undefined ? 'ok' : 'neither failed nor ok';
  if (ok || open !== undefined) return 'failed and yet open';
  const later = steps.slice(failed + 1).filter(({ outcome }) => outcome !== 'not-checked');
  if (later.length > 0) return `failed and went on to ${later[0]?.step}`;
  return `${steps[failed]?.step}: ${steps[failed]?.code}`;
}

/** @returns how a verification came out: `ok`, or the step that failed with its code. */
export const outcome = async (...args: Parameters<typeof verify>): Promise<string> => outcomeOf(await verify(...args));
