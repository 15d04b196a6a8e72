import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const NAMES: Readonly<Record<string, string>> = {
  linux: 'electron',
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};

/**
 * Finds the Electron executable without fetching anything: the folder in `ELECTRON_OVERRIDE_DIST_PATH`, or what the npm
 * package `electron` has unpacked.
 */
export function electronBinary(): string | undefined {
  const name = NAMES[process.platform];
  if (name === undefined) return undefined;
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') {
    const path = resolve(override, name);
    return existsSync(path) ? path : undefined;
  }
  const unpacked = join(ROOT, 'node_modules/electron');
  if (!existsSync(join(unpacked, 'path.txt'))) return undefined;
  const path = join(unpacked, 'dist', readFileSync(join(unpacked, 'path.txt'), 'utf8').trim());
  return existsSync(path) ? path : undefined;
}
