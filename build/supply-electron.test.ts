import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { electronBinary } from './electron-binary.ts';
import { howToSupplyElectron } from './how-to-supply-electron.ts';

const ELECTRON = resolve(import.meta.dirname, '../node_modules/electron');
const read = (name: string) => JSON.parse(readFileSync(join(ELECTRON, name), 'utf8')) as Record<string, unknown>; // npm's own file

describe('where there is no Electron', () => {
  it.each([
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['win32', 'x64'],
  ])('one screen names the archive for %s on %s that its checksums know', (platform, arch) => {
    const words = howToSupplyElectron(platform, arch);
    const [archive = ''] = /electron-v[\w.-]+\.zip/.exec(words) ?? [];
    expect(archive).toContain(`v${read('package.json')['version']}`);
    expect(read('checksums.json')[archive]).toMatch(/^[0-9a-f]{64}$/);
    const lines = words.split('\n');
    expect(lines.length).toBeLessThanOrEqual(32);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(110);
  });

  it('it names a command and settings that the package understands', () => {
    const words = howToSupplyElectron('linux', 'x64');
    const bin = read('package.json')['bin'] as Record<string, string>; // as above
    expect(words).toContain('npx install-electron');
    const installer = readFileSync(join(ELECTRON, bin['install-electron'] ?? ''), 'utf8');
    expect(installer).toContain('electron_config_cache');
    const get = resolve(ELECTRON, '../@electron/get/dist/artifact-utils.js');
    expect(readFileSync(get, 'utf8')).toMatch(/mirror/i);
    expect(words).toContain('npm run preview');
  });

  it('it tells a folder that was named and holds none', () => {
    expect(howToSupplyElectron('linux', 'x64', '/srv/empty')).toContain('names /srv/empty, and no Electron lies there');
  });
});

describe('the Electron binary', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scrutineer-electron-'));
  beforeEach(() => {
    mkdirSync(folder, { recursive: true });
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it.skipIf(process.platform === 'darwin')('is the one in the folder that ELECTRON_OVERRIDE_DIST_PATH names', () => {
    const name = process.platform === 'win32' ? 'electron.exe' : 'electron';
    expect(electronBinary()).toBe(undefined);
    writeFileSync(join(folder, name), '');
    expect(electronBinary()).toBe(join(folder, name));
  });
});
