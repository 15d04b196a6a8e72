import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { _electron } from 'playwright-core';
import { bundleAll, OUT } from '../../build/bundle.ts';
import { findChromium } from './find-chromium.ts';
import { PreviewWalk } from './preview-walk.ts';

// `npm run preview`: the program without Electron. With a display it opens in Chromium; without one, or with --pictures,
// pictures of its screens go into a folder: of the first one, and of all that the sample vault shows. It uses a data folder
// of its own, so it never meets a real vault unless one is named; of such a vault only the first screen is taken.

const HOST = join(import.meta.dirname, 'electron');
const { values, positionals } = parseArgs({
  options: { vault: { type: 'string' }, data: { type: 'string' }, pictures: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const data = values.data === undefined ? mkdtempSync(join(tmpdir(), 'scrutineer-preview-')) : resolve(values.data);
const given = [join(OUT, 'main/index.js'), `--user-data-dir=${data}`];
if (values.vault !== undefined) given.push(`--vault=${resolve(values.vault)}`);

console.log('Building…');
await bundleAll();
const hasDisplay = Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
if (hasDisplay && !values.pictures && (await findChromium(true)) !== undefined) {
  const child = spawn(HOST, given, { stdio: 'inherit', env: { ...process.env, HOST_HEADED: '1' } });
  child.on('exit', (code) => {
    forget();
    process.exitCode = code ?? 1;
  });
} else if ((await findChromium()) === undefined) {
  console.error('No Chromium is here to show the program: apt-get install chromium, or npm install.');
  forget();
  process.exitCode = 1;
} else {
  await takePictures(resolve(positionals[0] ?? 'preview'));
  forget();
}

async function takePictures(folder: string): Promise<void> {
  const app = await _electron.launch({ executablePath: HOST, args: given });
  try {
    const page = await app.firstWindow();
    const walk = new PreviewWalk(folder);
    await walk.first(page);
    if (values.vault === undefined) await walk.sample(app, page);
    console.log(`${hasDisplay ? '' : 'There is no display here. '}${walk.taken.length} pictures lie in ${folder}`);
  } finally {
    await app.close();
  }
}

function forget(): void {
  if (values.data === undefined) rmSync(data, { recursive: true, force: true });
}
