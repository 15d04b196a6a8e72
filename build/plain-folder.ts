import { chmodSync, cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type AfterPackContext, Arch, build, Platform } from 'electron-builder';
import type { ElectronSource } from './electron-source.ts';
import { evenModes } from './formats/linux-tree.ts';
import type { PackageArch, PackagePlatform } from './formats.ts';
import type { Identity } from './identity.ts';
import { NOTICES, ownLicence, thirdPartyNotices } from './notices.ts';
import { withoutNetwork } from './without-network.ts';

const ROOT = resolve(import.meta.dirname, '..');
const PROGRAMS_OF_ELECTRON = ['chrome-sandbox', 'chrome_crashpad_handler'];

export interface FolderOrder {
  readonly platform: PackagePlatform;
  readonly arch: PackageArch;
  readonly electron: ElectronSource;
  /** What `bundleAll` has made. */
  readonly bundle: string;
  /** The npm packages in it and the native module, whose licences go along. */
  readonly ingredients: readonly string[];
  /** An empty folder to build in. */
  readonly scratch: string;
}

/** What is expected of the packager that the hook receives, beside its published type. */
interface LinuxWords {
  readonly synopsis?: string | null;
  readonly description?: string | null;
  readonly maintainer?: string | null;
  readonly category?: string | null;
}

function identityOf({ packager }: AfterPackContext): Identity {
  const { appInfo, config } = packager;
  const words: LinuxWords = config.linux ?? {};
  const said = (value: string | null | undefined, name: string): string => {
    if (value === null || value === undefined || value === '') throw new Error(`electron-builder.yml has no ${name}`);
    return value;
  };
  const list = (value: readonly string[] | string | null | undefined): readonly string[] =>
    typeof value === 'string' ? [value] : (value ?? []);
  return {
    productName: appInfo.productName,
    name: said(packager.info.metadata.name, 'name'),
    executable: said(config.linux?.executableName, 'linux.executableName'),
    version: appInfo.version,
    synopsis: said(words.synopsis, 'linux.synopsis'),
    description: said(words.description, 'linux.description'),
    maintainer: said(words.maintainer, 'linux.maintainer'),
    homepage: said(packager.info.metadata.homepage, 'extraMetadata.homepage'),
    license: said(packager.info.metadata.license, 'license'),
    category: said(words.category, 'linux.category'),
    appId: appInfo.id,
    depends: { deb: list(config.deb?.depends), rpm: list(config.rpm?.depends) },
  };
}

/**
 * Puts Electron, the bundle in its archive, the native module and the licences into one folder, with Electron's fuses set.
 * Without a network, whatever is missing.
 * @returns the folder, and what `electron-builder.yml` says that it is
 */
export async function makePlainFolder(order: FolderOrder): Promise<{ folder: string; identity: Identity }> {
  let made: { folder: string; identity: Identity } | undefined;
  const target = order.platform === 'win' ? Platform.WINDOWS : Platform.LINUX;
  process.env['SCRUTINEER_BUNDLE'] = relative(ROOT, order.bundle);
  await withoutNetwork(() =>
    build({
      projectDir: ROOT,
      publish: 'never',
      targets: target.createTarget(['dir'], order.arch === 'arm64' ? Arch.arm64 : Arch.x64),
      config: {
        extends: 'electron-builder.yml',
        electronDist: order.electron.path,
        directories: { output: order.scratch },
        afterPack: async (context) => {
          const folder = context.appOutDir;
          // Electron's own default program would run whatever it is given.
          rmSync(join(folder, 'resources/default_app.asar'), { force: true });
          writeFileSync(join(folder, 'LICENSE.txt'), ownLicence());
          writeFileSync(join(folder, NOTICES), thirdPartyNotices(order.ingredients));
          made = { folder, identity: identityOf(context) };
        },
      },
    }),
  );
  if (made === undefined) throw new Error('electron-builder made no folder');
  if (order.platform === 'linux') {
    // A medium without modes, as many are, has lost which files are programs.
    for (const name of [made.identity.executable, ...PROGRAMS_OF_ELECTRON]) {
      if (existsSync(join(made.folder, name))) chmodSync(join(made.folder, name), 0o755);
    }
  }
  evenModes(made.folder);
  return made;
}

/** Copies the plain folder to where it was asked for. */
export function handOver(folder: string, to: string): void {
  cpSync(folder, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  evenModes(to);
}
