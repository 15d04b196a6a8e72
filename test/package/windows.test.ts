import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesIn } from '../../build/files-in.ts';
import type { Format } from '../../build/formats.ts';
import { packageProgram } from '../../build/package-program.ts';
import { isInstalled } from '../stock-tool.ts';
import { readAsar } from './asar.ts';
import { makeCarriedIn, printed } from './carried-in.ts';
import { STRICT_FUSES } from './strict-fuses.ts';
import { readFuses } from './stub-electron.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const installers: readonly Format[] = isInstalled('makensis') ? ['nsis', 'portable'] : [];

/** Packages for Windows, made on this system around a stub of Electron. */
describe('packages for Windows', () => {
  const place = mkdtempSync(join(tmpdir(), 'scrutineer-windows-'));
  const out = join(place, 'dist');
  const unpacked = join(out, 'win-unpacked');
  const find = (end: string) => join(out, readdirSync(out).find((name) => name.endsWith(end)) ?? `missing${end}`);
  const sum = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

  beforeAll(async () => {
    const { folder } = makeCarriedIn(join(place, 'carried'));
    await packageProgram({
      electronDist: folder,
      platform: 'win',
      arch: 'x64',
      targets: ['dir', 'zip', ...installers],
      out,
      window: 'placeholder',
    });
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it('have the fuses of the program set as on Linux', () => {
    expect(readFuses(readFileSync(join(unpacked, 'Scrutineer.exe')))).toEqual(STRICT_FUSES);
  });

  it('hold in the program the digest of the archive, which Electron checks at every start', () => {
    const program = readFileSync(join(unpacked, 'Scrutineer.exe'));
    const archive = readFileSync(join(unpacked, 'resources/app.asar'));
    const header = archive.subarray(16, 16 + archive.readUInt32LE(12));
    const digest = createHash('sha256').update(header).digest('hex');
    const told = `[{"file":"resources\\\\app.asar","alg":"SHA256","value":"${digest}"}]`;
    expect(program.includes(told)).toBe(true);
  });

  it('call the program by its name and give it its icon', () => {
    const program = readFileSync(join(unpacked, 'Scrutineer.exe'));
    const wide = (words: string) => Buffer.from(words, 'utf16le');
    expect(program.includes(wide('Scrutineer'))).toBe(true);
    expect(program.includes(wide('0.1.0'))).toBe(true);
    const picture = readFileSync(join(ROOT, 'build/resources/icons/256x256.png'));
    expect(program.includes(picture)).toBe(true);
  });

  it('hold the native module of Windows alone, outside the archive', () => {
    const files = readAsar(join(unpacked, 'resources/app.asar'));
    expect(files.filter(({ isUnpacked }) => isUnpacked).map(({ path }) => path)).toEqual([
      'node_modules/better-sqlite3/prebuilds/win32-x64.node',
    ]);
    expect(files.filter(({ path }) => path.endsWith('.node'))).toHaveLength(1);
  });

  it('as zip: one folder, with every file as it is', () => {
    const into = join(place, 'unzipped');
    const builder = createRequire(import.meta.resolve('electron-builder'));
    const unpack = builder(builder.resolve('app-builder-lib/out/util/electronGet')) as {
      extractArchive(file: string, into: string): Promise<void>; // how electron-builder opens Electron's own archives
    };
    return unpack.extractArchive(find('.zip'), into).then(() => {
      const [folder = '', ...others] = readdirSync(into);
      expect([folder, others]).toEqual(['Scrutineer-0.1.0-win-x64', []]);
      const digests = (where: string) => filesIn(where).map(({ path }) => [path, sum(join(where, path))]);
      expect(digests(join(into, folder))).toEqual(digests(unpacked));
    });
  });

  it.skipIf(!isInstalled('unzip'))('as zip: readable by unzip (needs unzip)', () => {
    expect(printed('unzip', '-tq', find('.zip'))).toContain('No errors detected');
  });

  describe.skipIf(installers.length === 0)('installers (need makensis)', () => {
    it('are programs of their own that say who they are', () => {
      for (const name of ['Scrutineer-Setup-0.1.0-x64.exe', 'Scrutineer-Portable-0.1.0-x64.exe']) {
        const bytes = readFileSync(join(out, name));
        expect(bytes.subarray(0, 2).toString()).toBe('MZ');
        expect(bytes.includes('NullsoftInst')).toBe(true);
        expect(bytes.includes(Buffer.from('ProductName', 'utf16le'))).toBe(true);
        expect(bytes.includes('requestedExecutionLevel')).toBe(true);
      }
      expect(readFileSync(find('Setup-0.1.0-x64.exe')).includes('level="requireAdministrator"')).toBe(true);
      expect(readFileSync(find('Portable-0.1.0-x64.exe')).includes('level="asInvoker"')).toBe(true);
    });

    it.skipIf(!isInstalled('7z'))('hold every file of the folder as it is (needs p7zip)', () => {
      for (const name of ['Setup', 'Portable']) {
        const into = join(place, name);
        execFileSync('7z', ['x', '-y', `-o${into}`, find(`${name}-0.1.0-x64.exe`)], { stdio: 'ignore' });
        for (const { path } of filesIn(unpacked)) expect(sum(join(into, path)), path).toBe(sum(join(unpacked, path)));
      }
    });
  });
});
