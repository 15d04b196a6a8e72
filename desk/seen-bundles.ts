import type { EarlierBundle, Seen } from '../core/bundle/seen.ts';
import type { ReadableDb } from '../db/handle.ts';
import {
  type AcceptedBundle,
  findBundleById,
  getBundle,
  lastBundleOf,
  listBundles,
} from '../db/repositories/bundle.ts';

/** @returns what this vault remembers of earlier bundles: the accepted ones alone. */
export function seenBundles(db: ReadableDb): Seen {
  return {
    sealed: (digest) => earlier(getBundle(db, digest)),
    bundle: (producerId, bundleId, manifestDigest) =>
      earlier(
        listBundles(db).find((bundle) => bundle.manifestDigest === manifestDigest) ??
          findBundleById(db, producerId, bundleId),
      ),
    latest: (producerId) => {
      const last = lastBundleOf(db, producerId);
      return last && { sequence: last.sequence, manifestDigest: last.manifestDigest };
    },
  };
}

function earlier(bundle: AcceptedBundle | undefined): EarlierBundle | undefined {
  if (bundle === undefined) return undefined;
  const { acceptedAt: at, producerId, sequence, manifestDigest } = bundle;
  return { at, producerId, sequence, manifestDigest };
}
