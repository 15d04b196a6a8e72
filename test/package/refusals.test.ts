import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { formatsOf } from '../../build/formats.ts';
import { type PackageOrder, packageProgram, planPackage } from '../../build/package-program.ts';
import { PackagingRefusal } from '../../build/packaging-refusal.ts';
import { APPIMAGE_RUNTIME, findTools } from '../../build/tools.ts';
import { withoutNetwork } from '../../build/without-network.ts';
import { makeCarriedIn } from './carried-in.ts';
import { makeStubElectron, makeStubElectronForWindows } from './stub-electron.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const VERSION = '45.4.1';
const ARCHIVE = `electron-v${VERSION}-linux-x64.zip`;

describe('before anything is built', () => {
  const place = mkdtempSync(join(tmpdir(), 'scrutineer-refusals-'));
  let number = 0;
  const fresh = () => {
    number += 1;
    const folder = join(place, String(number));
    mkdirSync(folder);
    return folder;
  };
  const order = (changes: Partial<PackageOrder>): PackageOrder => ({
    electronDist: join(place, 'carried'),
    platform: 'linux',
    arch: 'x64',
    targets: ['dir'],
    out: join(place, 'out'),
    ...changes,
  });
  const problems = async (changes: Partial<PackageOrder>): Promise<readonly string[]> => {
    try {
      await planPackage(order(changes));
    } catch (error) {
      if (error instanceof PackagingRefusal) return error.problems;
      throw error;
    }
    return [];
  };
  const PATH = process.env['PATH'];
  beforeAll(() => void makeCarriedIn(join(place, 'carried')));
  afterEach(() => {
    process.env['PATH'] = PATH;
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it('finds nothing wrong with a folder that holds what is needed', async () => {
    expect(await problems({})).toEqual([]);
    expect(await problems({ platform: 'win' })).toEqual([]);
    expect(await problems({ electronDist: join(place, 'carried/linux-x64') })).toEqual([]);
  });

  it('says that the folder is missing', async () => {
    expect(await problems({ electronDist: '/nowhere/at-all' })).toEqual(['There is no /nowhere/at-all.']);
  });

  it('says which file to put into a folder without Electron', async () => {
    const empty = fresh();
    expect(await problems({ electronDist: empty })).toEqual([
      `${empty} holds no Electron for linux-x64. Put ${ARCHIVE} there, or unpack it into ${empty}/linux-x64.`,
    ]);
  });

  it('refuses another version of Electron, unpacked or as an archive', async () => {
    const older = fresh();
    makeStubElectron(join(older, 'linux-x64'), '44.0.0');
    expect((await problems({ electronDist: older })).join()).toContain(
      `holds Electron 44.0.0; this program is made for`,
    );
    const archived = fresh();
    writeFileSync(join(archived, 'electron-v44.0.0-linux-x64.zip'), 'x');
    expect((await problems({ electronDist: archived })).join()).toContain(
      'holds Electron 44.0.0, which is not the one',
    );
    const unnamed = fresh();
    makeStubElectron(unnamed);
    rmSync(join(unnamed, 'version'));
    expect((await problems({ electronDist: unnamed })).join()).toContain('cannot be told which Electron it holds');
  });

  it('refuses Electron of the other system', async () => {
    const windows = fresh();
    makeStubElectronForWindows(windows);
    expect((await problems({ electronDist: windows })).join()).toContain('holds Electron for Windows, not for Linux.');
  });

  it('refuses an archive of Electron that is not the published one, byte for byte', async () => {
    const folder = fresh();
    writeFileSync(join(folder, ARCHIVE), 'not the published one');
    const [problem, ...others] = await problems({ electronDist: folder });
    const checksums: Record<string, string> = JSON.parse(
      readFileSync(join(ROOT, 'node_modules/electron/checksums.json'), 'utf8'),
    );
    expect(checksums[ARCHIVE]).toMatch(/^[0-9a-f]{64}$/);
    expect(problem).toContain(`checksums.json says ${checksums[ARCHIVE]}`);
    expect(others).toEqual([]);
    const sum = createHash('sha256').update('not the published one').digest('hex');
    const pin = { version: VERSION, checksums: { [ARCHIVE]: sum } };
    expect(await problems({ electronDist: folder, pin })).toEqual([]);
    expect((await problems({ electronDist: folder, pin: { ...pin, checksums: {} } })).join()).toContain(
      'does not know',
    );
  });

  it('says which targets there are, and which belong to the other system', async () => {
    expect(await problems({ targets: ['snap'] })).toEqual([
      'There is no target "snap". For Linux there are dir, AppImage, deb, rpm, tar.gz.',
    ]);
    expect((await problems({ targets: ['nsis'] })).join()).toContain('is a package for Windows');
    expect((await problems({ platform: 'win', targets: ['deb'] })).join()).toContain('add --platform linux');
    expect(formatsOf('linux', ['appimage', 'DEB', 'deb']).formats).toEqual(['AppImage', 'deb']);
  });

  it('says which tool is missing for which target, all at once', async () => {
    const bare = fresh();
    makeStubElectron(join(bare, 'linux-x64'));
    process.env['PATH'] = fresh();
    const all = (await problems({ electronDist: bare, targets: [] })).join('\n');
    expect(all).toMatch(/^AppImage needs the program mksquashfs: install the package squashfs-tools, or put it in /m);
    expect(all).toContain(`AppImage needs the AppImage runtime: put ${APPIMAGE_RUNTIME.file} at ${bare}/tools/`);
    expect(all).toMatch(/^deb needs the program dpkg-deb/m);
    expect(all).toMatch(/^rpm needs the program rpmbuild/m);
    expect(all).toMatch(/^tar\.gz needs the program tar/m);
    const windows = fresh();
    makeStubElectronForWindows(join(windows, 'win32-x64'));
    const [nsis, portable, ...others] = await problems({ electronDist: windows, platform: 'win', targets: [] });
    expect([nsis?.slice(0, 32), portable?.slice(0, 36), others]).toEqual([
      'nsis needs the program makensis:',
      'portable needs the program makensis:',
      [],
    ]);
  });

  it('takes a tool that was carried in before an installed one', async () => {
    const folder = fresh();
    mkdirSync(join(folder, 'tools'));
    writeFileSync(join(folder, 'tools/makensis'), '#!/bin/sh\n', { mode: 0o755 });
    const { tools } = await findTools(new Set(['makensis']), folder);
    expect(tools.get('makensis')?.path).toBe(join(folder, 'tools/makensis'));
  });

  it('refuses an AppImage runtime that is not the published one', async () => {
    // The stub's own sum is not given here, so the published one counts.
    expect((await problems({ targets: ['AppImage'] })).join()).toContain(
      `does not have the SHA-256 ${APPIMAGE_RUNTIME.sha256}`,
    );
  });

  it('holds the runtime against the sum that the pinned electron-builder has for it', () => {
    const source = readFileSync(join(ROOT, 'node_modules/app-builder-lib/out/toolsets/linux.js'), 'utf8');
    const version = APPIMAGE_RUNTIME.release.split('@')[1];
    expect(source).toMatch(new RegExp(`"${version}": \\{\\s*"${APPIMAGE_RUNTIME.file}": "${APPIMAGE_RUNTIME.sha256}"`));
  });

  it('leaves packages of an earlier build alone', async () => {
    const out = fresh();
    writeFileSync(join(out, 'scrutineer_0.0.9_amd64.deb'), 'earlier');
    await expect(packageProgram(order({ out }))).rejects.toThrow('is not empty');
    expect(readdirSync(out)).toEqual(['scrutineer_0.0.9_amd64.deb']);
  });

  it('tells every problem in one screen and ends with status 2, as a command', () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(ROOT, 'build/package.ts'), ...args], { encoding: 'utf8' });
    const nameless = run();
    expect([nameless.status, nameless.stdout]).toEqual([2, '']);
    expect(nameless.stderr).toContain('Name the folder that holds Electron');
    const several = run('--electron-dist', '/nowhere/at-all', '--target', 'snap');
    expect(several.status).toBe(2);
    expect(several.stderr.trim().split('\n')).toEqual([
      'No package was made.',
      'There is no target "snap". For Linux there are dir, AppImage, deb, rpm, tar.gz.',
      'There is no /nowhere/at-all.',
    ]);
    expect(run('--electron-dits', '/x').status).toBe(2);
  });
});

describe('while packaging', () => {
  it('nothing in this process reaches a network, and the attempt fails at once', async () => {
    let reached = 0;
    const server = createServer((socket) => {
      reached += 1;
      socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    try {
      expect((await fetch(url)).status).toBe(204);
      const before = reached;
      await expect(withoutNetwork(() => fetch(url))).rejects.toThrow();
      expect(reached).toBe(before);
      expect((await fetch(url)).status).toBe(204);
    } finally {
      server.close();
    }
  });
});
