import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { PackageArch, PackagePlatform } from './formats.ts';
import { sha256 } from './sums.ts';

/** What the npm package `electron` says of the binary that belongs to it. */
export interface ElectronPin {
  readonly version: string;
  /** SHA-256 of each published archive, by its name. */
  readonly checksums: Readonly<Record<string, string>>;
}

export interface ElectronSource {
  readonly path: string;
  readonly form: 'zip' | 'folder';
  /** Of the archive, checked against the pin; a folder that somebody unpacked has none. */
  readonly sha256?: string;
}

const EXECUTABLES = { linux: 'electron', win: 'electron.exe' } as const;
const ELECTRON = resolve(import.meta.dirname, '../node_modules/electron');

/** @returns the pin of this program, from `node_modules/electron`, which the lockfile pins in turn. */
export function electronPin(): ElectronPin {
  const read = <Kind>(name: string): Kind => JSON.parse(readFileSync(join(ELECTRON, name), 'utf8')) as Kind; // its own files
  return {
    version: read<{ version: string }>('package.json').version,
    checksums: read<Record<string, string>>('checksums.json'),
  };
}

/**
 * Finds the Electron to package and checks that it is the one this program is tested with.
 * @param place the folder that was carried in, with the archive or the unpacked folder in it; or one of these itself
 * @returns the source, or in words why there is none
 */
export async function findElectron(
  place: string,
  platform: PackagePlatform,
  arch: PackageArch,
  pin: ElectronPin,
): Promise<ElectronSource | string> {
  const system = platform === 'win' ? 'win32' : 'linux';
  const archive = `electron-v${pin.version}-${system}-${arch}.zip`;
  if (!existsSync(place)) return `There is no ${place}.`;
  if (statSync(place).isFile())
    return basename(place) === archive ? checkedArchive(place, archive, pin) : `${place} is not ${archive}.`;
  if (existsSync(join(place, archive))) return checkedArchive(join(place, archive), archive, pin);
  for (const folder of [join(place, `${system}-${arch}`), place]) {
    if (existsSync(join(folder, EXECUTABLES[platform]))) return checkedFolder(folder, pin);
  }
  return whyNone(place, platform, system, arch, archive);
}

async function checkedArchive(path: string, name: string, pin: ElectronPin): Promise<ElectronSource | string> {
  const wanted = pin.checksums[name];
  const found = await sha256(path);
  if (wanted === undefined)
    return `node_modules/electron/checksums.json does not know ${name}, so it cannot be checked.`;
  if (found !== wanted)
    return `${path} is damaged or not the published one: its SHA-256 is ${found}, and node_modules/electron/checksums.json says ${wanted}.`;
  return { path, form: 'zip', sha256: found };
}

function checkedFolder(folder: string, pin: ElectronPin): ElectronSource | string {
  const file = join(folder, 'version');
  if (!existsSync(file)) return `${folder} has no file "version", so it cannot be told which Electron it holds.`;
  const version = readFileSync(file, 'utf8').trim().replace(/^v/, '');
  if (version !== pin.version)
    return `${folder} holds Electron ${version}; this program is made for and tested with ${pin.version}.`;
  return { path: folder, form: 'folder' };
}

function whyNone(place: string, platform: PackagePlatform, system: string, arch: string, archive: string): string {
  const wanted = `Put ${archive} there, or unpack it into ${join(place, `${system}-${arch}`)}.`;
  const same = new RegExp(`^electron-v(.+)-${system}-${arch}\\.zip$`);
  const version = readdirSync(place)
    .map((name) => same.exec(name)?.[1])
    .find((one) => one !== undefined);
  if (version !== undefined)
    return `${place} holds Electron ${version}, which is not the one of this program. ${wanted}`;
  const other = platform === 'win' ? 'linux' : 'win';
  if (existsSync(join(place, EXECUTABLES[other])))
    return `${place} holds Electron for ${other === 'win' ? 'Windows' : 'Linux'}, not for ${platform === 'win' ? 'Windows' : 'Linux'}. ${wanted}`;
  return `${place} holds no Electron for ${system}-${arch}. ${wanted}`;
}
