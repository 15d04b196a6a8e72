import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}
interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}

const read = <Kind>(path: string): Kind => JSON.parse(readFileSync(path, 'utf8')) as Kind; // npm's own files

/** @returns the digest of npm's integrity field, as CycloneDX writes it. */
function hashes(integrity: string | undefined): { alg: string; content: string }[] {
  const [algorithm, digest] = integrity?.split('-') ?? [];
  if (algorithm !== 'sha512' || digest === undefined) return [];
  return [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }];
}

function component(folder: string, lock: Lockfile, isNative: boolean) {
  const { name, version, license } = read<Manifest>(join(folder, 'package.json'));
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
    hashes: hashes(lock.packages[folder.slice(ROOT.length + 1)]?.integrity),
    purl,
    properties: [{ name: 'scrutineer:form', value: isNative ? 'package with a native module' : 'bundled' }],
  };
}

/**
 * Tells what a package is made of, as a CycloneDX 1.6 document: every npm package that the bundler took code from, the
 * native module, and Electron. The same input gives the same bytes, so there is no serial number and no time in it.
 * @param ingredients folders of npm packages, as `bundleAll` returns them
 * @param electronVersion of the binary that the package carries
 */
export function billOfMaterials(ingredients: readonly string[], electronVersion: string): string {
  const lock = read<Lockfile>(join(ROOT, 'package-lock.json'));
  const { name, version, license } = read<Manifest>(join(ROOT, 'package.json'));
  const electron = `pkg:npm/electron@${electronVersion}`;
  const components = [
    ...ingredients.map((folder) => component(folder, lock, false)),
    component(join(ROOT, 'node_modules/better-sqlite3'), lock, true),
    {
      type: 'framework',
      'bom-ref': electron,
      name: 'electron',
      version: electronVersion,
      licenses: [{ expression: 'MIT' }],
      hashes: [],
      purl: electron,
      properties: [{ name: 'scrutineer:form', value: 'binary distribution' }],
    },
  ];
  const unique = [...new Map(components.map((one) => [one['bom-ref'], one])).values()].sort((a, b) =>
    a['bom-ref'] < b['bom-ref'] ? -1 : 1,
  );
  const self = `pkg:npm/${name}@${version}`;
  return `${JSON.stringify(
    {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: {
        component: {
          type: 'application',
          'bom-ref': self,
          name,
          version,
          ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
          purl: self,
        },
      },
      components: unique,
      dependencies: [{ ref: self, dependsOn: unique.map((one) => one['bom-ref']) }],
    },
    null,
    2,
  )}\n`;
}
