import type { Instant, ProducerId, Sha384 } from '../brand.ts';
import { Refusal } from '../failure.ts';
import { LIMITS } from './limits.ts';
import type { Manifest } from './manifest.ts';

type Maybe<T> = T | Promise<T>;

/** A bundle that was imported before. */
export interface EarlierBundle {
  readonly at: Instant;
  readonly producerId: ProducerId;
  readonly sequence: number;
  readonly manifestDigest: Sha384;
}

/** What the desk remembers of earlier bundles. Answer from what was imported, not from what was quarantined. */
export interface Seen {
  /** @returns the bundle whose sealed file had this SHA-384 */
  sealed(digest: Sha384): Maybe<EarlierBundle | undefined>;
  /** @returns this producer's bundle of this id, or any bundle with this signed statement */
  bundle(producerId: ProducerId, bundleId: string, manifestDigest: Sha384): Maybe<EarlierBundle | undefined>;
  /** @returns the producer's imported bundle with the highest sequence, or undefined where there is none */
  latest(producerId: ProducerId): Maybe<{ readonly sequence: number; readonly manifestDigest: Sha384 } | undefined>;
}

/** For a check without a vault: no bundle came before. */
export const NOTHING_SEEN: Seen = {
  sealed: () => undefined,
  bundle: () => undefined,
  latest: () => undefined,
};

/**
 * Requires that the very file was not imported before.
 * @throws Refusal `bundle.replayed`
 */
export async function requireNewFile(sealedDigest: Sha384, seen: Seen): Promise<void> {
  const earlier = await seen.sealed(sealedDigest);
  if (earlier === undefined) return;
  throw new Refusal(
    'bundle.replayed',
    `This very file was imported on ${dayOf(earlier)} as bundle ${earlier.sequence} of ${earlier.producerId}; nothing was done.`,
    { remedy: 'Nothing needs to be done. If the producer meant to send something new, ask for a new bundle.' },
  );
}

/** @returns the refusal of a bundle whose id or statement was imported before, in another file. */
function copyDiffers(earlier: EarlierBundle, manifestDigest: Sha384): Refusal {
  return new Refusal(
    'bundle.copy-differs',
    earlier.manifestDigest === manifestDigest
      ? `A bundle with the same manifest came in on ${dayOf(earlier)}, but this file’s bytes differ: it is an altered or re-sealed copy.`
      : `A bundle with the same id came in on ${dayOf(earlier)}, but under another manifest.`,
    {
      where: `bundle ${earlier.sequence} of ${earlier.producerId}`,
      remedy: 'Keep it apart and ask the producer. The evidence stays as it was imported.',
    },
  );
}

const dayOf = ({ at }: EarlierBundle): string => at.slice(0, 10);

/**
 * Holds a manifest against what was imported before. The first bundle of a producer may have any sequence within the leap.
 * @param sealedDigest takes the digest of the whole file, asked only where its manifest is known
 * @returns undefined where it follows the last one, or the refusal `bundle.sequence-gap`, which a person may accept
 * @throws Refusal `bundle.replayed`, `bundle.copy-differs`, `bundle.sequence-rollback`, `bundle.sequence-fork`, `bundle.sequence-leap`
 */
export async function requireNew(
  manifest: Manifest,
  manifestDigest: Sha384,
  sealedDigest: () => Promise<Sha384>,
  seen: Seen,
): Promise<Refusal | undefined> {
  const { producerId, bundleId, sequence, previous } = manifest;
  const earlier = await seen.bundle(producerId, bundleId, manifestDigest);
  if (earlier !== undefined) {
    await requireNewFile(await sealedDigest(), seen);
    throw copyDiffers(earlier, manifestDigest);
  }
  const latest = await seen.latest(producerId);
  requireNoLeap(sequence, latest?.sequence ?? 0);
  if (latest === undefined) return undefined;
  const where = `this bundle is number ${sequence}; the last one was number ${latest.sequence}`;
  if (sequence <= latest.sequence) {
    throw new Refusal('bundle.sequence-rollback', 'The bundle is older than one that was imported already.', {
      where,
      remedy: 'Ask the producer for the newest bundle. An older one is never taken after a newer one.',
    });
  }
  if (previous?.sequence === latest.sequence && previous.digest !== latest.manifestDigest) {
    throw new Refusal('bundle.sequence-fork', 'The bundle follows another bundle than the one that was imported.', {
      where,
      remedy: 'Two bundles have the same number. Ask the producer which of them holds, and tell your security officer.',
    });
  }
  if (sequence === latest.sequence + 1) return undefined;
  return new Refusal('bundle.sequence-gap', 'At least one bundle between the last one and this one is missing.', {
    where,
    remedy: 'Ask the producer for the missing bundles first. A person may also accept the gap, which is recorded.',
  });
}

/**
 * Nothing older than the last bundle is ever taken, so one slip to the end of all numbers would shut the producer out for
 * good. No person can accept that away.
 */
function requireNoLeap(sequence: number, last: number): void {
  if (sequence - last <= LIMITS.sequenceLeap) return;
  throw new Refusal(
    'bundle.sequence-leap',
    'The number of the bundle leaps so far ahead that its producer would soon have no number left.',
    {
      where: `this bundle is number ${sequence}; ${last === 0 ? 'none came before' : `the last one was number ${last}`}`,
      remedy: `Ask the producer to seal it again as number ${last + 1}.`,
    },
  );
}
