import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkVault } from './check.ts';
import { all, get } from './handle.ts';
import type { LockTicket } from './lock.ts';
import { listBundles } from './repositories/bundle.ts';
import { getSetting, settingHistory } from './repositories/setting.ts';
import { newcomer, type ScratchVault, scratchVault } from './testing/scratch-vault.ts';
import { openVault, type Vault } from './vault.ts';

const CHILD = fileURLToPath(new URL('./testing/child.ts', import.meta.url));

interface Child {
  readonly process: ChildProcess;
  /** The next line of its output; undefined at the end. */
  line(): Promise<string | undefined>;
  kill(): Promise<void>;
}

function child(what: string, path: string): Child {
  const started = spawn(process.execPath, [CHILD, what, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(started, 'exit');
  const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
  return {
    process: started,
    async line() {
      const next = await lines.next();
      return next.done ? undefined : next.value;
    },
    async kill() {
      started.kill('SIGKILL');
      await ended;
    },
  };
}

let scratch: ScratchVault;
beforeEach(async () => {
  scratch = await scratchVault();
});
afterEach(() => scratch.dispose());

describe('a second process', () => {
  it('is refused while this one has the vault open, and let in afterwards', async () => {
    const early = child('open', scratch.path);
    expect(await early.line()).toBe('vault.in-use');
    scratch.vault.close();
    const late = child('open', scratch.path);
    expect(await late.line()).toBeUndefined();
  });

  it('leaves no lock behind when it is killed', async () => {
    scratch.vault.close();
    const holder = child('hold', scratch.path);
    expect(await holder.line()).toBe('ready');
    expect(() => openVault(scratch.path, newcomer())).toThrow('already open');
    await holder.kill();
    openVault(scratch.path, newcomer()).close();
  });
});

describe('a worker thread', () => {
  it('opens a second connection with the ticket of the open vault, and not without', async () => {
    const { ticket } = scratch.vault;
    expect(await worker(scratch, { ...ticket, vault: '/elsewhere' })).toBe('vault.in-use');
    expect(await worker(scratch, ticket)).toBe('done');
    expect(getSetting(scratch.vault.db, 'desk.name')).toBe('from the worker');
    // The thread came and went; the process still holds the vault against others.
    expect(await child('open', scratch.path).line()).toBe('vault.in-use');
  });
});

describe('a process that is killed', () => {
  it('in the middle of a transaction leaves nothing of it', async () => {
    scratch.vault.close();
    const writer = child('half-transaction', scratch.path);
    expect(await writer.line()).toBe('ready');
    await writer.kill();
    const vault = openVault(scratch.path, newcomer());
    expect(getSetting(vault.db, 'desk.name')).toBeUndefined();
    expect(settingHistory(vault.db, 'desk.name')).toEqual([]);
    expect(get(vault.db, 'PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
    vault.close();
  });

  it('at any moment of its imports leaves each bundle whole or not at all', async () => {
    scratch.vault.close();
    let sweptOnce = false;
    let accepted = 0;
    for (let round = 0; round < 12; round++) {
      const importer = child('imports', scratch.path);
      expect(await importer.line()).toBe('ready');
      await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 120));
      await importer.kill();
      const vault = openVault(scratch.path, newcomer());
      sweptOnce ||= vault.swept.removed.length > 0 || vault.swept.unfinishedBundles.length > 0;
      accepted += expectWhole(vault);
      const steps = await checkVault(vault.folder, vault.db, vault.vaultId);
      expect(steps.filter((step) => step.outcome !== 'passed')).toEqual([]);
      vault.close();
      // A fresh vault each round: the child counts its bundles from 1.
      scratch.dispose();
      scratch = await scratchVault();
      scratch.vault.close();
    }
    expect(accepted).toBeGreaterThan(0);
    expect(sweptOnce).toBe(true);
  });
});

async function worker({ path, key }: ScratchVault, ticket: LockTicket): Promise<unknown> {
  const thread = new Worker(new URL('./testing/worker.ts', import.meta.url), { workerData: { path, key, ticket } });
  const [message] = await once(thread, 'message');
  await thread.terminate();
  return message;
}

/** @returns how many bundles count. */
function expectWhole(vault: Vault): number {
  const bundles = listBundles(vault.db);
  const files = readdirSync(join(vault.folder.path, 'evidence')).sort();
  expect(files).toEqual(bundles.map((bundle) => `${bundle.sealedDigest}.seb`).sort());
  const counts = all<{ bundle: number; attempts: number; scores: number }>(
    vault.db,
    `SELECT r.bundle, count(DISTINCT a.id) AS attempts, count(s.id) AS scores
     FROM run r JOIN attempt a ON a.run = r.id JOIN attempt_score s ON s.attempt = a.id GROUP BY r.bundle`,
  );
  expect(counts).toHaveLength(bundles.length);
  for (const count of counts) expect(count).toMatchObject({ attempts: 4, scores: 4 });
  return bundles.length;
}
