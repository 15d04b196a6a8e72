import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Sha384 } from '../core/brand.ts';
import { besideOf } from './atomic-file.ts';
import { readShelfName, type Shelf, sealedPath } from './evidence.ts';
import type { VaultFolder } from './folder.ts';
import type { WritableDb } from './handle.ts';
import { isAcceptedDigest, purgeUnfinishedImports } from './repositories/bundle.ts';
import { isQuarantinedDigest } from './repositories/quarantine.ts';

/** What opening removed because an import had been interrupted. */
export interface Swept {
  /** Files, as `evidence/<name>`. */
  readonly removed: readonly string[];
  /** Sealed digests of bundles whose rows were not accepted. */
  readonly unfinishedBundles: readonly Sha384[];
}

/**
 * Removes what interrupted imports left behind: see the protocol in `evidence.ts`, and new content of a small file that
 * never came to count. Runs at every opening, under the vault's lock. Copies go first, because they may be what fills the
 * disk; then rows; then placed files, so that a kill in here is swept up by the next opening.
 * @throws Refusal `vault.disk-full` where there is no room even to remove rows
 */
export function sweep(folder: VaultFolder, db: WritableDb): Swept {
  for (const file of [folder.about, folder.keyslots, folder.attempts]) rmSync(besideOf(file), { force: true });
  const removed = [...sweepCopies(folder, 'evidence'), ...sweepCopies(folder, 'quarantine')];
  const unfinishedBundles = purgeUnfinishedImports(db);
  removed.push(...sweepPlaced(folder, 'evidence', (digest) => isAcceptedDigest(db, digest)));
  removed.push(...sweepPlaced(folder, 'quarantine', (digest) => isQuarantinedDigest(db, digest)));
  return { removed, unfinishedBundles };
}

function sweepCopies(folder: VaultFolder, shelf: Shelf): string[] {
  const names = readdirSync(folder[shelf]).filter((name) => readShelfName(name).kind === 'incoming');
  for (const name of names) rmSync(join(folder[shelf], name), { force: true });
  return names.map((name) => `${shelf}/${name}`);
}

function sweepPlaced(folder: VaultFolder, shelf: Shelf, counts: (digest: Sha384) => boolean): string[] {
  const removed: string[] = [];
  for (const name of readdirSync(folder[shelf])) {
    const what = readShelfName(name);
    if (what.kind !== 'placing') continue;
    const sealed = sealedPath(folder, shelf, what.digest);
    if (!counts(what.digest) && existsSync(sealed)) {
      rmSync(sealed, { force: true });
      removed.push(`${shelf}/${what.digest}.seb`);
    }
    rmSync(join(folder[shelf], name), { force: true });
  }
  return removed;
}
