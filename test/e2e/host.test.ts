import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isRunning, launch, type Running, untilTrue } from './program.ts';
import { whyNotShown } from './where-shown.ts';

const skip = whyNotShown();

/** Who keeps the Chromium of one host, and in which profile folder. */
function guardianOf(hostPid: number): { pid: number; profile: string } | undefined {
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const [, script, profile] = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      const parent = Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
      if (script?.endsWith('guardian.sh') && parent === hostPid && profile !== undefined)
        return { pid: Number(name), profile };
    } catch {
      // It ended while we looked.
    }
  }
  return undefined;
}

async function until(what: () => boolean, patience = 8000): Promise<void> {
  const end = Date.now() + patience;
  while (!what() && Date.now() < end) await new Promise((done) => setTimeout(done, 50));
  expect(what()).toBe(true);
}

describe.skipIf(skip !== undefined)(`the shell, as the host shows it${skip ? ` (${skip})` : ''}`, () => {
  let running: Running | undefined;
  afterEach(async () => {
    await running?.close();
    running = undefined;
  });

  it('shows one window at our own address, through the built preload', async () => {
    running = await launch({ window: 'placeholder' });
    const { app, page } = running;
    expect(app.windows()).toHaveLength(1);
    expect(await page.getByRole('heading').textContent()).toBe('Scrutineer');
    const shown = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return { address: window?.webContents.getURL(), isVisible: window?.isVisible(), title: window?.getTitle() };
    });
    expect(shown).toEqual({ address: 'app://scrutineer/index.html', isVisible: true, title: 'Scrutineer' });
    expect(await page.evaluate('Object.keys(scrutineer).sort()')).toEqual(['call', 'on', 'session']);
    expect(await page.evaluate('Object.isFrozen(scrutineer)')).toBe(true);
  });

  it('answers over the bridge, with what the contract says', async () => {
    running = await launch({ window: 'placeholder' });
    const state = await running.page.evaluate('scrutineer.session("state", {})');
    expect(state).toMatchObject({ ok: true, value: { phase: 'no-vault', persons: [], marking: 'UNCLASSIFIED' } });
  });

  it('keeps the preload in a world of its own', async () => {
    running = await launch({ window: 'placeholder' });
    const seen = await running.page.evaluate(
      '[typeof require, typeof process, typeof module, typeof hostSend, typeof hostReceive, typeof ipcRenderer]',
    );
    expect(seen).toEqual(Array(6).fill('undefined'));
  });

  it('lets a test put answers into the dialogs, and gives them to the window', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scrutineer-choice-'));
    running = await launch({ window: 'placeholder' });
    await running.app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
    }, folder);
    expect(await running.page.evaluate('scrutineer.session("chooseFolder", { purpose: "export" })')).toEqual({
      ok: true,
      value: { path: folder, isVault: false },
    });
    rmSync(folder, { recursive: true });
  });

  it('pushes events to listeners until they unsubscribe', async () => {
    running = await launch({ window: 'placeholder' });
    const { app, page } = running;
    await page.evaluate(
      'globalThis.heard = []; globalThis.stop = scrutineer.on("progress", (told) => heard.push(told))',
    );
    const push = (done: number) =>
      app.evaluate(
        ({ BrowserWindow }, value) =>
          BrowserWindow.getAllWindows()[0]?.webContents.send('scrutineer:push', 'progress', {
            name: 'checkVault',
            step: 'sealed files',
            done: value,
            total: 2,
          }),
        done,
      );
    await push(1);
    await untilTrue(page, 'heard.length === 1');
    await page.evaluate('stop()');
    await push(2);
    await page.evaluate('scrutineer.session("state", {})');
    expect(await page.evaluate('heard')).toEqual([{ name: 'checkVault', step: 'sealed files', done: 1, total: 2 }]);
  });

  it('runs one instance for one data folder', async () => {
    const userData = mkdtempSync(join(tmpdir(), 'scrutineer-data-'));
    running = await launch({ window: 'placeholder', userData });
    await expect(launch({ window: 'placeholder', userData })).rejects.toThrow();
    expect(running.app.windows()).toHaveLength(1);
    await running.close();
    rmSync(userData, { recursive: true, force: true });
  });

  it('leaves no Chromium and no profile behind, ended or killed', async () => {
    for (const isKilled of [false, true]) {
      running = await launch({ window: 'placeholder' });
      const pid = running.app.process().pid ?? 0;
      const guardian = guardianOf(pid);
      if (guardian === undefined) throw new Error('nobody keeps Chromium');
      expect(existsSync(guardian.profile)).toBe(true);
      if (isKilled) process.kill(pid, 'SIGKILL');
      await running.close();
      await until(() => !isRunning(guardian.pid) && !existsSync(guardian.profile));
    }
  });

  it("refuses what Electron's node:crypto lacks, in the main process and in its workers", async () => {
    running = await launch({ window: 'placeholder' });
    const tried = await running.app.evaluate(async () => {
      const crypto = process.getBuiltinModule('node:crypto');
      const { Worker } = process.getBuiltinModule('node:worker_threads');
      const attempt = (act: () => unknown) => {
        try {
          act();
          return 'done';
        } catch (error) {
          return String(error);
        }
      };
      const inWorker = await new Promise((resolve) => {
        const worker = new Worker(
          `const { createHash } = require('node:crypto');
           let said; try { createHash('blake2b512'); said = 'done' } catch (error) { said = String(error) }
           require('node:worker_threads').parentPort.postMessage(said)`,
          { eval: true },
        );
        worker.once('message', resolve);
      });
      return {
        sha384: attempt(() => crypto.createHash('sha384')),
        blake2: attempt(() => crypto.createHash('blake2b512')),
        chacha: attempt(() => crypto.createCipheriv('chacha20-poly1305', new Uint8Array(32), new Uint8Array(12))),
        inWorker,
      };
    });
    const lacking = expect.stringContaining("not in Electron's node:crypto");
    expect(tried).toEqual({ sha384: 'done', blake2: lacking, chacha: lacking, inWorker: lacking });
  });
});
