import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { billOfMaterials } from './bill-of-materials.ts';
import { buildTime } from './build-time.ts';
import { bundleAll, type Window } from './bundle.ts';
import { type ElectronPin, type ElectronSource, electronPin, findElectron } from './electron-source.ts';
import { makeAppImage } from './formats/appimage.ts';
import { makeDeb } from './formats/deb.ts';
import type { Job } from './formats/job.ts';
import { makeRpm } from './formats/rpm.ts';
import { makeTarball } from './formats/tarball.ts';
import { makeInstaller, makePortable } from './formats/windows-installer.ts';
import { makeZip } from './formats/zip.ts';
import { type Format, formatsOf, type PackageArch, type PackagePlatform, TOOLS_OF } from './formats.ts';
import { PackagingRefusal } from './packaging-refusal.ts';
import { handOver, makePlainFolder } from './plain-folder.ts';
import { SUMS, writeSums } from './sums.ts';
import { type FoundTools, findTools } from './tools.ts';

const ROOT = resolve(import.meta.dirname, '..');
const NATIVE_MODULE = join(ROOT, 'node_modules/better-sqlite3');
export const BILL = 'scrutineer.cdx.json';

export interface PackageOrder {
  /** The folder that was carried in: Electron's archive or its unpacked folder, and `tools/`. */
  readonly electronDist: string;
  readonly platform: PackagePlatform;
  readonly arch: PackageArch;
  /** As `dir`, `deb`; all of the platform where left out. */
  readonly targets: readonly string[];
  /** Where the packages go: an absent or empty folder. */
  readonly out: string;
  /** The page in the window; a plain one for tests. */
  readonly window?: Window;
  /** In place of what the npm package `electron` says, for tests. */
  readonly pin?: ElectronPin;
  /** In place of the published SHA-256 of the archive with the AppImage runtime, for tests. */
  readonly runtimeSum?: string;
}

/** What was found to build with. */
export interface PackagePlan {
  readonly formats: readonly Format[];
  readonly electron: ElectronSource;
  readonly tools: FoundTools;
}

const MAKERS: Readonly<Record<Exclude<Format, 'dir'>, (job: Job) => Promise<string>>> = {
  'tar.gz': makeTarball,
  deb: makeDeb,
  rpm: makeRpm,
  AppImage: makeAppImage,
  zip: makeZip,
  nsis: makeInstaller,
  portable: makePortable,
};

/**
 * Checks that everything is there before anything is built.
 * @throws PackagingRefusal with every problem at once
 */
export async function planPackage(order: PackageOrder): Promise<PackagePlan> {
  const { formats, problems } = formatsOf(order.platform, order.targets);
  const all = [...problems];
  if (existsSync(order.out) && readdirSync(order.out).length > 0)
    all.push(
      `${order.out} is not empty. Packages of two builds are not mixed: move it away, or name another with --out.`,
    );
  const pin = order.pin ?? electronPin();
  const electron = await findElectron(order.electronDist, order.platform, order.arch, pin);
  if (typeof electron === 'string') all.push(electron);
  const wanted = new Set(formats.flatMap((format) => TOOLS_OF[format]));
  const { tools, missing } = await findTools(wanted, resolve(order.electronDist), order.runtimeSum);
  for (const format of formats) {
    const lacks = TOOLS_OF[format].map((tool) => missing.get(tool)).filter((words) => words !== undefined);
    for (const words of lacks) all.push(`${format} needs ${words}.`);
  }
  if (all.length > 0 || typeof electron === 'string') throw new PackagingRefusal(all);
  return { formats, electron: { ...electron, path: resolve(electron.path) }, tools };
}

/**
 * Packages the program with the Electron and the tools at hand, and fetches nothing.
 * @returns the files that were made, with the bill of materials and the sums
 * @throws PackagingRefusal when something is missing
 */
export async function packageProgram(order: PackageOrder): Promise<string[]> {
  const plan = await planPackage(order);
  const work = mkdtempSync(join(tmpdir(), 'scrutineer-build-'));
  try {
    const bundle = join(work, 'bundle');
    const found = await bundleAll({
      out: bundle,
      ...(order.window === undefined ? {} : { window: order.window }),
    });
    const ingredients = [...found, NATIVE_MODULE];
    const { platform, arch } = order;
    const { electron, tools } = plan;
    const scratch = join(work, 'folder');
    const { folder, identity } = await makePlainFolder({ platform, arch, electron, bundle, ingredients, scratch });
    const out = resolve(order.out);
    mkdirSync(out, { recursive: true });
    const made: string[] = [];
    for (const format of plan.formats) {
      if (format === 'dir') {
        const to = join(out, `${platform}-unpacked`);
        handOver(folder, to);
        made.push(to);
        continue;
      }
      const own = join(work, format);
      mkdirSync(own);
      const job: Job = { identity, arch, unpacked: folder, out, scratch: own, tools, time: buildTime() };
      made.push(await MAKERS[format](job));
      rmSync(own, { recursive: true, force: true });
    }
    const bill = join(out, BILL);
    writeFileSync(bill, billOfMaterials({ ingredients: found, native: NATIVE_MODULE, electron, platform, arch }));
    await writeSums(out);
    return [...made, bill, join(out, SUMS)];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
