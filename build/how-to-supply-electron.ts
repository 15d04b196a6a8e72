import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Where Electron's own installer keeps what it has fetched. */
const CACHE: Readonly<Record<string, string>> = {
  linux: '~/.cache/electron',
  win32: '%LOCALAPPDATA%\\electron\\Cache',
  darwin: '~/Library/Caches/electron',
};

const SANDBOX = `
     Where it says then that the sandbox helper is not configured, let an administrator do:
       chown root:root chrome-sandbox && chmod 4755 chrome-sandbox`;

/**
 * @param named the folder that `ELECTRON_OVERRIDE_DIST_PATH` names, where no Electron lies in it
 * @returns one screen of words: what is missing, three ways to supply it, and what to do meanwhile
 */
export function howToSupplyElectron(
  platform: string = process.platform,
  arch: string = process.arch,
  named?: string,
): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(resolve(import.meta.dirname, '../node_modules/electron/package.json'), 'utf8'),
  );
  const { version } = manifest;
  const archive = `electron-v${version}-${platform}-${arch}.zip`;
  const missing =
    named === undefined
      ? 'It is not in the npm package and is never fetched without being asked for.'
      : `ELECTRON_OVERRIDE_DIST_PATH names ${named}, and no Electron lies there.`;
  return `
Scrutineer is built, but the Electron binary that shows its window is not here.
${missing}

With a network, fetch it once:
    npx install-electron

Without one, bring ${archive} in on a medium, check it against
node_modules/electron/checksums.json (sha256sum), and then either

  1. unpack it, and name the folder:
       unzip ${archive} -d ../electron-${version}
       ELECTRON_OVERRIDE_DIST_PATH=$PWD/../electron-${version} npm start${platform === 'linux' ? SANDBOX : ''}

  2. or bring the whole cache folder (${CACHE[platform] ?? CACHE['linux']}) of a machine that has fetched it:
       electron_config_cache=/path/to/that/folder npx install-electron

  3. or name a mirror inside your network that holds v${version}/${archive}:
       ELECTRON_MIRROR=https://mirror.example/electron/ npx install-electron

Meanwhile the same program can be looked at in a Chromium:
    npm run preview               opens it, or without a display takes pictures into ./preview
`.trim();
}
