import type { Sha256, Sha384 } from '../brand.ts';
import type { AgePayload } from '../crypto/age/open.ts';
import { Refusal } from '../failure.ts';
import type { HashLane, HashLanes } from './hash-lane.ts';
import { MANIFEST_NAME } from './limits.ts';
import type { Manifest, ManifestMember } from './manifest.ts';
import { printable } from './member-name.ts';
import { type BundleMember, located } from './open.ts';
import { type TarEntry, TarReader } from './tar-reader.ts';

const AGAIN = 'Copy the bundle from its medium again; if it fails again, ask the producer to seal it again.';

interface Running {
  readonly told: ManifestMember;
  readonly sha384: HashLane<Sha384>;
  readonly sha256: HashLane<Sha256> | undefined;
}

interface Hashed {
  readonly told: ManifestMember;
  readonly sha384: Promise<Sha384>;
  readonly sha256: Promise<Sha256> | undefined;
}

/**
 * Passes once over the decrypted payload and holds every member against the signed manifest: present, of the right size
 * and digest, and none besides. It stops at the first member that is extra or of another size. Memory is flat.
 * @param onProgress told how many bytes of the payload have passed
 * @returns the members in the manifest's order, with their places
 * @throws Refusal `bundle.member-extra`, `bundle.member-missing`, `bundle.size-wrong`, `bundle.digest-wrong`; as the
 * tar reader does; as `AgePayload.stream` does; `cancelled`
 */
export async function checkMembers(
  payload: AgePayload,
  manifest: Manifest,
  lanes: HashLanes,
  options: { signal?: AbortSignal | undefined; onProgress?: ((done: number) => void) | undefined } = {},
): Promise<BundleMember[]> {
  const told = new Map(manifest.members.map((member) => [member.name, member]));
  const hashed: Hashed[] = [];
  let running: Running | undefined;
  const reader = new TarReader({
    onMember(entry) {
      running = undefined;
      if (entry.name === MANIFEST_NAME) return;
      const member = requireTold(told.get(entry.name), entry);
      const narrow = member.digest.sha256 === undefined ? undefined : lanes.sha256();
      running = { told: member, sha384: lanes.sha384(), sha256: narrow };
    },
    onContent(bytes) {
      running?.sha384.update(bytes);
      running?.sha256?.update(bytes);
    },
    onMemberEnd() {
      if (running) {
        hashed.push({ told: running.told, sha384: running.sha384.digest(), sha256: running.sha256?.digest() });
      }
    },
  });

  await payload.stream(
    (plain, offset) => {
      reader.push(plain);
      options.onProgress?.(offset + plain.length);
      return lanes.pressure();
    },
    options.signal ? { signal: options.signal } : {},
  );
  const places = new Map(reader.end().map((entry) => [entry.name, entry]));
  for (const member of hashed) await requireDigest(member);
  return manifest.members.map((member) => located(member, requireThere(places.get(member.name), member)));
}

function requireTold(told: ManifestMember | undefined, { name, size }: TarEntry): ManifestMember {
  if (told === undefined) {
    throw new Refusal('bundle.member-extra', 'The bundle holds a file that its manifest does not name.', {
      where: printable(name),
      remedy: 'Ask the producer to seal it again with every file in the manifest.',
    });
  }
  if (told.size === size) return told;
  throw new Refusal('bundle.size-wrong', `A member is ${size} bytes long where the manifest says ${told.size}.`, {
    where: printable(name),
    remedy: AGAIN,
  });
}

function requireThere(entry: TarEntry | undefined, { name }: ManifestMember): TarEntry {
  if (entry) return entry;
  throw new Refusal('bundle.member-missing', 'A file that the manifest names is not in the bundle.', {
    where: printable(name),
    remedy: 'Ask the producer to seal it again with every file in it.',
  });
}

async function requireDigest({ told, sha384, sha256 }: Hashed): Promise<void> {
  const narrow = await sha256;
  if ((await sha384) === told.digest.sha384 && (narrow === undefined || narrow === told.digest.sha256)) return;
  throw new Refusal('bundle.digest-wrong', 'A member is not the one that the producer signed.', {
    where: printable(told.name),
    remedy: AGAIN,
  });
}
