import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ElectronSource } from './electron-source.ts';
import type { PackageArch, PackagePlatform } from './formats.ts';

const ROOT = resolve(import.meta.dirname, '..');

/**
 * What Electron is made of, as its release notes say. It stands here because neither the npm package nor the archive tells
 * it; a test holds `electron` against the pinned version, so that both change together.
 */
export const ELECTRON_PARTS = { electron: '45.4.1', chromium: '156.0.8078.100' } as const;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly homepage?: string;
}
interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly integrity?: string; readonly resolved?: string }>>;
}
interface Hash {
  readonly alg: 'SHA-256' | 'SHA-384' | 'SHA-512';
  readonly content: string;
}
interface Component {
  readonly type: 'application' | 'framework' | 'library' | 'file';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version?: string;
  readonly licenses?: readonly { readonly expression: string }[];
  readonly hashes?: readonly Hash[];
  readonly purl?: string;
  readonly components?: readonly Component[];
}

const read = <Kind>(path: string): Kind => JSON.parse(readFileSync(path, 'utf8')) as Kind; // npm's own files
const licensed = (license: string | undefined) =>
  license === undefined ? {} : { licenses: [{ expression: license }] };

/** @returns the digest of npm's integrity field, as CycloneDX writes it. */
function hashesOf(integrity: string | undefined): Hash[] {
  const [algorithm, digest] = integrity?.split('-') ?? [];
  if (algorithm !== 'sha512' || digest === undefined) return [];
  return [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }];
}

function npmPackage(folder: string, lock: Lockfile): Component {
  const { name, version, license } = read<Manifest>(join(folder, 'package.json'));
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    ...licensed(license),
    hashes: hashesOf(lock.packages[folder.slice(ROOT.length + 1)]?.integrity),
    purl,
  };
}

/** The package of the native module, and in it the one binary of this platform and the C code that it was compiled from. */
function nativeModule(folder: string, lock: Lockfile, platform: PackagePlatform, arch: PackageArch): Component {
  const outer = npmPackage(folder, lock);
  const file = `prebuilds/${platform === 'win' ? 'win32' : 'linux'}-${arch}.node`;
  const header = readFileSync(join(folder, 'deps/sqlite3/sqlite3.h'), 'utf8');
  const sqlite = /#define SQLITE_VERSION +"([\d.]+)"/.exec(header)?.[1];
  const ciphers = /#define SQLITE3MC_VERSION_STRING +"SQLite3 Multiple Ciphers ([\d.]+)"/.exec(header)?.[1];
  if (sqlite === undefined || ciphers === undefined) throw new Error('the native module does not tell its versions');
  const source = (name: string, version: string, license: string, purl: string): Component => ({
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    ...licensed(license),
    purl,
  });
  return {
    ...outer,
    components: [
      {
        type: 'file',
        'bom-ref': `${outer['bom-ref']}#${file}`,
        name: file,
        hashes: [
          {
            alg: 'SHA-384',
            content: createHash('sha384')
              .update(readFileSync(join(folder, file)))
              .digest('hex'),
          },
        ],
      },
      source('SQLite3 Multiple Ciphers', ciphers, 'MIT', `pkg:github/utelle/SQLite3MultipleCiphers@v${ciphers}`),
      source('SQLite', sqlite, 'blessing', `pkg:generic/sqlite@${sqlite}`),
    ],
  };
}

function electronComponent(source: ElectronSource): Component {
  const purl = `pkg:npm/electron@${ELECTRON_PARTS.electron}`;
  const chromium = `pkg:generic/chromium@${ELECTRON_PARTS.chromium}`;
  return {
    type: 'framework',
    'bom-ref': purl,
    name: 'electron',
    version: ELECTRON_PARTS.electron,
    ...licensed('MIT'),
    ...(source.sha256 === undefined ? {} : { hashes: [{ alg: 'SHA-256', content: source.sha256 }] }),
    purl,
    components: [
      {
        type: 'framework',
        'bom-ref': chromium,
        name: 'chromium',
        version: ELECTRON_PARTS.chromium,
        ...licensed('BSD-3-Clause'),
        purl: chromium,
      },
    ],
  };
}

export interface BillOrder {
  /** Folders of npm packages, as `bundleAll` returns them. */
  readonly ingredients: readonly string[];
  /** The folder of the native module's package. */
  readonly native: string;
  readonly electron: ElectronSource;
  readonly platform: PackagePlatform;
  readonly arch: PackageArch;
}

/**
 * Tells what a package is made of, as a CycloneDX 1.6 document: every npm package that the bundler took code from, the
 * native module, and Electron. The same input gives the same bytes, so there is no serial number and no time in it.
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function billOfMaterials(order: BillOrder): string {
  const lock = read<Lockfile>(join(ROOT, 'package-lock.json'));
  const { name, version, license } = read<Manifest>(join(ROOT, 'package.json'));
  const electron = electronComponent(order.electron);
  const components = [
    ...order.ingredients.map((folder) => npmPackage(folder, lock)),
    nativeModule(order.native, lock, order.platform, order.arch),
    electron,
  ];
  const unique = [...new Map(components.map((one) => [one['bom-ref'], one])).values()].sort((a, b) =>
    a['bom-ref'] < b['bom-ref'] ? -1 : 1,
  );
  const self = `pkg:npm/${name}@${version}`;
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': self, name, version, ...licensed(license), purl: self },
      properties: [{ name: 'scrutineer:platform', value: `${order.platform}-${order.arch}` }],
    },
    components: unique,
    dependencies: [{ ref: self, dependsOn: unique.map((one) => one['bom-ref']) }],
    compositions: [
      // Everything that the bundler took is named; what else is inside Electron is told by its own licence files.
      { aggregate: 'complete', assemblies: [self] },
      { aggregate: 'incomplete', assemblies: [electron['bom-ref']] },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
