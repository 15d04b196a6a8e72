import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';
import { sha256 } from './sums.ts';

export type ToolName = 'tar' | 'dpkg-deb' | 'rpmbuild' | 'mksquashfs' | 'makensis' | 'appimage-runtime';

/**
 * The one tool that no Linux distribution packages: the small program at the head of every AppImage. electron-builder
 * publishes it, and the sum is the one that its npm package, which the lockfile pins, holds against what it fetches.
 */
export const APPIMAGE_RUNTIME = {
  release: 'appimage@1.0.3',
  file: 'appimage-tools-runtime-20251108.tar.gz',
  sha256: '84021a78ee214ae6fd33a2d62a92ba25542dd10bc86bf117a9b2d0bba44e7665',
} as const;

/** Which package of a distribution brings each program, as Debian and as Fedora and RHEL name it. */
const PACKAGED_AS: Readonly<Record<Exclude<ToolName, 'appimage-runtime'>, string>> = {
  tar: 'tar',
  'dpkg-deb': 'dpkg (RHEL: dpkg, from EPEL)',
  rpmbuild: 'rpm (RHEL: rpm-build)',
  mksquashfs: 'squashfs-tools',
  makensis: 'nsis (Fedora: mingw32-nsis)',
};

export interface Tool {
  readonly path: string;
}
export type FoundTools = ReadonlyMap<ToolName, Tool>;

/**
 * Finds the programs that formats need, in `tools/` of the folder that was carried in and then on the PATH.
 * @param wanted names
 * @param carriedIn the folder that `--electron-dist` names
 * @param runtimeSum the SHA-256 that the archive with the AppImage runtime must have
 * @returns what was found, and for each that was not: what is missing, in words
 */
export async function findTools(
  wanted: ReadonlySet<ToolName>,
  carriedIn: string,
  runtimeSum: string = APPIMAGE_RUNTIME.sha256,
): Promise<{ readonly tools: FoundTools; readonly missing: ReadonlyMap<ToolName, string> }> {
  const tools = new Map<ToolName, Tool>();
  const missing = new Map<ToolName, string>();
  const folder = join(carriedIn, 'tools');
  for (const name of wanted) {
    if (name === 'appimage-runtime') {
      const path = join(folder, APPIMAGE_RUNTIME.release, APPIMAGE_RUNTIME.file);
      if (!existsSync(path))
        missing.set(name, `the AppImage runtime: put ${APPIMAGE_RUNTIME.file} at ${path} (docs/building-offline.md)`);
      else if ((await sha256(path)) !== runtimeSum)
        missing.set(name, `the AppImage runtime: ${path} does not have the SHA-256 ${runtimeSum}`);
      else tools.set(name, { path });
    } else {
      const path = findProgram(name, [folder]);
      if (path === undefined)
        missing.set(name, `the program ${name}: install the package ${PACKAGED_AS[name]}, or put it in ${folder}`);
      else tools.set(name, { path });
    }
  }
  return { tools, missing };
}

/** @throws Error when the tool was not looked for, which is a defect */
export function toolPath(tools: FoundTools, name: ToolName): string {
  const tool = tools.get(name);
  if (tool === undefined) throw new Error(`nobody looked for ${name}`);
  return tool.path;
}
