import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everythingIn, filesIn } from '../../build/files-in.ts';
import { zipFolder } from '../../build/formats/zip.ts';
import { FORMATS, type Format } from '../../build/formats.ts';
import { packageProgram } from '../../build/package-program.ts';
import { isInstalled } from '../stock-tool.ts';
import { type AsarFile, extractAsar, readAsar } from './asar.ts';
import { type CarriedIn, makeCarriedIn, printed, STUB_RUNTIME } from './carried-in.ts';
import { STRICT_FUSES } from './strict-fuses.ts';
import { readFuses } from './stub-electron.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const TOOLS: { readonly [Kind in Format]?: string } = {
  'tar.gz': 'tar',
  deb: 'dpkg-deb',
  rpm: 'rpmbuild',
  AppImage: 'mksquashfs',
};
const makeable = FORMATS.linux.filter((format) => {
  const tool = TOOLS[format];
  return tool !== undefined && isInstalled(tool);
});

/** Packages made around a stub of Electron: what would be in real ones, beside the binary itself. */
describe('packages for Linux', () => {
  const place = mkdtempSync(join(tmpdir(), 'scrutineer-linux-'));
  const out = join(place, 'dist');
  const unpacked = join(out, 'linux-unpacked');
  const find = (end: string) => join(out, readdirSync(out).find((name) => name.endsWith(end)) ?? `missing${end}`);
  let carried: CarriedIn;
  let files: AsarFile[];
  let said: string[];

  beforeAll(async () => {
    carried = makeCarriedIn(join(place, 'carried'));
    said = await packageProgram({
      electronDist: carried.folder,
      runtimeSum: carried.runtimeSum,
      platform: 'linux',
      arch: 'x64',
      targets: ['dir', ...makeable],
      out,
    });
    files = readAsar(join(unpacked, 'resources/app.asar'));
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  const paths = () => files.map(({ path }) => path);
  const text = (path: string) =>
    files
      .find((file) => file.path === path)
      ?.read()
      .toString('utf8') ?? '';

  describe('the archive', () => {
    it('holds the main process, its threads, the preload, the window and every migration', () => {
      const migrations = readdirSync(join(ROOT, 'db/migrations')).map((name) => `out/main/migrations/${name}`);
      expect(paths()).toEqual(
        expect.arrayContaining([
          'package.json',
          'out/main/index.js',
          'out/main/desk-worker.js',
          'out/main/import-worker.js',
          'out/main/hash-worker.js',
          'out/main/icon.png',
          'out/preload/index.cjs',
          'out/renderer/index.html',
          'node_modules/better-sqlite3/lib/index.js',
          ...migrations,
        ]),
      );
    });

    it('holds no test, no source, no map, no command line and no package but the native one', () => {
      for (const path of paths()) {
        expect(path).toMatch(/^(package\.json$|out\/(main|preload|renderer|sample)\/|node_modules\/better-sqlite3\/)/);
        expect(path).not.toMatch(/\.ts$|\.map$|\.test\.|fixture|cli\//);
      }
      const code = files.filter(({ path }) => path.startsWith('out/'));
      expect(code.length).toBeGreaterThan(10);
      for (const file of code) {
        const bytes = file.read().toString('utf8');
        expect(bytes, file.path).not.toMatch(/fast-check|vitest|playwright|from ["']commander["']|sourceMappingURL/);
      }
    });

    it('holds the native module of its platform alone, and that alone lies outside', () => {
      const native = files.filter(({ path }) => path.endsWith('.node'));
      expect(native.map(({ path }) => path)).toEqual(['node_modules/better-sqlite3/prebuilds/linux-x64.node']);
      expect(files.filter(({ isUnpacked }) => isUnpacked)).toEqual(native);
      const beside = join(unpacked, 'resources/app.asar.unpacked');
      expect(filesIn(beside).map(({ path }) => path)).toEqual(native.map(({ path }) => path));
      const [one] = native;
      const original = join(ROOT, one?.path ?? '');
      expect(readFileSync(join(beside, one?.path ?? '')).equals(readFileSync(original))).toBe(true);
    });

    it('holds all that the native module needs to open an encrypted file, with no other package about', () => {
      const alone = join(place, 'alone');
      extractAsar(join(unpacked, 'resources/app.asar'), alone);
      const program = `
        const Database = require('better-sqlite3');
        const vault = new Database('vault.db');
        vault.pragma("cipher='sqlcipher'");
        vault.pragma("key='a key'");
        vault.exec('CREATE TABLE held (word TEXT); INSERT INTO held VALUES (1)');
        console.log(vault.prepare('SELECT count(*) AS n FROM held').get().n, require.resolve('better-sqlite3'));`;
      const [count, from] = execFileSync(process.execPath, ['--eval', program], { cwd: alone, encoding: 'utf8' }).split(
        ' ',
      );
      expect(count).toBe('1');
      expect(from?.trim()).toBe(join(alone, 'node_modules/better-sqlite3/lib/index.js'));
      expect(readFileSync(join(alone, 'vault.db')).includes('SQLite format')).toBe(false);
    });

    it('carries a digest of every file in it', () => {
      expect(files.filter(({ digest }) => !/^[0-9a-f]{64}$/.test(digest ?? '')).map(({ path }) => path)).toEqual([]);
    });

    it('names the bundle as the program, and neither dependencies, scripts nor a command line', () => {
      const manifest: Record<string, unknown> = JSON.parse(text('package.json'));
      expect(manifest).toMatchObject({ name: 'scrutineer', main: 'out/main/index.js', type: 'module' });
      expect(manifest['desktopName']).toBe('scrutineer-desk.desktop');
      for (const part of ['bin', 'scripts', 'dependencies', 'devDependencies', 'optionalDependencies'])
        expect(manifest[part] ?? null, part).toBeNull();
    });

    it('is the same, byte for byte, when it is built again, from Electron as an archive this time', async () => {
      const again = join(place, 'again');
      const zip = join(place, 'electron-v45.4.1-linux-x64.zip');
      zipFolder(join(carried.folder, 'linux-x64'), zip, '', 1_700_000_000);
      const sum = createHash('sha256').update(readFileSync(zip)).digest('hex');
      const pin = { version: '45.4.1', checksums: { 'electron-v45.4.1-linux-x64.zip': sum } };
      await packageProgram({ electronDist: zip, pin, platform: 'linux', arch: 'x64', targets: ['dir'], out: again });
      const other = join(again, 'linux-unpacked');
      const digests = (folder: string) =>
        filesIn(folder).map(({ path, mode }) => [
          path,
          mode.toString(8),
          createHash('sha384')
            .update(readFileSync(join(folder, path)))
            .digest('hex'),
        ]);
      const inside = readAsar(join(other, 'resources/app.asar'));
      // Said first by file, so that a difference names its place.
      expect(inside.map(({ path, digest }) => [path, digest])).toEqual(files.map(({ path, digest }) => [path, digest]));
      expect(digests(other)).toEqual(digests(unpacked));
      const bill: { components: { name: string; hashes?: unknown[] }[] } = JSON.parse(
        readFileSync(join(again, 'scrutineer.cdx.json'), 'utf8'),
      );
      expect(bill.components.find(({ name }) => name === 'electron')?.hashes).toEqual([
        { alg: 'SHA-256', content: sum },
      ]);
    });
  });

  describe('the folder', () => {
    it('has its fuses set: no Node mode, no options, no inspector, only the archive, with its digests', () => {
      expect(readFuses(readFileSync(join(unpacked, 'scrutineer-desk')))).toEqual(STRICT_FUSES);
    });

    it("is without Electron's own default program and languages that the window does not speak", () => {
      expect(existsSync(join(unpacked, 'resources/default_app.asar'))).toBe(false);
      expect(readdirSync(join(unpacked, 'locales'))).toEqual(['en-US.pak']);
    });

    it('lets everybody read it and nobody but its owner change it', () => {
      for (const { path, kind, mode } of everythingIn(unpacked)) {
        const program = kind === 'folder' || ['scrutineer-desk', 'chrome-sandbox'].includes(path);
        expect(mode.toString(8), path).toBe(program ? '755' : '644');
      }
    });

    it('carries the licences of everything in it', () => {
      expect(readFileSync(join(unpacked, 'LICENSE.txt'), 'utf8')).toContain('Apache License');
      expect(existsSync(join(unpacked, 'LICENSE.electron.txt'))).toBe(true);
      expect(existsSync(join(unpacked, 'LICENSES.chromium.html'))).toBe(true);
      const notices = readFileSync(join(unpacked, 'LICENSES.third-party.txt'), 'utf8');
      for (const name of ['react', 'zod', '@blueprintjs/core', 'normalize.css', 'libsodium-sumo', 'age-encryption'])
        expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
      expect(notices).toContain('better-sqlite3-multiple-ciphers');
      expect(notices).toContain('Ulrich Telle');
    });

    it('names no place of the machine that built it', () => {
      const places = [ROOT, place, 'scrutineer-build-', ...(homedir() === '/root' ? [] : [homedir()])];
      for (const { path } of filesIn(out)) {
        const bytes = readFileSync(join(out, path));
        for (const one of places) expect(bytes.includes(one), `${one} in ${path}`).toBe(false);
      }
    });
  });

  it('come with sums of every file that hold', () => {
    const sums = readFileSync(join(out, 'SHA384SUMS'), 'utf8').trim().split('\n');
    const listed = sums.map((line) => line.split('  ')[1] ?? '');
    expect(listed.concat('SHA384SUMS').sort()).toEqual(
      filesIn(out)
        .map(({ path }) => path)
        .sort(),
    );
    for (const line of sums) {
      const [sum, name] = line.split('  ');
      const digest = createHash('sha384')
        .update(readFileSync(join(out, name ?? '')))
        .digest('hex');
      expect(digest, name).toBe(sum);
    }
    expect(said).toContain(join(out, 'SHA384SUMS'));
  });

  describe.skipIf(!isInstalled('dpkg-deb'))('deb (needs dpkg-deb)', () => {
    it('installs the program under root, its name, its menu entry and its icons, and runs no script', () => {
      const deb = find('.deb');
      const lines = printed('dpkg-deb', '-c', deb).trim().split('\n');
      const listed = new Map(lines.map((line) => [line.split(/\s+/)[5], line]));
      expect(listed.get('./opt/Scrutineer/scrutineer-desk')).toMatch(/^-rwxr-xr-x root\/root /);
      expect(listed.get('./opt/Scrutineer/chrome-sandbox')).toMatch(/^-rwsr-xr-x root\/root /);
      expect(listed.get('./opt/Scrutineer/resources/app.asar')).toMatch(/^-rw-r--r-- root\/root /);
      expect(listed.get('./usr/bin/scrutineer-desk')).toMatch(/-> \.\.\/\.\.\/opt\/Scrutineer\/scrutineer-desk$/);
      for (const size of [16, 48, 256, 512])
        expect(listed.has(`./usr/share/icons/hicolor/${size}x${size}/apps/scrutineer-desk.png`)).toBe(true);
      expect(lines.filter((line) => !/^.\S+ root\/root /.test(line))).toEqual([]);
      expect(lines.filter((line) => /^.r.s/i.test(line))).toHaveLength(1);
      const control = join(place, 'control');
      execFileSync('dpkg-deb', ['-e', deb, control]);
      expect(readdirSync(control).sort()).toEqual(['control', 'md5sums']);
      const fields = readFileSync(join(control, 'control'), 'utf8');
      expect(fields).toMatch(/^Package: scrutineer\nVersion: 0\.1\.0\nArchitecture: amd64\n/);
      expect(fields).toMatch(/^Depends: .*libnss3/m);
    });

    it('puts a valid entry into the menu that starts what is installed', () => {
      const tree = join(place, 'deb');
      execFileSync('dpkg-deb', ['-x', find('.deb'), tree]);
      const entry = join(tree, 'usr/share/applications/scrutineer-desk.desktop');
      expect(readFileSync(entry, 'utf8').split('\n')).toEqual(
        expect.arrayContaining(['Name=Scrutineer', 'Exec=/opt/Scrutineer/scrutineer-desk', 'Icon=scrutineer-desk']),
      );
      expect(readFileSync(entry, 'utf8')).not.toContain('no-sandbox');
      if (isInstalled('desktop-file-validate')) expect(printed('desktop-file-validate', entry)).toBe('');
      expect(readlinkSync(join(tree, 'usr/bin/scrutineer-desk'))).toBe('../../opt/Scrutineer/scrutineer-desk');
      const sums = readFileSync(join(place, 'control/md5sums'), 'utf8').trim().split('\n');
      expect(sums).toHaveLength(filesIn(tree).length);
      execFileSync('md5sum', ['--quiet', '--check', join(place, 'control/md5sums')], { cwd: tree });
    });
  });

  describe.skipIf(!isInstalled('rpmbuild'))('rpm (needs rpmbuild)', () => {
    it('installs the same files under root with the same modes, and runs no script', () => {
      const rpm = find('.rpm');
      const format = '[%{FILEMODES:perms} %{FILEUSERNAME}:%{FILEGROUPNAME} %{FILENAMES}\n]';
      const lines = printed('rpm', '-qp', '--queryformat', format, rpm).trim().split('\n');
      expect(lines).toEqual(
        expect.arrayContaining([
          '-rwxr-xr-x root:root /opt/Scrutineer/scrutineer-desk',
          '-rwsr-xr-x root:root /opt/Scrutineer/chrome-sandbox',
          '-rw-r--r-- root:root /opt/Scrutineer/resources/app.asar',
          'drwxr-xr-x root:root /opt/Scrutineer',
          '-rw-r--r-- root:root /usr/share/applications/scrutineer-desk.desktop',
          '-rw-r--r-- root:root /usr/share/icons/hicolor/256x256/apps/scrutineer-desk.png',
        ]),
      );
      const own = (name: string) => !/ \/(opt\/Scrutineer|usr)/.test(name);
      expect(lines.filter(own)).toEqual([]);
      expect(printed('rpm', '-qp', '--scripts', '--triggers', rpm)).toBe('');
      expect(printed('rpm', '-qp', '--queryformat', '%{NAME} %{VERSION} %{ARCH} %{LICENSE} %{BUILDHOST}', rpm)).toBe(
        'scrutineer 0.1.0 x86_64 Apache-2.0 localhost',
      );
      expect(printed('rpm', '-qp', '--requires', rpm)).toMatch(/^nss$/m);
    });
  });

  describe.skipIf(!isInstalled('mksquashfs'))('AppImage (needs squashfs-tools)', () => {
    it('is the runtime, and after it the program with its menu entry and icon, which it starts in its sandbox', () => {
      const image = find('.AppImage');
      expect(statSync(image).mode & 0o777).toBe(0o755);
      const bytes = readFileSync(image);
      expect(bytes.subarray(0, STUB_RUNTIME.length).equals(STUB_RUNTIME)).toBe(true);
      expect(bytes.subarray(STUB_RUNTIME.length, STUB_RUNTIME.length + 4).toString()).toBe('hsqs');
      const tree = join(place, 'appimage');
      execFileSync('unsquashfs', ['-q', '-n', '-o', String(STUB_RUNTIME.length), '-d', tree, image], {
        stdio: 'ignore',
      });
      expect(readlinkSync(join(tree, 'AppRun'))).toBe('scrutineer-desk');
      expect(readFileSync(join(tree, 'scrutineer-desk.desktop'), 'utf8')).not.toContain('no-sandbox');
      for (const name of ['scrutineer-desk.png', '.DirIcon'])
        expect(readFileSync(join(tree, name)).subarray(1, 4).toString()).toBe('PNG');
      const asar = 'resources/app.asar';
      expect(readFileSync(join(tree, asar)).equals(readFileSync(join(unpacked, asar)))).toBe(true);
      const owners = printed('unsquashfs', '-lln', '-o', String(STUB_RUNTIME.length), image);
      expect(owners).toMatch(/^-rwxr-xr-x 0\/0 .*scrutineer-desk$/m);
      expect(owners.split('\n').filter((line) => /^[-dl]/.test(line) && !/ 0\/0 /.test(line))).toEqual([]);
    });
  });

  it('as tar.gz: one folder, owned by nobody in particular', () => {
    const lines = printed('tar', '-tvzf', find('.tar.gz'), '--numeric-owner').trim().split('\n');
    expect(lines.filter((line) => !/^\S+ 0\/0 .* scrutineer-0\.1\.0-linux-x64\//.test(line))).toEqual([]);
    expect(lines.some((line) => /^-rwxr-xr-x .*\/scrutineer-desk$/.test(line))).toBe(true);
    expect(
      lines.some((line) => line.endsWith('/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node')),
    ).toBe(true);
  });
});
