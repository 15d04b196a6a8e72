import type { Sha384 } from '../core/brand.ts';
import { readManifest } from '../core/bundle/manifest.ts';
import { type BundleIndex, type OpenBundle, openBundle } from '../core/bundle/open.ts';
import type { ClosableSource } from '../core/bytes/source.ts';
import { parseEnvelope } from '../core/envelope/dsse.ts';
import { Refusal } from '../core/failure.ts';
import { digestOf, openSealed } from '../db/evidence.ts';
import { type AcceptedBundle, getBundle } from '../db/repositories/bundle.ts';
import { listDeskIdentities } from '../db/repositories/desk-identity.ts';
import { listMembers } from '../db/repositories/member.ts';
import type { Vault } from '../db/vault.ts';
import type { Desk } from './desk.ts';

/** Heads of sealed files that were found to be the imported ones, so that each is read whole once a session. */
const proven = new WeakMap<Vault, Map<Sha384, Sha384>>();

/**
 * Opens a bundle of the evidence and lends it to one piece of work. Only the chunks that are read are decrypted.
 * The first time in a session the whole sealed file is held against the digest under which it was imported; after that
 * its head suffices, which fixes the key that authenticates every chunk (see `headDigest`).
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
  const { vault } = desk;
  const heads = proven.get(vault) ?? new Map<Sha384, Sha384>();
  proven.set(vault, heads);
  const identities = listDeskIdentities(vault.db).map(({ identity, recipient }) => ({ text: identity, recipient }));
  const known = heads.get(stored.sealedDigest);
  if (known !== undefined) return openBundle(sealed, identities, { ...indexOf(desk, stored), headDigest: known });
  const isSame = sealed.size === stored.sealedSize && (await digestOf(sealed, desk.signal)) === stored.sealedDigest;
  if (!isSame) throw changed(stored);
  const opened = await openBundle(sealed, identities);
  heads.set(stored.sealedDigest, opened.headDigest);
  return opened;
}

function indexOf({ vault: { db } }: Desk, stored: AcceptedBundle): Omit<BundleIndex, 'headDigest'> {
  return {
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
