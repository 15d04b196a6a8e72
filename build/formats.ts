import type { ToolName } from './tools.ts';

export type PackagePlatform = 'linux' | 'win';
export type PackageArch = 'x64' | 'arm64';
export type Format = 'dir' | 'tar.gz' | 'deb' | 'rpm' | 'AppImage' | 'zip' | 'nsis' | 'portable';

/** Every form that a package takes, and the programs that make it. `dir` is the plain folder that the others pack. */
export const TOOLS_OF: Readonly<Record<Format, readonly ToolName[]>> = {
  dir: [],
  'tar.gz': ['tar'],
  deb: ['dpkg-deb'],
  rpm: ['rpmbuild'],
  AppImage: ['mksquashfs', 'tar', 'appimage-runtime'],
  zip: [],
  nsis: ['makensis'],
  portable: ['makensis'],
};

/** What is made when no target is named, as `electron-builder.yml` lists it. */
export const FORMATS: Readonly<Record<PackagePlatform, readonly Format[]>> = {
  linux: ['AppImage', 'deb', 'rpm', 'tar.gz'],
  win: ['nsis', 'portable', 'zip'],
};

const PLATFORM_NAMES = { linux: 'Linux', win: 'Windows' } as const;

/**
 * Reads the names of targets.
 * @param names as a person types them, in any case; none means all
 * @returns the formats, or what is wrong with the names, in words
 */
export function formatsOf(
  platform: PackagePlatform,
  names: readonly string[],
): { readonly formats: readonly Format[]; readonly problems: readonly string[] } {
  if (names.length === 0) return { formats: FORMATS[platform], problems: [] };
  const mine: readonly Format[] = ['dir', ...FORMATS[platform]];
  const other = platform === 'linux' ? 'win' : 'linux';
  const formats: Format[] = [];
  const problems: string[] = [];
  for (const name of names) {
    const matches = (format: Format) => format.toLowerCase() === name.toLowerCase();
    const format = mine.find(matches);
    if (format !== undefined) formats.push(format);
    else if (FORMATS[other].some(matches))
      problems.push(
        `"${name}" is a package for ${PLATFORM_NAMES[other]}, and this build is for ${PLATFORM_NAMES[platform]}: add --platform ${other}, or choose from ${mine.join(', ')}.`,
      );
    else problems.push(`There is no target "${name}". For ${PLATFORM_NAMES[platform]} there are ${mine.join(', ')}.`);
  }
  return { formats: [...new Set(formats)], problems };
}
