import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOnceDone } from '../../core/testing/refused.ts';
import { get } from '../../db/handle.ts';
import type { Vault } from '../../db/vault.ts';
import { importBundle } from '../../desk/import-bundle.ts';
import { openDesk } from '../../desk/open-desk.ts';
import { perform } from '../../desk/use-case.ts';
import { codeOf } from '../desk-world/code-of.ts';
import { CAST, passphraseOf } from '../desk-world/people.ts';
import { expectSound, tracesOf } from '../desk-world/traces.ts';
import { makeWorld, type World } from '../desk-world/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld({ suite: { samples: 20, epochs: 2 } });
});
afterEach(() => world.dispose());

const pagesOf = (vault: Vault) => get<{ page_count: number }>(vault.db, 'PRAGMA page_count')?.page_count ?? 0;

describe('a disk that is full', () => {
  it('ends an import with a clear refusal wherever it meets it, and changes nothing', {
    timeout: 120_000,
  }, async () => {
    const start = pagesOf(world.vault);
    const bare = join(world.folder, 'bare');
    world.vault.close();
    cpSync(world.vaultPath, bare, { recursive: true });
    world.reopen();
    await perform(importBundle, world.as('tom'), { path: world.candidate });
    const needed = pagesOf(world.vault);
    expect(needed - start).toBeGreaterThan(20);
    let refused = 0;
    for (let room = 0; room < needed - start; room += Math.ceil((needed - start) / 12)) {
      world.vault.close();
      rmSync(world.vaultPath, { recursive: true });
      cpSync(bare, world.vaultPath, { recursive: true });
      const vault = world.reopen({ maxPages: start + room });
      const before = tracesOf(vault);
      expect(await codeOf(perform(importBundle, world.as('tom'), { path: world.candidate }))).toBe('vault.disk-full');
      refused += 1;
      expect(tracesOf(vault)).toEqual(before);
      await expectSound(world.reopen());
      // With room again, the same import goes through.
      expect((await perform(importBundle, world.as('tom'), { path: world.candidate })).ok).toBe(true);
    }
    expect(refused).toBeGreaterThan(8);
  });

  it('does so on a file system that is full', { timeout: 120_000 }, async (context) => {
    const disk = mkdtempSync(join(tmpdir(), 'scrutineer-full-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      rmSync(disk, { recursive: true });
      context.skip('No small file system can be mounted here (it takes root on Linux), so a full disk was not tried.');
      return;
    }
    try {
      world.vault.close();
      const path = join(disk, 'vault');
      const ballast = join(disk, 'ballast');
      const sealed = statSync(world.candidate).size;
      let refused = 0;
      // From no room for the copy to nearly enough for everything.
      for (const room of [0, 0.5, 1, 1.1, 1.3, 1.6, 2, 2.5, 3].map((share) => Math.round(share * sealed))) {
        rmSync(path, { recursive: true, force: true });
        cpSync(world.vaultPath, path, { recursive: true });
        const { desk } = openDesk(path, { person: CAST.tom.id, passphrase: passphraseOf('tom') }, () => world.now);
        const before = tracesOf(desk.vault);
        const { bavail, bsize } = statfsSync(disk);
        writeFileSync(ballast, new Uint8Array(Math.max(0, bavail * bsize - room)));
        const code = await codeOnceDone(() => perform(importBundle, desk, { path: world.candidate }));
        const after = tracesOf(desk.vault);
        rmSync(ballast);
        if (code === 'none') {
          desk.vault.close();
          continue;
        }
        refused += 1;
        expect(code).toBe('vault.disk-full');
        expect([after.evidence, after.quarantine]).toEqual([before.evidence, before.quarantine]);
        expect(after.rows['bundle_acceptance']).toBe(0);
        expect(after.rows['audit_event']).toBe(before.rows['audit_event']);
        // Rows that could not even be taken away count for nothing and are gone with the next import.
        expect((await perform(importBundle, desk, { path: world.candidate })).ok).toBe(true);
        await expectSound(desk.vault);
        desk.vault.close();
      }
      expect(refused).toBeGreaterThan(3);
    } finally {
      execFileSync('umount', [disk]);
      rmSync(disk, { recursive: true });
      world.reopen();
    }
  });
});
