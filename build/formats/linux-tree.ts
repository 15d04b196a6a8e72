import { chmodSync, copyFileSync, cpSync, lutimesSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { everythingIn } from '../files-in.ts';
import type { Identity } from '../identity.ts';
import type { Job } from './job.ts';

export const ICONS = resolve(import.meta.dirname, '../resources/icons');
/** The sizes of the icon theme that every desktop looks into. */
export const ICON_SIZES = [16, 24, 32, 48, 64, 96, 128, 256, 512] as const;
/** Where deb and rpm put the program. */
export const installedAt = ({ productName }: Identity): string => `opt/${productName}`;

/**
 * @returns the entry of the desktop's menu
 * @param command what it starts
 * @see https://specifications.freedesktop.org/desktop-entry-spec/latest/
 */
export function desktopEntry(identity: Identity, command: string): string {
  return `${[
    '[Desktop Entry]',
    'Type=Application',
    `Name=${identity.productName}`,
    `Comment=${identity.synopsis}`,
    `Exec=${command}`,
    `Icon=${identity.executable}`,
    `StartupWMClass=${identity.executable}`,
    'Terminal=false',
    `Categories=${identity.category};`,
  ].join('\n')}\n`;
}

/** Copies the plain folder, with the modes that a package shall have whatever the umask of this account is. */
export function copyUnpacked(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  evenModes(to);
}

/** Folders and programs 755, all else 644: nothing that only the building account could read or that others may write. */
export function evenModes(folder: string): void {
  chmodSync(folder, 0o755);
  for (const { path, kind, mode } of everythingIn(folder)) {
    if (kind !== 'link') chmodSync(join(folder, path), kind === 'folder' || (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}

/** Dates everything alike. */
export function evenTimes(folder: string, time: number): void {
  for (const { path } of everythingIn(folder).reverse()) lutimesSync(join(folder, path), time, time);
  lutimesSync(folder, time, time);
}

/**
 * Lays out what deb and rpm install: the program in /opt, its name in /usr/bin, its menu entry and icons. No script runs at
 * installation: the sandbox's helper has its setuid mode in the package, for systems where accounts have no name spaces of
 * their own, and desktops find entry and icons by themselves.
 * @param root an absent or empty folder
 */
export function layOutLinux(job: Job, root: string): void {
  const { identity, unpacked, time } = job;
  const home = join(root, installedAt(identity));
  copyUnpacked(unpacked, home);
  const put = (path: string, write: (at: string) => void) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    write(join(root, path));
  };
  const program = `/${installedAt(identity)}/${identity.executable}`;
  put(`usr/share/applications/${identity.executable}.desktop`, (at) =>
    writeFileSync(at, desktopEntry(identity, program)),
  );
  for (const size of ICON_SIZES)
    put(`usr/share/icons/hicolor/${size}x${size}/apps/${identity.executable}.png`, (at) =>
      copyFileSync(join(ICONS, `${size}x${size}.png`), at),
    );
  put(`usr/share/doc/${identity.name}/copyright`, (at) =>
    writeFileSync(
      at,
      `${identity.productName} is under ${identity.license}. What it is built on, and under which licences:\n/${installedAt(identity)}/LICENSES.third-party.txt\n/${installedAt(identity)}/LICENSE.electron.txt\n/${installedAt(identity)}/LICENSES.chromium.html\n`,
    ),
  );
  put(`usr/bin/${identity.executable}`, (at) =>
    symlinkSync(`../../${installedAt(identity)}/${identity.executable}`, at),
  );
  evenModes(root);
  chmodSync(join(home, 'chrome-sandbox'), 0o4755);
  evenTimes(root, time);
}
