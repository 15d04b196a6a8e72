import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatePrivateKey } from '../../core/crypto/private-key.ts';
import { publicKeyToPem } from '../../core/crypto/public-key.ts';
import { cryptoReady } from '../../core/crypto/ready.ts';
import { launch, READY, type Running, untilTrue } from './program.ts';
import { whyNotShown } from './where-shown.ts';

const skip = whyNotShown();
const PASSPHRASE = 'seven plain words for one custodian';

/** One program from the empty folder on; each step leaves what the next one finds. */
describe.skipIf(skip !== undefined)(`a desk behind the window${skip ? ` (${skip})` : ''}`, () => {
  let running: Running;
  let page: Page;
  const place = mkdtempSync(join(tmpdir(), 'scrutineer-desk-'));
  const vault = join(place, 'vault');
  const session = (name: string, input: unknown): Promise<unknown> =>
    page.evaluate(`scrutineer.session(${JSON.stringify(name)}, ${JSON.stringify(input)})`);
  const call = (name: string, input: unknown, secrets?: unknown): Promise<unknown> =>
    page.evaluate(`scrutineer.call(${JSON.stringify(name)}, ${JSON.stringify(input)}, ${JSON.stringify(secrets)})`);
  const choose = (path: string) =>
    running.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, path);
  /** Does what locks the desk, and finds the window that takes the old one's place. */
  const throughLock = async (act: () => Promise<unknown>) => {
    const next = running.app.waitForEvent('window');
    await act();
    page = await next;
    await untilTrue(page, READY);
  };
  const unlock = (passphrase: string) => session('unlock', { folder: vault, personId: 'cora', passphrase });

  beforeAll(async () => {
    await cryptoReady();
    mkdirSync(vault);
    writeFileSync(join(place, 'root.pem'), publicKeyToPem(generatePrivateKey('ed25519').publicKey));
    running = await launch({ window: 'placeholder' });
    page = running.page;
  });
  afterAll(async () => {
    await running?.close();
    rmSync(place, { recursive: true, force: true });
  });

  it('is set up in the folder that was chosen, and in no other', async () => {
    const order = {
      folder: vault,
      workstation: { name: 'Desk 7', organization: 'CAISI', ceiling: 'SECRET//NOFORN', twoPersonRule: false },
      custodian: { personId: 'cora', name: 'Cora Lane', organization: 'CAISI' },
      passphrase: PASSPHRASE,
      rootPem: readFileSync(join(place, 'root.pem'), 'utf8'),
    };
    expect(await session('initVault', order)).toMatchObject({ refusal: { code: 'shell.path-not-chosen' } });
    expect(await session('readRoot', { path: join(place, 'root.pem') })).toMatchObject({
      refusal: { code: 'shell.path-not-chosen' },
    });
    await choose(join(place, 'root.pem'));
    await session('chooseFiles', { purpose: 'root' });
    const root = await session('readRoot', { path: join(place, 'root.pem') });
    expect(root).toMatchObject({ ok: true, value: { fingerprints: [{ algorithm: 'ed25519' }] } });
    await choose(vault);
    expect(await session('chooseFolder', { purpose: 'vault' })).toMatchObject({ value: { isVault: false } });
    expect(await session('initVault', { ...order, passphrase: 'short' })).toMatchObject({
      refusal: { code: 'input.invalid' },
    });
    expect(await session('initVault', order)).toMatchObject({ ok: true, value: { person: { personId: 'cora' } } });
    expect(await session('state', {})).toMatchObject({
      value: { phase: 'unlocked', vault: { folder: vault, name: 'Desk 7' }, marking: 'UNCLASSIFIED' },
    });
    expect(readdirSync(vault)).toEqual(expect.arrayContaining(['vault.db', 'keyslots.json', 'vault.json']));
  });

  it('performs use cases, and tells refusals of the house as they are', async () => {
    expect(await call('showWorkstation', {})).toMatchObject({ ok: true, value: { name: 'Desk 7' } });
    expect(await call('listCases', {})).toEqual({ ok: true, value: [] });
    expect(await call('checkVault', {})).toMatchObject({ ok: true, value: { ok: true } });
    expect(await call('showCase', { caseId: '7e7e0b1e-0000-4000-8000-000000000000' })).toMatchObject({
      ok: false,
      refusal: { code: expect.stringMatching(/^desk\./), message: expect.any(String) },
    });
  });

  it('locks on demand: the vault is closed, the window is thrown away, and what was typed is there afterwards', async () => {
    await page.evaluate(`scrutineer.on('locked', () => scrutineer.session('saveDraft', {
      key: 'decision/rationale', text: 'half a sentence' }))`);
    const old = page;
    await throughLock(() => session('lock', {}));
    expect(old.isClosed()).toBe(true);
    expect(await session('state', {})).toMatchObject({
      value: { phase: 'locked', persons: [{ personId: 'cora', name: 'cora' }] },
    });
    expect(await call('listCases', {})).toMatchObject({ refusal: { code: 'shell.locked' } });
    expect(await unlock('not the passphrase at all')).toMatchObject({ refusal: { code: 'crypto.passphrase-wrong' } });
    expect(await unlock(PASSPHRASE)).toMatchObject({
      ok: true,
      value: { failuresBefore: 1, person: { name: 'Cora Lane' } },
    });
    expect(await session('readDraft', { key: 'decision/rationale' })).toMatchObject({
      ok: true,
      value: { text: 'half a sentence' },
    });
  });

  it('enrols a person with their own passphrase, and refuses a person who may not', async () => {
    expect(
      await session('enrol', {
        personId: 'ines',
        name: 'Ines Ode',
        organization: 'CAISI',
        passphrase: PASSPHRASE,
        newPassphrase: 'another six words that nobody knows',
      }),
    ).toMatchObject({ ok: true, value: { personId: 'ines' } });
    expect(await session('startImport', { paths: ['/etc/passwd'] })).toMatchObject({
      refusal: { code: 'shell.path-not-chosen' },
    });
  });

  it('queues nothing where nobody may take media in', async () => {
    const file = join(place, 'no-bundle.seb');
    writeFileSync(file, 'this is no sealed bundle');
    await choose(file);
    await session('chooseFiles', { purpose: 'bundle' });
    await page.evaluate(`globalThis.told = []; scrutineer.on('import', (entry) => told.push(entry))`);
    // There is no roster yet.
    expect(await session('startImport', { paths: [file] })).toMatchObject({
      ok: false,
      refusal: { code: expect.stringMatching(/^desk\./) },
    });
    expect(await page.evaluate('told')).toEqual([]);
  });

  it('locks when the thread that holds the vault ends by itself, and opens again', async () => {
    await running.app.evaluate(() => {
      const { Worker } = process.getBuiltinModule('node:worker_threads');
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (this: InstanceType<typeof Worker>, ...given) {
        Worker.prototype.postMessage = postMessage;
        Object.assign(globalThis, { vaultWorker: this });
        return postMessage.apply(this, given);
      };
    });
    await call('listCases', {});
    await throughLock(() =>
      running.app.evaluate(() =>
        (globalThis as unknown as { vaultWorker: { terminate(): unknown } }).vaultWorker.terminate(),
      ),
    );
    expect(await session('state', {})).toMatchObject({ value: { phase: 'locked' } });
    expect(await unlock(PASSPHRASE)).toMatchObject({ ok: true });
  });

  it('opens one vault at a time, and a lock that falls into the opening leaves none open', async (context) => {
    await throughLock(() => session('lock', {}));
    const who = JSON.stringify({ folder: vault, personId: 'cora', passphrase: PASSPHRASE });
    const answers = (await page.evaluate(
      `Promise.all([${who}, { ...${who}, passphrase: 'some other words' }, ${who}].map((one) => scrutineer.session('unlock', one)))`,
    )) as { ok: boolean; refusal?: { code: string } }[];
    expect(answers.map((one) => one.refusal?.code ?? 'open')).toEqual(['open', 'vault.in-use', 'vault.in-use']);
    expect(await call('listCases', {})).toEqual({ ok: true, value: [] });
    await throughLock(() => session('lock', {}));
    // The screen locks again and again, so that the first time after the opening has begun falls into it.
    await running.app.evaluate(({ powerMonitor }) => {
      const clock = setInterval(() => powerMonitor.emit('lock-screen'), 5);
      Object.assign(globalThis, { screenLocks: clock });
    });
    await throughLock(async () => {
      void unlock(PASSPHRASE).catch(() => undefined); // its window goes
    });
    await running.app.evaluate(() => clearInterval(Reflect.get(globalThis, 'screenLocks') as NodeJS.Timeout)); // set above
    expect(await session('state', {})).toMatchObject({ value: { phase: 'locked' } });
    if (process.platform !== 'linux') context.skip('Which files a process holds open is read from /proc.');
    const fds = `/proc/${running.app.process().pid}/fd`;
    const held = () =>
      readdirSync(fds).filter((one) => existsSync(join(fds, one)) && readlinkSync(join(fds, one)).startsWith(vault));
    await expect.poll(held).toEqual([]);
    expect(await unlock(PASSPHRASE)).toMatchObject({ ok: true });
  });

  it('reads a root file from no pipe and no device, and goes on', async (context) => {
    if (process.platform === 'win32') context.skip('Windows has neither.');
    const pipe = join(place, 'pipe.pem');
    execFileSync('mkfifo', [pipe]);
    for (const path of [pipe, '/dev/zero']) {
      await choose(path);
      await session('chooseFiles', { purpose: 'root' });
      expect(await session('readRoot', { path })).toMatchObject({ refusal: { code: 'bytes.unreadable' } });
    }
    expect(await call('listCases', {})).toEqual({ ok: true, value: [] });
  });

  it('locks although a thread does not end, as one that a stalled medium holds in a read', async () => {
    await running.app.evaluate(() => {
      const { Worker } = process.getBuiltinModule('node:worker_threads');
      const { terminate } = Worker.prototype;
      // The first that is told to end is the one for imports.
      Worker.prototype.terminate = function (this: InstanceType<typeof Worker>) {
        Worker.prototype.terminate = terminate;
        void terminate.call(this);
        return new Promise(() => undefined);
      };
    });
    await throughLock(() => session('lock', {}));
    expect(await session('state', {})).toMatchObject({ value: { phase: 'locked' } });
    expect(await unlock(PASSPHRASE)).toMatchObject({ ok: true });
  });

  it('keeps nothing readable on the disk', () => {
    for (const name of readdirSync(vault)) {
      if (name === 'evidence' || name === 'quarantine') continue;
      const text = readFileSync(join(vault, name), 'latin1');
      for (const secret of ['half a sentence', 'Cora Lane', PASSPHRASE])
        expect(text.includes(secret), name).toBe(false);
    }
  });
});
