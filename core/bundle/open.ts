import type { Sha384 } from '../brand.ts';
import { type ByteSource, sliceSource } from '../bytes/source.ts';
import type { AgeIdentity } from '../crypto/age/identity.ts';
import { type AgePayload, openAge } from '../crypto/age/open.ts';
import { Sha384Stream, sha384 } from '../crypto/digest.ts';
import { parseEnvelope } from '../envelope/dsse.ts';
import { Refusal } from '../failure.ts';
import { LIMITS, MANIFEST_NAME } from './limits.ts';
import { type Manifest, type ManifestMember, type MemberRole, readable, readManifest } from './manifest.ts';
import { printable } from './member-name.ts';
import type { TarEntry } from './tar-reader.ts';
import { scanTar } from './tar-scan.ts';

/** A file inside a sealed bundle, and where it lies. */
export interface BundleMember {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Where its content begins in the decrypted payload. */
  readonly offset: number;
  readonly digest: Sha384;
  readonly role: MemberRole;
  /** A banner line. */
  readonly marking: string;
  readonly mediaType?: string | undefined;
}

/** What the vault keeps of a verified bundle, so that members can be read later without looking for them. */
export interface BundleIndex {
  readonly manifest: Manifest;
  /** SHA-384 of the signed statement. */
  readonly manifestDigest: Sha384;
  readonly members: readonly BundleMember[];
  /** SHA-384 of the sealed file's head, which binds the file: see `headDigest`. */
  readonly headDigest: Sha384;
}

/** A bundle whose members can be read at any offset; only the 64 KiB chunks that are asked for are decrypted. */
export interface OpenBundle extends BundleIndex {
  /** @throws Refusal `input.missing` where the bundle has no member of this name */
  member(name: string): ByteSource;
  /** Forgets the keys; members cannot be read any more. */
  close(): void;
}

const SMALLEST_HEAD = 1024 * 1024;

/**
 * Opens a bundle that `verifyBundle` has passed. Nothing is verified again but that this is still the same sealed file.
 * @param stored what was kept at the import; without it the headers are scanned and the manifest is read again,
 * whose signature is then NOT checked
 * @throws Refusal `bundle.evidence-changed` where another file lies in its place; `age.*`; as the tar reader does
 */
export async function openBundle(
  sealed: ByteSource,
  identities: readonly AgeIdentity[],
  stored?: BundleIndex,
): Promise<OpenBundle> {
  const payload = await openAge(sealed, identities);
  try {
    const head = await headDigest(sealed, payload);
    if (stored === undefined) return bundleOver(payload, { ...(await rebuilt(payload)), headDigest: head });
    if (stored.headDigest === head) return bundleOver(payload, stored);
  } catch (error) {
    payload.wipe();
    throw error;
  }
  payload.wipe();
  throw new Refusal('bundle.evidence-changed', 'The sealed file is not the one that was imported.', {
    remedy: 'Restore the evidence from its medium or backup. Tell your security officer: somebody has exchanged it.',
  });
}

/** @returns the open bundle over a payload that is already opened. */
export function bundleOver(payload: AgePayload, index: BundleIndex): OpenBundle {
  const byName = new Map(index.members.map((member) => [member.name, member]));
  return {
    ...index,
    member(name) {
      const found = byName.get(name);
      if (found) return sliceSource(payload, found.offset, found.size);
      throw new Refusal('input.missing', 'The bundle has no member of this name.', { where: printable(name) });
    },
    close: () => payload.wipe(),
  };
}

/**
 * Binds a sealed file cheaply. The head holds at least the age header and the payload's nonce. They fix the file key,
 * and every chunk is authenticated by it when it is read: whoever does not hold that key (only the producer and the
 * recipients do) can exchange neither the file nor a part of it unseen.
 * @returns SHA-384 of the sealed file's first bytes: 1 MiB, or what age added to the payload where that is more
 */
export async function headDigest(sealed: ByteSource, payload: ByteSource): Promise<Sha384> {
  const length = Math.min(sealed.size, Math.max(SMALLEST_HEAD, sealed.size - payload.size));
  const hash = new Sha384Stream();
  for (let at = 0; at < length; at += SMALLEST_HEAD) {
    hash.update(await sealed.read(at, Math.min(SMALLEST_HEAD, length - at)));
  }
  return hash.digest();
}

/** @returns the member as the manifest tells it, at the place where the tar has it. */
export function located(member: ManifestMember, { offset }: TarEntry): BundleMember {
  const { name, size, digest, role, marking, mediaType } = member;
  return {
    name,
    size,
    offset,
    digest: digest.sha384,
    role,
    marking,
    ...(mediaType === undefined ? {} : { mediaType }),
  };
}

async function rebuilt(payload: AgePayload): Promise<Omit<BundleIndex, 'headDigest'>> {
  const [first, ...entries] = await scanTar(payload);
  if (first?.name !== MANIFEST_NAME || first.size > LIMITS.manifestBytes) {
    throw new Refusal('bundle.manifest-missing', 'The bundle does not begin with its manifest.', {
      where: MANIFEST_NAME,
    });
  }
  const bytes = await payload.read(first.offset, first.size);
  const envelope = readable(() => parseEnvelope(bytes));
  const manifest = readManifest(envelope);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const members = manifest.members.map((member) => {
    const entry = byName.get(member.name);
    if (entry && entry.size === member.size) return located(member, entry);
    throw new Refusal('bundle.member-missing', 'A member is not there, or not of its size.', { where: member.name });
  });
  return { manifest, manifestDigest: sha384(envelope.payload), members };
}
