import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { _electron } from 'playwright-core';
import { bundleAll, OUT } from '../../build/bundle.ts';
import { findChromium } from './find-chromium.ts';

// `npm run preview`: the program without Electron. With a display it opens in Chromium; without one, pictures of its
// first screen go into a folder. It uses a data folder of its own, so it never meets a real vault unless one is named.

const HOST = join(import.meta.dirname, 'electron');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

const { values, positionals } = parseArgs({
  options: { vault: { type: 'string' }, data: { type: 'string' }, pictures: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const data = values.data === undefined ? mkdtempSync(join(tmpdir(), 'scrutineer-preview-')) : resolve(values.data);
const given = [join(OUT, 'main/index.js'), `--user-data-dir=${data}`];
if (values.vault !== undefined) given.push(`--vault=${resolve(values.vault)}`);

await bundleAll();
const hasDisplay = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) && !values.pictures;
if (hasDisplay && (await findChromium(true)) !== undefined) {
  const child = spawn(HOST, given, { stdio: 'inherit', env: { ...process.env, HOST_HEADED: '1' } });
  child.on('exit', (code) => {
    forget();
    process.exitCode = code ?? 1;
  });
} else {
  await takePictures(resolve(positionals[0] ?? 'preview'));
  forget();
}

async function takePictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const app = await _electron.launch({ executablePath: HOST, args: given });
  try {
    const page = await app.firstWindow();
    await page.waitForLoadState();
    await page.locator('body *').first().waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await page.waitForTimeout(300);
        const path = join(folder, `first-screen-${colorScheme}-${size.width}x${size.height}.png`);
        await page.screenshot({ path });
        console.log(path);
      }
    }
  } finally {
    await app.close();
  }
}

function forget(): void {
  if (values.data === undefined) rmSync(data, { recursive: true, force: true });
}
