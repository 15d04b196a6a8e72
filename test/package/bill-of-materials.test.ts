import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { billOfMaterials, ELECTRON_PARTS } from '../../build/bill-of-materials.ts';
import { electronPin } from '../../build/electron-source.ts';
import { FORMATS, TOOLS_OF } from '../../build/formats.ts';
import { thirdPartyNotices } from '../../build/notices.ts';
import { APPIMAGE_RUNTIME } from '../../build/tools.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const at = (name: string) => join(ROOT, 'node_modules', name);
const NATIVE = at('better-sqlite3');

/** CycloneDX 1.6 as far as it is used: no field but these, each of the form that the schema gives it. */
const Hash = z.strictObject({
  alg: z.enum(['SHA-256', 'SHA-384', 'SHA-512']),
  content: z.string().regex(/^([a-f0-9]{64}|[a-f0-9]{96}|[a-f0-9]{128})$/),
});
const Component = z.strictObject({
  type: z.enum(['application', 'framework', 'library', 'file']),
  'bom-ref': z.string().min(1),
  name: z.string().min(1),
  version: z.string().optional(),
  licenses: z
    .array(z.strictObject({ expression: z.string().min(1) }))
    .length(1)
    .optional(),
  hashes: z.array(Hash).optional(),
  purl: z
    .string()
    .regex(/^pkg:(npm|generic|github)\/.+@.+$/)
    .optional(),
  get components() {
    return z.array(Component).optional();
  },
});
const Bom = z.strictObject({
  $schema: z.literal('http://cyclonedx.org/schema/bom-1.6.schema.json'),
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.6'),
  version: z.int().min(1),
  metadata: z.strictObject({
    component: Component,
    properties: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  }),
  components: z.array(Component),
  dependencies: z.array(z.strictObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
  compositions: z.array(
    z.strictObject({ aggregate: z.enum(['complete', 'incomplete']), assemblies: z.array(z.string()) }),
  ),
});

const SUM = 'ab'.repeat(32);
const make = () =>
  billOfMaterials({
    ingredients: [at('zod'), at('@noble/post-quantum'), at('age-encryption/node_modules/@noble/hashes')],
    native: NATIVE,
    electron: { path: '/carried/in.zip', form: 'zip', sha256: SUM },
    platform: 'win',
    arch: 'x64',
  });

describe('the bill of materials', () => {
  const bill = Bom.parse(JSON.parse(make()));
  const named = (name: string) => bill.components.find((one) => one.name === name);

  it('is CycloneDX 1.6 and the same every time', () => {
    expect(make()).toBe(make());
    const every = bill.components.flatMap((one) => [one, ...(one.components ?? [])]);
    const refs = every.map((one) => one['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    for (const { dependsOn } of bill.dependencies) expect(refs).toEqual(expect.arrayContaining(dependsOn));
  });

  it('names every npm package with its version, licence, address and the digest that the lockfile pins', () => {
    const lock: { packages: Record<string, { integrity?: string }> } = JSON.parse(
      readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
    );
    const integrity = lock.packages['node_modules/zod']?.integrity ?? '';
    expect(named('zod')).toMatchObject({
      purl: 'pkg:npm/zod@4.6.7',
      licenses: [{ expression: 'MIT' }],
      hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }],
    });
    expect(named('@noble/post-quantum')?.purl).toMatch(/^pkg:npm\/%40noble\/post-quantum@/);
    const npm = bill.components.filter(({ name }) => name !== 'electron');
    expect(npm.filter(({ hashes, licenses }) => hashes?.length !== 1 || licenses === undefined)).toEqual([]);
  });

  it('names the native module, its one binary by digest, and the C code in it', () => {
    const native = named('better-sqlite3-multiple-ciphers');
    const parts = native?.components ?? [];
    const binary = readFileSync(join(NATIVE, 'prebuilds/win32-x64.node'));
    expect(parts.find(({ type }) => type === 'file')).toMatchObject({
      name: 'prebuilds/win32-x64.node',
      hashes: [{ alg: 'SHA-384', content: createHash('sha384').update(binary).digest('hex') }],
    });
    expect(parts.map(({ name, version }) => [name, version])).toEqual(
      expect.arrayContaining([
        ['SQLite3 Multiple Ciphers', '2.4.0'],
        ['SQLite', '3.53.4'],
      ]),
    );
  });

  it('names Electron with the digest of its archive, and Chromium in it', () => {
    expect(named('electron')).toMatchObject({ version: '45.4.1', hashes: [{ alg: 'SHA-256', content: SUM }] });
    expect(named('electron')?.components?.map(({ name }) => name)).toEqual(['chromium']);
    expect(named('electron')?.components?.[0]?.version).toBe(ELECTRON_PARTS.chromium);
  });
});

describe('what stands in two places', () => {
  const plan = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8');

  it('is the same Electron everywhere: packaged, tested, and in the bill', () => {
    expect(/^electronVersion: (.+)$/m.exec(plan)?.[1]).toBe(electronPin().version);
    expect(ELECTRON_PARTS.electron).toBe(electronPin().version);
  });

  it('is the same list of targets in the plan and in the program that makes them', () => {
    const listed = [...plan.matchAll(/^ {2}target: \[(.+)\]$/gm)].map(([, names]) => names?.split(', '));
    expect(listed).toEqual([FORMATS.linux, FORMATS.win]);
  });
});

describe('docs/building-offline.md', () => {
  const page = readFileSync(join(ROOT, 'docs/building-offline.md'), 'utf8');

  it('names what the program looks for: the archives, the runtime with its sum, each target with its programs', () => {
    const { version, checksums } = electronPin();
    for (const system of ['linux', 'win32']) {
      const archive = `electron-v${version}-${system}-x64.zip`;
      expect(page).toContain(archive);
      expect(checksums[archive]).toMatch(/^[0-9a-f]{64}$/);
    }
    for (const word of Object.values(APPIMAGE_RUNTIME)) expect(page).toContain(word);
    for (const [format, tools] of Object.entries(TOOLS_OF)) {
      const row = page
        .split('\n')
        .find((line) => line.startsWith('| ') && line.split('|')[1]?.includes(`\`${format}\``));
      expect(row, format).toBeDefined();
      for (const tool of tools) if (tool !== 'appimage-runtime') expect(row).toContain(`\`${tool}\``);
    }
  });
});

describe('the licences', () => {
  it('hold the whole text of each package once, by name', () => {
    const text = thirdPartyNotices([at('zod'), at('react'), at('zod')]);
    expect(text.match(/^zod 4\.6\.7 \(MIT\)$/gm)).toHaveLength(1);
    expect(text).toContain(
      readFileSync(join(at('react'), 'LICENSE'), 'utf8')
        .trim()
        .slice(0, 400),
    );
  });

  it('refuse a package that brings none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'scrutineer-licence-'));
    writeFileSync(join(folder, 'package.json'), '{"name":"bare","version":"1.0.0","license":"MIT"}');
    expect(() => thirdPartyNotices([folder])).toThrow('bare 1.0.0 brings no licence text');
    writeFileSync(join(folder, 'LICENCE'), 'Take it.');
    expect(thirdPartyNotices([folder])).toContain('bare 1.0.0 (MIT)\n\nTake it.');
    rmSync(folder, { recursive: true });
  });
});
