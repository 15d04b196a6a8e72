import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Arch, build, Platform } from 'electron-builder';
import { billOfMaterials } from './bill-of-materials.ts';
import { bundleAll, type Window } from './bundle.ts';

const ROOT = resolve(import.meta.dirname, '..');

export interface PackageOrder {
  /** A folder that holds Electron unpacked, or its official zip archives. */
  readonly electronDist: string;
  readonly platform: 'linux' | 'win';
  readonly arch: 'x64' | 'arm64';
  /** As `dir`, `deb`; all that `electron-builder.yml` names where left out. */
  readonly targets: readonly string[];
  /** Where the packages go. */
  readonly out: string;
  readonly window?: Window;
}

/**
 * Packages the program with the Electron at hand. Nothing is fetched for the target `dir`; see docs/building-offline.md for
 * what the others need.
 * @returns the files that were made, with the sums and the bill of materials
 */
export async function packageProgram(order: PackageOrder): Promise<string[]> {
  if (!existsSync(order.electronDist)) throw new Error(`There is no ${order.electronDist}.`);
  const ingredients = await bundleAll({ withSample: false, ...(order.window ? { window: order.window } : {}) });
  const platform = order.platform === 'win' ? Platform.WINDOWS : Platform.LINUX;
  const arch = order.arch === 'arm64' ? Arch.arm64 : Arch.x64;
  const made = await build({
    projectDir: ROOT,
    publish: 'never',
    targets: platform.createTarget(order.targets.length > 0 ? [...order.targets] : null, arch),
    config: {
      extends: 'electron-builder.yml',
      electronDist: resolve(order.electronDist),
      directories: { output: resolve(order.out) },
      // Electron's own default program would run whatever it is given.
      afterPack: async ({ appOutDir }) => rmSync(join(appOutDir, 'resources/default_app.asar'), { force: true }),
    },
  });
  const bom = join(order.out, 'scrutineer.cdx.json');
  writeFileSync(bom, billOfMaterials(ingredients, electronVersion()));
  const files = [...new Set([...made, bom])].filter((path) => existsSync(path) && statSync(path).isFile());
  const packed = join(order.out, order.platform === 'win' ? 'win-unpacked' : 'linux-unpacked', 'resources/app.asar');
  await writeSums(order.out, files, existsSync(packed) ? [packed] : []);
  return [...files, join(order.out, 'SHA384SUMS')];
}

/** @returns the version of the npm package, which is the one that `electron-builder.yml` packages; a test holds them together. */
export function electronVersion(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(ROOT, 'node_modules/electron/package.json'), 'utf8'),
  );
  return manifest.version;
}

/** Writes what `sha384sum --check SHA384SUMS` reads. */
async function writeSums(out: string, files: readonly string[], inside: readonly string[]): Promise<void> {
  const lines: string[] = [];
  for (const file of [...files].sort()) lines.push(`${await sha384(file)}  ${basename(file)}`);
  for (const file of inside) lines.push(`${await sha384(file)}  ${file.slice(resolve(out).length + 1)}`);
  writeFileSync(join(out, 'SHA384SUMS'), `${lines.join('\n')}\n`);
}

async function sha384(path: string): Promise<string> {
  const hash = createHash('sha384');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
