import type { Sha384 } from '../brand.ts';
import type { ByteSource } from '../bytes/source.ts';
import { sealAge } from '../crypto/age/seal.ts';
import { Sha384Stream, sha384 } from '../crypto/digest.ts';
import type { PrivateKey } from '../crypto/private-key.ts';
import { serializeEnvelope, signEnvelope } from '../envelope/dsse.ts';
import { Refusal } from '../failure.ts';
import { LIMITS, MANIFEST_NAME } from './limits.ts';
import { type Manifest, type ManifestMember, type MemberRole, manifestStatement, parseManifest } from './manifest.ts';
import { requireMarking } from './marking-rule.ts';
import { type TarInput, writeTar } from './tar-writer.ts';

/** A file on its way into a bundle. */
export interface SealMember {
  readonly name: string;
  readonly role: MemberRole;
  /** A banner line. */
  readonly marking: string;
  readonly mediaType?: string;
  readonly source: ByteSource;
}

/** What a person or the command line gives for a bundle to be made. */
export interface SealOrder {
  /** The manifest without its members; `recipients` is filled in from the recipients where it is left out. */
  readonly manifest: Omit<Manifest, 'members'>;
  readonly members: readonly SealMember[];
  /** Every key signs the manifest. */
  readonly keys: readonly PrivateKey[];
  /** age recipients, as `age1…`. */
  readonly recipients: readonly string[];
  /** Takes the sealed file's bytes in order; it must copy what it keeps. */
  readonly write: (bytes: Uint8Array) => Promise<void> | void;
  readonly signal?: AbortSignal;
  /** Told how many bytes were read, of how many: each file is read twice. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** A bundle that was written. */
export interface SealedBundle {
  readonly manifest: Manifest;
  /** SHA-384 of the signed statement: what the next bundle's `previous` names. */
  readonly manifestDigest: Sha384;
  /** SHA-384 of the sealed file. */
  readonly sealedDigest: Sha384;
  /** Bytes of the sealed file. */
  readonly size: number;
}

const PIECE = 1024 * 1024;

/**
 * Seals a bundle: hashes the sources, signs the manifest, then writes manifest and members as a tar inside an age file.
 * Memory holds one piece (1 MiB) and the manifest. What was written is worth nothing where it throws: discard it.
 * @throws Refusal `bundle.path-unsafe`, `bundle.manifest-unreadable`, `bundle.marking-unreadable`,
 * `bundle.marking-too-low`, `bundle.oversize`, `bundle.source-changed`, `input.invalid`, `cancelled`
 */
export async function sealBundle(order: SealOrder): Promise<SealedBundle> {
  if (order.keys.length === 0 || order.recipients.length === 0) {
    throw new Refusal('input.invalid', 'A bundle needs at least one signing key and one recipient.');
  }
  const total = 2 * order.members.reduce((sum, { source }) => sum + source.size, 0);
  let done = 0;
  const pass = (bytes: number) => {
    if (order.signal?.aborted) throw new Refusal('cancelled', 'The sealing was cancelled.');
    done += bytes;
    order.onProgress?.(done, total);
  };

  const members: ManifestMember[] = [];
  for (const member of order.members) members.push(await described(member, pass));
  const manifest = parseManifest({ recipients: order.recipients, ...order.manifest, members });
  requireMarking(manifest);
  const statement = manifestStatement(manifest);
  const envelope = serializeEnvelope(signEnvelope(statement, order.keys));
  if (envelope.length > LIMITS.manifestBytes) {
    throw new Refusal('bundle.oversize', 'The manifest is larger than a reader takes.', {
      remedy: 'Put fewer files into the bundle.',
    });
  }

  const sealed = new Sha384Stream();
  let size = 0;
  await sealAge(writeTar(tarInputs(envelope, order.members, members, pass)), order.recipients, async (bytes) => {
    sealed.update(bytes);
    size += bytes.length;
    await order.write(bytes);
  });
  return { manifest, manifestDigest: sha384(statement), sealedDigest: sealed.digest(), size };
}

async function described(member: SealMember, pass: (bytes: number) => void): Promise<ManifestMember> {
  const { name, role, marking, mediaType, source } = member;
  const hash = new Sha384Stream();
  for await (const piece of pieces(source)) {
    hash.update(piece);
    pass(piece.length);
  }
  return {
    name,
    size: source.size,
    digest: { sha384: hash.digest() },
    role,
    marking,
    ...(mediaType === undefined ? {} : { mediaType }),
  };
}

function* tarInputs(
  envelope: Uint8Array,
  members: readonly SealMember[],
  told: readonly ManifestMember[],
  pass: (bytes: number) => void,
): Generator<TarInput> {
  yield { name: MANIFEST_NAME, size: envelope.length, content: [envelope] };
  for (const [index, member] of members.entries()) {
    const digest = told[index]?.digest.sha384;
    yield { name: member.name, size: member.source.size, content: watched(member, digest, pass) };
  }
}

/** Hands the source on and compares it with what the signed manifest says of it. */
async function* watched(
  member: SealMember,
  digest: Sha384 | undefined,
  pass: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  const hash = new Sha384Stream();
  for await (const piece of pieces(member.source)) {
    hash.update(piece);
    pass(piece.length);
    yield piece;
  }
  if (hash.digest() === digest) return;
  throw new Refusal('bundle.source-changed', 'The file changed while it was sealed.', {
    where: member.name,
    remedy: 'Let nothing write to the files while they are sealed, and seal again.',
  });
}

async function* pieces(source: ByteSource): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < source.size; at += PIECE) yield await source.read(at, Math.min(PIECE, source.size - at));
}
