import type { Seen } from '../core/bundle/seen.ts';
import type { ReadableDb } from '../db/handle.ts';
import { findBundleById, isAcceptedDigest, lastBundleOf, listBundles } from '../db/repositories/bundle.ts';

/** @returns what this vault remembers of earlier bundles: the accepted ones alone. */
export function seenBundles(db: ReadableDb): Seen {
  return {
    sealed: (digest) => isAcceptedDigest(db, digest),
    bundle: (producerId, bundleId, manifestDigest) =>
      findBundleById(db, producerId, bundleId) !== undefined ||
      listBundles(db).some((bundle) => bundle.manifestDigest === manifestDigest),
    latest: (producerId) => {
      const last = lastBundleOf(db, producerId);
      return last && { sequence: last.sequence, manifestDigest: last.manifestDigest };
    },
  };
}
