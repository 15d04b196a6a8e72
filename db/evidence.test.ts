import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memorySource } from '../core/bytes/source.ts';
import { sha384 } from '../core/crypto/digest.ts';
import { isRefusal } from '../core/failure.ts';
import { checkVault } from './check.ts';
import { discard, INCOMING, keep, openSealed, PLACING, receive, sealedPath } from './evidence.ts';
import { vaultFolder } from './folder.ts';
import { all } from './handle.ts';
import {
  discardBundle,
  discardSomeRows,
  listBundles,
  listUnfinishedBundles,
  purgeUnfinishedImports,
} from './repositories/bundle.ts';
import { addChecklist, listChecklist } from './repositories/checklist.ts';
import { addQuarantine, getQuarantine, listQuarantine } from './repositories/quarantine.ts';
import {
  ADA,
  AT,
  addSampleRows,
  importSample,
  type ScratchVault,
  scratchFolder,
  scratchVault,
  utf8,
} from './testing/scratch-vault.ts';
import { smallDisk } from './testing/small-disk.ts';
import { transaction } from './transaction.ts';

let scratch: ScratchVault;
beforeEach(async () => {
  scratch = await scratchVault();
});
afterEach(() => scratch.dispose());

const evidence = () => readdirSync(join(scratch.path, 'evidence'));

describe('receiving a sealed file', () => {
  it('copies it and gives its digest; keeping it names it by that digest', async () => {
    const { folder, db } = scratch.vault;
    const progress: number[] = [];
    const bytes = new Uint8Array(2_500_000).fill(7);
    const incoming = await receive(folder, memorySource(bytes), { onProgress: (done) => progress.push(done) });
    expect(incoming).toMatchObject({ digest: sha384(bytes), size: 2_500_000 });
    expect(progress.at(-1)).toBe(2_500_000);
    expect(evidence()).toEqual([expect.stringMatching(/^\.incoming-[0-9a-f]{24}$/)]);
    keep(folder, 'evidence', incoming, () => addSampleRows(db, incoming.digest, 1));
    expect(evidence()).toEqual([`${incoming.digest}.seb`]);
    const source = await openSealed(folder, 'evidence', incoming.digest);
    expect(await source.read(2_499_999, 1)).toEqual(Uint8Array.of(7));
    await source.close();
  });

  it('leaves nothing when it is cancelled, when the media fails, or when it is discarded', async () => {
    const { folder } = scratch.vault;
    const aborted = AbortSignal.abort();
    await expect(receive(folder, memorySource(utf8('x')), { signal: aborted })).rejects.toMatchObject({
      code: 'cancelled',
    });
    const failing = {
      size: 3_000_000,
      read: async (at: number, n: number) => {
        if (at > 0) throw new Error('The media was pulled out.');
        return new Uint8Array(n);
      },
    };
    await expect(receive(folder, failing)).rejects.toThrow('pulled out');
    discard(await receive(folder, memorySource(utf8('x'))));
    expect(evidence()).toEqual([]);
  });

  it('says that the disk is full, and leaves nothing then', async (context) => {
    const mount = scratchFolder();
    const unmount = smallDisk(mount.path, 1);
    if (!unmount) {
      mount.dispose();
      context.skip('No small file system can be mounted here, so a full disk was not tried.');
      return;
    }
    try {
      const folder = vaultFolder(mount.path);
      mkdirSync(folder.evidence);
      const big = memorySource(new Uint8Array(3 << 20));
      await expect(receive(folder, big)).rejects.toMatchObject({ code: 'vault.disk-full' });
      expect(readdirSync(folder.evidence)).toEqual([]);
    } finally {
      unmount();
      mount.dispose();
    }
  });
});

describe('keeping a sealed file', () => {
  it('undoes itself when the rows cannot be written', async () => {
    const { folder } = scratch.vault;
    const incoming = await receive(folder, memorySource(utf8('sealed')));
    const commit = () => {
      throw new Error('The disk is full.');
    };
    expect(() => keep(folder, 'evidence', incoming, commit)).toThrow('disk is full');
    expect(evidence()).toEqual([]);
  });

  it('quarantines the same bytes twice as two entries and one file', async () => {
    const { folder, db } = scratch.vault;
    for (let time = 1; time <= 2; time++) {
      const incoming = await receive(folder, memorySource(utf8('broken')));
      keep(folder, 'quarantine', incoming, () =>
        transaction(db, () => {
          const quarantine = addQuarantine(db, {
            sealedDigest: incoming.digest,
            sealedSize: incoming.size,
            fileName: `<b>${time}</b>.seb`,
            code: 'age.malformed',
            manifest: null,
            receivedBy: ADA,
            receivedAt: AT,
          });
          addChecklist(db, { quarantine }, [
            { step: 'readable', outcome: 'failed', code: 'age.malformed', detail: 'Not an age file.' },
          ]);
        }),
      );
    }
    const entries = listQuarantine(db);
    expect(entries.map((entry) => entry.fileName)).toEqual(['<b>2</b>.seb', '<b>1</b>.seb']);
    const [newest] = entries;
    expect(newest && getQuarantine(db, newest.row)).toEqual(newest);
    expect(newest && listChecklist(db, { quarantine: newest.row })).toMatchObject([{ code: 'age.malformed' }]);
    expect(evidence()).toEqual([]);
    expect(readdirSync(join(scratch.path, 'quarantine'))).toHaveLength(1);
    expect(scratch.reopen().swept.removed).toEqual([]);
  });
});

describe('opening a vault after an import was interrupted', () => {
  it('removes a copy that was not kept', async () => {
    await receive(scratch.vault.folder, memorySource(utf8('sealed')));
    expect(evidence()).toHaveLength(1);
    const { swept } = scratch.reopen();
    expect(swept.removed).toEqual([expect.stringContaining(`evidence/${INCOMING}`)]);
    expect(evidence()).toEqual([]);
  });

  it('removes rows that were not accepted, and the file that was placed for them', async () => {
    const { folder, db } = scratch.vault;
    const incoming = await receive(folder, memorySource(utf8('sealed')));
    addSampleRows(db, incoming.digest, 100);
    // As a kill between placing and committing leaves it.
    writeFileSync(join(folder.evidence, `${PLACING}${incoming.digest}`), '');
    renameSync(incoming.path, sealedPath(folder, 'evidence', incoming.digest));
    const again = scratch.reopen();
    expect(again.swept).toEqual({
      removed: [`evidence/${incoming.digest}.seb`],
      unfinishedBundles: [incoming.digest],
    });
    expect(evidence()).toEqual([]);
    for (const table of ['bundle', 'member', 'run', 'attempt', 'attempt_score'] as const) {
      expect(all(again.db, 'SELECT 1 FROM '.concat(table)), table).toEqual([]);
    }
    expect(scratch.reopen().swept).toEqual({ removed: [], unfinishedBundles: [] });
  });

  it('takes the rows of an unfinished import away some at a time, and touches no other', async () => {
    const { db, folder } = scratch.vault;
    const kept = await importSample(folder, db);
    const { bundle } = addSampleRows(db, sha384(utf8('unfinished')), 5, 9);
    const left = () => all(db, 'SELECT 1 FROM attempt').length - kept.attempts.length;
    expect(listUnfinishedBundles(db)).toEqual([bundle]);
    expect(discardSomeRows(db, bundle, 2)).toBe(true);
    expect(left()).toBe(3);
    while (discardSomeRows(db, bundle, 2)) expect(left()).toBeLessThan(3);
    expect(left()).toBe(0);
    discardBundle(db, bundle);
    expect(listUnfinishedBundles(db)).toEqual([]);
    expect(() => discardSomeRows(db, kept.bundle, 2)).toThrow('are never removed');
    expect(left()).toBe(0);
  });

  it('keeps a bundle that was accepted, and only clears the intent', async () => {
    const { digest } = await importSample(scratch.vault.folder, scratch.vault.db);
    writeFileSync(join(scratch.path, 'evidence', `${PLACING}${digest}`), '');
    const again = scratch.reopen();
    expect(again.swept).toEqual({ removed: [], unfinishedBundles: [] });
    expect(evidence()).toEqual([`${digest}.seb`]);
    expect(listBundles(again.db)).toHaveLength(1);
  });

  it('never removes a sealed file that no interrupted import placed', () => {
    const digest = sha384(utf8('from an older copy of the vault'));
    writeFileSync(join(scratch.path, 'evidence', `${digest}.seb`), 'from an older copy of the vault');
    expect(scratch.reopen().swept.removed).toEqual([]);
    expect(evidence()).toEqual([`${digest}.seb`]);
  });
});

describe('an accepted bundle', () => {
  it('cannot be purged, and gains no more rows', async () => {
    const { db, folder } = scratch.vault;
    const { digest, bundle } = await importSample(folder, db);
    expect(purgeUnfinishedImports(db)).toEqual([]);
    expect(() => addChecklist(db, { bundle }, [{ step: 'x', outcome: 'passed', code: null, detail: '' }])).toThrow(
      'an accepted bundle gains no rows',
    );
    expect(listBundles(db).map((entry) => entry.sealedDigest)).toEqual([digest]);
  });
});

describe('vault check', () => {
  const check = async () => {
    const { folder, db, vaultId } = scratch.vault;
    const steps = await checkVault(folder, db, vaultId);
    return steps.filter((step) => step.outcome !== 'passed').map((step) => step.code);
  };

  it('passes a whole vault', async () => {
    await importSample(scratch.vault.folder, scratch.vault.db);
    expect(await check()).toEqual([]);
  });

  it('finds evidence that is missing, changed or strange, and keyslots of another vault', async () => {
    const { folder, db } = scratch.vault;
    const one = await importSample(folder, db, 1);
    const two = await importSample(folder, db, 2);
    rmSync(sealedPath(folder, 'evidence', one.digest));
    const path = sealedPath(folder, 'evidence', two.digest);
    writeFileSync(path, `${readFileSync(path, 'utf8')}!`);
    writeFileSync(join(folder.evidence, 'notes.txt'), 'x');
    const text = readFileSync(folder.keyslots, 'utf8');
    writeFileSync(
      folder.keyslots,
      text.replace(/"vaultId": "[0-9a-f]/, (found) => `${found.slice(0, -1)}${found.endsWith('a') ? 'b' : 'a'}`),
    );
    expect(await check()).toEqual([
      'vault.keyslots-torn',
      'vault.evidence-missing',
      'vault.evidence-torn',
      'vault.evidence-unknown',
    ]);
    await expect(openSealed(folder, 'evidence', one.digest)).rejects.toSatisfy((error) =>
      isRefusal(error, 'vault.evidence-missing'),
    );
    expect(existsSync(path)).toBe(true);
  });
});
