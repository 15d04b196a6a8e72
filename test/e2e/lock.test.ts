import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vaultFolder } from '../../db/folder.ts';
import { openPart } from '../../db/keyslot-seal.ts';
import { readKeyslots, slotOf } from '../../db/keyslots.ts';
import { getDraft } from '../../db/repositories/draft.ts';
import { lastUnlock } from '../../db/repositories/unlock.ts';
import { importBundle } from '../../desk/import-bundle.ts';
import { perform } from '../../desk/use-case.ts';
import { CAST, passphraseOf } from '../desk-world/people.ts';
import { makeWorld, type World } from '../desk-world/world.ts';
import { AtDesk, typedBy } from './at-desk.ts';
import { lookInto } from './look-into.ts';
import { countInMemory } from './memory-of.ts';
import { whyNotShown } from './where-shown.ts';

const skip = whyNotShown();

/** The desk opens for a passphrase alone, and closes by itself without costing anybody a word. */
describe.skipIf(skip !== undefined)(`the lock of the whole program${skip ? ` (${skip})` : ''}`, () => {
  const userData = mkdtempSync(join(tmpdir(), 'scrutineer-data-'));
  let world: World;
  let desk: AtDesk;
  let caseId: string;
  const began = Date.now();

  const procedure = () => desk.field('Procedure');
  const openForm = async () => {
    await desk.openCase(/meridian-4/, 'Typed scores');
    // Until its draft has arrived, the form takes nothing.
    await desk.page.locator('form:not([inert])', { has: procedure() }).waitFor();
  };
  /** Types into the form, and leaves no time for the draft to be kept by itself. */
  const type = async (text: string) => {
    await openForm();
    atDesk = await workers();
    expect(atDesk).toHaveLength(2);
    await procedure().fill('');
    await procedure().pressSequentially(text);
    expect(await procedure().inputValue()).toBe(text);
  };
  const expectTyped = async (text: string) => {
    await openForm();
    await expect.poll(() => procedure().inputValue()).toBe(text);
  };
  const draftInVault = async () => {
    const draft = await lookInto(world.vaultPath, ({ db }) => getDraft(db, CAST.rita.id, `score:${caseId}`));
    return String(draft?.value);
  };
  const vaultKey = () => {
    const keyslots = readKeyslots(vaultFolder(world.vaultPath));
    return openPart(keyslots.vaultId, slotOf(keyslots, CAST.rita.id), passphraseOf('rita'), 'vault-key');
  };
  /** Types a passphrase and waits for the answer: the words of a refusal, or that the desk is unlocked. */
  const answerTo = async (passphrase: string): Promise<string> => {
    const { page } = desk;
    await desk.field('Passphrase').fill(passphrase);
    await page.keyboard.press('Enter');
    const cases = page.getByRole('heading', { name: 'Cases', level: 1 });
    for (;;) {
      if (await cases.isVisible()) return 'unlocked';
      // The field is emptied with every refusal, and only then.
      const alert = page.getByRole('alert').first();
      if ((await alert.isVisible()) && (await desk.field('Passphrase').inputValue()) === '')
        return (await alert.textContent()) ?? '';
      await page.waitForTimeout(30);
    }
  };
  /** Those that were refused as wrong; a try that comes too early is not looked at. */
  let wrongOnes = 0;
  /** Types a wrong one again and again. @returns the seconds to wait, once the desk says so */
  const madeToWait = async (): Promise<number> => {
    for (;;) {
      const said = await answerTo('not the passphrase at all');
      const [, seconds] = /Wait (\d+) s, then try again/.exec(said) ?? [];
      if (seconds !== undefined) return Number(seconds);
      expect(said).toContain('crypto.passphrase-wrong');
      wrongOnes += 1;
    }
  };
  const waitedLongEnough = () => desk.page.getByRole('timer').waitFor({ state: 'detached' });
  /** Worker threads of the program that are alive, by the numbers that `countWorkers` gives them. */
  const workers = () => desk.running.app.evaluate(() => [...(globalThis as unknown as { alive: Set<number> }).alive]);
  const countWorkers = () =>
    desk.running.app.evaluate(() => {
      const alive = new Set<number>();
      Object.assign(globalThis, { alive });
      let count = 0;
      process.on('worker', (worker) => {
        const number = ++count;
        alive.add(number);
        worker.once('exit', () => alive.delete(number));
      });
    });
  /** Those that held the vault when something was typed last. The unlock screen starts another, which holds nothing. */
  let atDesk: readonly number[] = [];
  const expectNothingLeft = async (old: Page) => {
    expect(desk.complaints).toEqual([]);
    expect(old.isClosed()).toBe(true);
    expect((await workers()).filter((one) => atDesk.includes(one))).toEqual([]);
    const { page } = desk;
    expect(await page.getByText(CAST.rita.name).count()).toBe(0);
    expect(await page.getByText(/meridian/).count()).toBe(0);
  };

  beforeAll(async () => {
    world = await makeWorld({ now: Date.now() - 60_000, suite: { samples: 4, epochs: 2 } });
    caseId = String((await perform(importBundle, world.as('tom'), { path: world.candidate })).caseId);
    world.vault.close();
    desk = await AtDesk.open({ vault: world.vaultPath, userData });
    await countWorkers();
  });
  afterAll(async () => {
    await desk?.close();
    if (world !== undefined) rmSync(world.folder, { recursive: true, force: true });
    rmSync(userData, { recursive: true, force: true });
  });

  it('stays shut for a wrong passphrase, and each further one makes the person wait longer', async () => {
    await desk.field('Person').selectOption('rita');
    const first = await madeToWait();
    expect(wrongOnes).toBeGreaterThan(2);
    await waitedLongEnough();
    expect(await madeToWait()).toBeGreaterThan(first);
    // The right one has to wait as well, behind the window and in it.
    const asked = JSON.stringify({ folder: world.vaultPath, personId: 'rita', passphrase: typedBy('rita') });
    expect(await desk.page.evaluate(`scrutineer.session('unlock', ${asked})`)).toMatchObject({
      refusal: { code: 'vault.unlock-delayed' },
    });
    await desk.field('Passphrase').fill(typedBy('rita'));
    expect(await desk.button('Unlock').isDisabled()).toBe(true);
    await waitedLongEnough();
  });

  it('opens for the right one, and tells of the wrong ones and of the last time', async () => {
    await desk.field('Person').selectOption('rita');
    expect(await answerTo(typedBy('rita'))).toBe('unlocked');
    await desk.page.getByText(`${wrongOnes} wrong passphrases before this unlock.`).waitFor();
    await desk.page.getByText('This is your first unlock.').waitFor();
    await desk.change('rita');
    const year = new Date().getUTCFullYear();
    await desk.page.getByText(new RegExp(`You last unlocked this desk on ${year}-`)).waitFor();
  });

  it('closes on demand, throws window, workers and keys away, and keeps what was being typed', async () => {
    const old = desk.page;
    const key = vaultKey();
    const keysInMemory = () => countInMemory(desk.running.app.process().pid ?? 0, key);
    expect(keysInMemory()).not.toBe(0);
    await type('Half a sentence, locked');
    await desk.throughLock(() => old.keyboard.press('Control+L'));
    await expectNothingLeft(old);
    // Undefined where no process may look into another.
    expect([0, undefined]).toContain(keysInMemory());
    // Nobody holds the vault any more: it opens elsewhere, and the draft lies in it.
    expect(await draftInVault()).toContain('Half a sentence, locked');
    await desk.unlock('rita');
    await expectTyped('Half a sentence, locked');
  });

  it('closes when nobody has touched the workstation for as long as the settings say', async () => {
    await desk.goTo('Settings');
    await desk.page
      .getByRole('spinbutton', { name: /^Lock after/ })
      .first()
      .fill('3');
    await desk.page.keyboard.press('Enter');
    const kept = () => readFileSync(join(userData, 'preferences.json'), 'utf8');
    await expect.poll(kept).toMatch(/"lockMinutes": 3\b/);
    const idleFor = (seconds: number) =>
      desk.running.app.evaluate(({ powerMonitor }, idle) => {
        powerMonitor.getSystemIdleTime = () => idle;
      }, seconds);
    const old = desk.page;
    await type('Half a sentence, left alone');
    await idleFor(170);
    await desk.throughLock(() => idleFor(180));
    await expectNothingLeft(old);
    await idleFor(0);
    await desk.unlock('rita');
    await expectTyped('Half a sentence, left alone');
  });

  it.each([
    ['the screen is locked', 'lock-screen'],
    ['another account takes the seat', 'user-did-resign-active'],
    ['the machine is about to sleep', 'suspend'],
  ] as const)('closes when %s', async (what, event) => {
    const old = desk.page;
    await type(`Half a sentence, ${what}`);
    await desk.throughLock(() =>
      // Overloads of `emit` are of Node's emitter, not of Electron's.
      desk.running.app.evaluate(({ powerMonitor }, name) => (powerMonitor as NodeJS.EventEmitter).emit(name), event),
    );
    await expectNothingLeft(old);
    await desk.unlock('rita');
    await expectTyped(`Half a sentence, ${what}`);
  });

  it.each([
    ['the program is quit', 'quit'],
    ['its window is closed', 'close'],
  ] as const)('keeps what was being typed when %s', async (what, how) => {
    await type(`Half a sentence, ${what}`);
    const ended = once(desk.running.app.process(), 'exit');
    await desk.running.app
      .evaluate(({ app, BrowserWindow }, end) => {
        // After the answer to this has gone out.
        setTimeout(() => (end === 'quit' ? app.quit() : BrowserWindow.getAllWindows()[0]?.close()), 0);
      }, how)
      .catch(() => undefined); // it may have ended before it could answer
    await ended;
    expect(await draftInVault()).toContain(`Half a sentence, ${what}`);
    await desk.close();
    desk = await AtDesk.open({ userData });
    await countWorkers();
    await desk.unlock('rita');
    await expectTyped(`Half a sentence, ${what}`);
  });

  it('leaves the last unlock on record, and no passphrase in any file', async () => {
    await desk.close();
    const last = await lookInto(world.vaultPath, ({ db }) => lastUnlock(db, CAST.rita.id));
    expect(Date.parse(last?.at ?? '')).toBeGreaterThan(began);
    for (const name of ['vault.db', 'keyslots.json', 'vault.json']) {
      const text = readFileSync(join(world.vaultPath, name), 'latin1');
      for (const secret of [typedBy('rita'), 'Half a sentence', 'meridian']) expect(text.includes(secret)).toBe(false);
    }
    expect(readFileSync(join(userData, 'preferences.json'), 'utf8')).not.toContain('rita');
  });
});
