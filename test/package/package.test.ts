import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { electronVersion, packageProgram } from '../../build/package-program.ts';
import { type AsarFile, readAsar } from './asar.ts';
import { FUSE_SENTINEL, makeStubElectron } from './stub-electron.ts';

/** A package made around a stub of Electron: what would be in a real one, beside the binary itself. */
describe('a package for Linux', () => {
  const place = mkdtempSync(join(tmpdir(), 'scrutineer-package-'));
  const out = join(place, 'dist');
  const unpacked = join(out, 'linux-unpacked');
  let files: AsarFile[];

  beforeAll(async () => {
    const electronDist = join(place, 'electron');
    mkdirSync(electronDist);
    makeStubElectron(electronDist);
    await packageProgram({
      electronDist,
      platform: 'linux',
      arch: 'x64',
      targets: ['dir'],
      out,
      window: 'placeholder',
    });
    files = readAsar(join(unpacked, 'resources/app.asar'));
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  const paths = () => files.map(({ path }) => path);

  it('holds the main process, its threads, the preload, the window and the migrations', () => {
    expect(paths()).toEqual(
      expect.arrayContaining([
        'package.json',
        'out/main/index.js',
        'out/main/desk-worker.js',
        'out/main/import-worker.js',
        'out/main/hash-worker.js',
        'out/main/migrations/0001-vault.sql',
        'out/preload/index.cjs',
        'out/renderer/index.html',
      ]),
    );
  });

  it('holds no test, no sample, no source, no command line and no package but the native one', () => {
    for (const path of paths()) {
      expect(path).toMatch(/^(package\.json|out\/(main|preload|renderer)\/|node_modules\/better-sqlite3\/)/);
      expect(path).not.toMatch(/\.ts$|\.map$|test|sample|fixture|cli\//);
    }
    const text = files.filter(({ path }) => path.startsWith('out/')).map((file) => file.read().toString('utf8'));
    for (const part of text) expect(part).not.toMatch(/fast-check|vitest|playwright|commander/);
  });

  it('holds the native module of its platform alone, outside the archive', () => {
    const native = files.filter(({ path }) => path.endsWith('.node'));
    expect(native.map(({ path }) => path)).toEqual(['node_modules/better-sqlite3/prebuilds/linux-x64.node']);
    expect(native.every(({ isUnpacked }) => isUnpacked)).toBe(true);
    const beside = join(unpacked, 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds');
    expect(readdirSync(beside)).toEqual(['linux-x64.node']);
  });

  it('carries a digest of every file in the archive', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter(({ hasIntegrity }) => !hasIntegrity).map(({ path }) => path)).toEqual([]);
  });

  it('names the bundle as the program, and nothing to run at its installation', () => {
    const manifest: Record<string, unknown> = JSON.parse(
      files
        .find(({ path }) => path === 'package.json')
        ?.read()
        .toString('utf8') ?? '{}',
    );
    expect(manifest).toMatchObject({ name: 'scrutineer', main: 'out/main/index.js', type: 'module' });
    expect(manifest['devDependencies']).toBeUndefined();
  });

  it('has its fuses set: no Node mode, no options, no inspector, only the archive, with its digests', () => {
    const binary = readFileSync(join(unpacked, 'scrutineer-desk'));
    const at = binary.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length;
    const fuses = binary.subarray(at + 2, at + 2 + 8).toString('latin1');
    // runAsNode, cookieEncryption, nodeOptions, cliInspect, asarIntegrity, onlyAsar, browserSnapshot, fileProtocol
    expect(fuses).toBe('01001100');
  });

  it('is made for the Electron that the program is tested against', () => {
    const plan = readFileSync(join(import.meta.dirname, '../../electron-builder.yml'), 'utf8');
    expect(/^electronVersion: (.+)$/m.exec(plan)?.[1]).toBe(electronVersion());
  });

  it("is without Electron's own default program", () => {
    expect(existsSync(join(unpacked, 'resources/default_app.asar'))).toBe(false);
    expect(readdirSync(join(unpacked, 'locales'))).toEqual(['en-US.pak']);
  });

  it('comes with a bill of materials and sums that hold', () => {
    const bom: { bomFormat: string; components: { name: string; version: string; hashes: unknown[] }[] } = JSON.parse(
      readFileSync(join(out, 'scrutineer.cdx.json'), 'utf8'),
    );
    const names = bom.components.map(({ name }) => name);
    expect(bom.bomFormat).toBe('CycloneDX');
    expect(names).toEqual(expect.arrayContaining(['zod', 'age-encryption', 'electron', '@noble/post-quantum']));
    expect(names).toContain('better-sqlite3-multiple-ciphers');
    expect(names).not.toContain('vitest');
    expect(bom.components.filter(({ name, hashes }) => name !== 'electron' && hashes.length === 0)).toEqual([]);
    const sums = readFileSync(join(out, 'SHA384SUMS'), 'utf8').trim().split('\n');
    expect(sums.length).toBeGreaterThanOrEqual(2);
    for (const line of sums) {
      const [sum, name] = line.split('  ');
      const digest = createHash('sha384')
        .update(readFileSync(join(out, name ?? '')))
        .digest('hex');
      expect(digest, name).toBe(sum);
    }
  });
});
