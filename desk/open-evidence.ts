import type { Sha384 } from '../core/brand.ts';
import { readManifest } from '../core/bundle/manifest.ts';
import { type BundleIndex, type OpenBundle, openBundle } from '../core/bundle/open.ts';
import type { ClosableSource } from '../core/bytes/source.ts';
import { parseEnvelope } from '../core/envelope/dsse.ts';
import { Refusal } from '../core/failure.ts';
import { openSealed } from '../db/evidence.ts';
import { type AcceptedBundle, getBundle } from '../db/repositories/bundle.ts';
import { listDeskIdentities } from '../db/repositories/desk-identity.ts';
import { listMembers } from '../db/repositories/member.ts';
import type { Desk } from './desk.ts';

/**
 * Opens a bundle of the evidence and lends it to one piece of work. Only the chunks that are read are decrypted.
 * The file's size and its head are held against what was imported: the head fixes the key that authenticates every chunk
 * (see `headDigest`). The digest of the whole file is checked by `checkVault`.
 * @throws Refusal `vault.evidence-missing`, `bundle.evidence-changed`, `age.*`, `cancelled`
 */
export async function withEvidence<T>(
  desk: Desk,
  digest: Sha384,
  work: (bundle: OpenBundle) => Promise<T>,
): Promise<T> {
  const { vault } = desk;
  const stored = getBundle(vault.db, digest);
  if (stored === undefined) throw new Error('evidence was asked for that was never accepted');
  const sealed = await openSealed(vault.folder, 'evidence', digest);
  try {
    const bundle = await openProven(desk, sealed, stored);
    try {
      return await work(bundle);
    } finally {
      bundle.close();
    }
  } finally {
    await sealed.close();
  }
}

async function openProven(desk: Desk, sealed: ClosableSource, stored: AcceptedBundle): Promise<OpenBundle> {
  const identities = listDeskIdentities(desk.vault.db).map(({ identity, recipient }) => ({
    text: identity,
    recipient,
  }));
  if (sealed.size !== stored.sealedSize) throw changed(stored);
  return openBundle(sealed, identities, indexOf(desk, stored));
}

function indexOf({ vault: { db } }: Desk, stored: AcceptedBundle): BundleIndex {
  return {
    headDigest: stored.headDigest,
    manifest: readManifest(parseEnvelope(stored.envelope)),
    manifestDigest: stored.manifestDigest,
    members: listMembers(db, stored.row).map(({ mediaType, ...member }) => {
      return { ...member, ...(mediaType === null ? {} : { mediaType }) };
    }),
  };
}

function changed({ sealedDigest }: AcceptedBundle): Refusal {
  return new Refusal('bundle.evidence-changed', 'The sealed file in the vault is not the one that was imported.', {
    where: `evidence/${sealedDigest}.seb`,
    remedy: 'Restore the evidence from its medium or backup. Tell your security officer: somebody has exchanged it.',
  });
}
