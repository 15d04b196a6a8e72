import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageProgram } from '../../build/package-program.ts';
import { extractAsar } from '../package/asar.ts';
import { makeStubElectron } from '../package/stub-electron.ts';
import { READY, untilTrue } from './program.ts';
import { whyNotShown } from './where-shown.ts';

const skip = whyNotShown();
const HOST = resolve(import.meta.dirname, '../host/electron');

/** What a package holds, taken out of its archive into a folder without any other package, and started there. */
describe.skipIf(skip !== undefined)(`the content of a package${skip ? ` (${skip})` : ''}`, () => {
  const place = mkdtempSync(join(tmpdir(), 'scrutineer-packaged-'));
  const program = join(place, 'program');

  beforeAll(async () => {
    const electronDist = join(place, 'electron');
    mkdirSync(electronDist);
    makeStubElectron(electronDist);
    const out = join(place, 'dist');
    await packageProgram({ electronDist, platform: 'linux', arch: 'x64', targets: ['dir'], out });
    extractAsar(join(out, 'linux-unpacked/resources/app.asar'), program);
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it('opens its window at the first start, and fills a sample vault out of what it holds', async () => {
    const env: Record<string, string> = { HOST_PACKAGED: '1' };
    for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] ??= value;
    const app = await _electron.launch({
      executablePath: HOST,
      args: [program, `--user-data-dir=${join(place, 'data')}`],
      env,
      timeout: 60_000,
    });
    let errors = '';
    app.process().stderr?.on('data', (text: Buffer) => {
      errors += text.toString();
    });
    try {
      const page = await app.firstWindow();
      await untilTrue(page, READY);
      await page.getByRole('button', { name: /Choose a folder/ }).waitFor();
      expect(await app.evaluate(({ app: shell }) => shell.isPackaged)).toBe(true);
      await page.getByRole('button', { name: 'Fill a sample vault' }).click();
      await page.getByRole('region', { name: 'Sample persons' }).waitFor({ timeout: 100_000 });
      expect(errors).not.toMatch(/Cannot find (module|package)|A defect in the shell|could not start/);
    } finally {
      await app.close();
    }
  });
});
