import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { assessCase } from '../../desk/assess-case.ts';
import { concur } from '../../desk/concur.ts';
import { determine } from '../../desk/determine.ts';
import { importBundle } from '../../desk/import-bundle.ts';
import { perform } from '../../desk/use-case.ts';
import { tracesOf } from '../desk-world/traces.ts';
import { makeWorld, type World } from '../desk-world/world.ts';
import { AtDesk, typedBy } from './at-desk.ts';
import { auditActs, lookInto } from './look-into.ts';
import { whyNotShown } from './where-shown.ts';

const skip = whyNotShown();

/** A small disk of its own, that can be filled to the last byte. */
class SmallDisk {
  readonly path = mkdtempSync(join(tmpdir(), 'scrutineer-disk-'));
  readonly #ballast = join(this.path, 'ballast');

  /** Skips the test, in words, where no disk can be mounted. */
  constructor(context: TestContext, size: string) {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', this.path], { stdio: 'ignore' });
    } catch {
      rmSync(this.path, { recursive: true });
      context.skip('No small disk can be mounted here (it takes root on Linux), so a full one was not tried.');
    }
    context.onTestFinished(() => {
      execFileSync('umount', ['--lazy', this.path]);
      rmSync(this.path, { recursive: true });
    });
  }

  /** Leaves room for so many bytes. */
  fill(room: number): void {
    const { bavail, bsize } = statfsSync(this.path);
    writeFileSync(this.#ballast, new Uint8Array(Math.max(0, bavail * bsize - room)));
  }

  empty(): void {
    rmSync(this.#ballast);
  }
}

/** What goes wrong around the program costs nobody anything that was kept, and is told in words. */
describe.skipIf(skip !== undefined)(`the whole program in need${skip ? ` (${skip})` : ''}`, () => {
  let world: World;
  let desk: AtDesk | undefined;
  /** A copy of the vault as it was prepared: each test spoils its own. */
  let prepared: string;

  beforeAll(async () => {
    world = await makeWorld({ now: Date.now() - 60_000, suite: { samples: 20, epochs: 2 } });
    world.vault.close();
    prepared = join(world.folder, 'prepared');
    cpSync(world.vaultPath, prepared, { recursive: true });
    return () => rmSync(world.folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    rmSync(world.vaultPath, { recursive: true });
    cpSync(prepared, world.vaultPath, { recursive: true });
  });
  afterEach(async () => {
    await desk?.close();
    desk = undefined;
  });

  const open = async (vault: string, name: 'tom' | 'rita'): Promise<AtDesk> => {
    desk = await AtDesk.open({ vault });
    await desk.unlock(name);
    return desk;
  };
  const bring = async (at: AtDesk, path: string) => {
    await at.goTo('Import');
    await at.pick('Choose files…', path);
    await at.page.getByText('1 file or folder chosen').waitFor();
    await at.button('Import', at.page.getByRole('form', { name: 'Start the import' })).click();
  };

  it('refuses an import that the disk of the vault does not hold, and takes it when there is room', async (context) => {
    const disk = new SmallDisk(context, '24m');
    const vault = join(disk.path, 'vault');
    cpSync(prepared, vault, { recursive: true });
    const at = await open(vault, 'tom');
    const sealed = statSync(world.candidate).size;
    for (const room of [0.5 * sealed, 1.2 * sealed]) {
      disk.fill(Math.round(room));
      await bring(at, world.candidate);
      const row = at.inQueue('candidate-1.seb');
      await row.getByText('Refused', { exact: true }).waitFor();
      await row.getByText('vault.disk-full').waitFor();
      expect(await row.getByRole('alert').textContent()).toMatch(/disk.*full|space/i);
      disk.empty();
      await at.button('Clear what is finished').click();
      expect(readdirSync(join(vault, 'evidence'))).toEqual([]);
    }
    await bring(at, world.candidate);
    await at.inQueue('candidate-1.seb').getByText('Imported', { exact: true }).waitFor();
    await at.close();
    const acts = await lookInto(vault, ({ db }) => auditActs(db));
    expect(acts['bundle.imported']).toBe(1);
  });

  it('writes nothing to a medium that is full, records no export, and exports when there is room', async (context) => {
    const disk = new SmallDisk(context, '1m');
    world.reopen();
    const { caseId } = await perform(importBundle, world.as('tom'), { path: world.candidate });
    await perform(assessCase, world.as('rita'), { caseId: String(caseId) });
    const text = [{ marking: '(U)', text: 'Two of three thresholds are met.' }];
    const order = { caseId: String(caseId), determination: 'covered', rationale: text } as const;
    await perform(determine, world.as('dora'), order);
    await perform(concur, world.as('carl'), { caseId: String(caseId), position: 'concurs', statement: [] });
    const before = tracesOf(world.vault);
    world.vault.close();
    const at = await open(world.vaultPath, 'tom');
    await at.openCase(/meridian-4/);
    const form = () => at.page.getByRole('form', { name: 'Export' });
    for (const room of [0, 8192]) {
      // From another part: the refusal of the round before does not stand there any more.
      await at.part('Overview');
      await at.part('Exports');
      await at.pick('Choose the folder…', disk.path);
      await form().getByText(disk.path, { exact: true }).waitFor();
      disk.fill(room);
      await form().getByLabel('Your passphrase', { exact: true }).fill(typedBy('tom'));
      await at.button('Release', form()).click();
      const refusal = form().getByRole('alert');
      await refusal.getByText(/nothing was exported: there is no room left/).waitFor();
      expect(await refusal.textContent()).toMatch(/Make room there.*file\.no-space/);
      expect(readdirSync(disk.path)).toEqual(['ballast']);
      disk.empty();
    }
    await at.lock();
    const after = await lookInto(world.vaultPath, (vault) => ({ traces: tracesOf(vault), acts: auditActs(vault.db) }));
    expect(after.acts['decision.exported']).toBe(undefined);
    expect(after.traces.rows['export_record']).toBe(before.rows['export_record']);
    await at.unlock('tom');
    await at.openCase(/meridian-4/, 'Exports');
    await at.pick('Choose the folder…', disk.path);
    await form().getByText(disk.path, { exact: true }).waitFor();
    await form().getByLabel('Your passphrase', { exact: true }).fill(typedBy('tom'));
    await at.button('Release', form()).click();
    await at.page.getByText(/^Released, marked/).waitFor();
    expect(readdirSync(disk.path).some((name) => name.endsWith('.decision.dsse.json'))).toBe(true);
  });

  it('killed in the middle of an import, opens again with nothing of it, says so, and takes it then', async () => {
    world.reopen();
    const long = await world.seal({
      sequence: 1,
      role: 'candidate',
      name: 'long.seb',
      logs: world.suite.candidate,
      extra: [{ name: 'weights.bin', role: 'attachment', bytes: new Uint8Array(64 << 20) }],
    });
    world.vault.close();
    const at = await open(world.vaultPath, 'tom');
    const program = at.running.app.process();
    const ended = once(program, 'exit');
    const evidence = join(world.vaultPath, 'evidence');
    // By the file itself: what stands on the screen may be over before it is looked at.
    const seen = watch(evidence, (_, name) => {
      const copy = join(evidence, name ?? '');
      if (existsSync(copy) && statSync(copy).size > statSync(long.path).size / 4) program.kill('SIGKILL');
    });
    // Its window goes with it, maybe before the press of the button has come back.
    await Promise.allSettled([bring(at, long.path), ended]);
    seen.close();
    await at.close();
    expect(readdirSync(evidence)).toHaveLength(1);
    const again = await open(world.vaultPath, 'tom');
    await again.page.getByText('Leftovers of an interrupted act were cleared away.').waitFor();
    expect(readdirSync(join(world.vaultPath, 'evidence'))).toEqual([]);
    await again.page.getByText('No case yet').waitFor();
    await bring(again, long.path);
    await again.inQueue('long.seb').getByText('Imported', { exact: true }).waitFor();
    await again.lock();
    const acts = await lookInto(world.vaultPath, ({ db }) => auditActs(db));
    expect(acts['bundle.imported']).toBe(1);
  });
});
