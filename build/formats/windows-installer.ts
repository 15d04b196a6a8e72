import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { everythingIn, filesIn } from '../files-in.ts';
import { toolPath } from '../tools.ts';
import { type Job, runTool } from './job.ts';

const BUILD = resolve(import.meta.dirname, '..');

/** What NSIS would read as something else than a name: its variables, quotes, line ends. */
const PLAIN = /^[\p{L}\p{N} ._+@()/-]+$/u;

/**
 * Lists the program's files for NSIS: what to install, and what to remove again, file by file, so that an uninstaller
 * never empties a folder that somebody put other things into.
 */
function fileList(unpacked: string): string {
  const install: string[] = [];
  const remove: string[] = [];
  const windows = (path: string) => path.replaceAll('/', '\\');
  const inside = (folder: string) => (folder === '' ? '$INSTDIR' : `$INSTDIR\\${windows(folder)}`);
  const all = everythingIn(unpacked);
  const odd = all.find(({ path, kind }) => kind === 'link' || !PLAIN.test(path));
  if (odd !== undefined) throw new Error(`An installer for Windows cannot hold ${odd.path}.`);
  const folders = ['', ...all.filter(({ kind }) => kind === 'folder').map(({ path }) => path)];
  for (const folder of folders) {
    const files = all.filter(({ path, kind }) => kind === 'file' && path.split('/').slice(0, -1).join('/') === folder);
    install.push(`  SetOutPath "${inside(folder)}"`);
    for (const { path } of files) {
      install.push(`  File "${join(unpacked, path)}"`);
      remove.push(`  Delete "$INSTDIR\\${windows(path)}"`);
    }
  }
  for (const folder of folders.slice(1).reverse()) remove.push(`  RMDir "${inside(folder)}"`);
  return `!macro INSTALL_FILES\n${install.join('\n')}\n!macroend\n!macro REMOVE_FILES\n${remove.join('\n')}\n!macroend\n`;
}

async function compile(job: Job, script: string, made: string): Promise<string> {
  const { identity, unpacked, scratch } = job;
  const list = join(scratch, `${script}.files.nsh`);
  writeFileSync(list, fileList(unpacked));
  const bytes = filesIn(unpacked).reduce((sum, { size }) => sum + size, 0);
  const names = {
    // The 32-bit installer is the one that every edition of NSIS can make; it runs on 64-bit Windows of either kind.
    TARGET: 'x86-unicode',
    FILES: list,
    OUT: made,
    PRODUCT: identity.productName,
    PROGRAM: `${identity.productName}.exe`,
    PUBLISHER: identity.maintainer.replace(/ *<.*$/, ''),
    APP_ID: identity.appId,
    VERSION: identity.version,
    NUMERIC_VERSION: `${identity.version.replace(/[^\d.].*$/, '')}.0`,
    LICENSE_NAME: identity.license,
    LICENSE_FILE: join(unpacked, 'LICENSE.txt'),
    ICON: join(BUILD, 'resources/icon.ico'),
    SIZE_KIB: String(Math.ceil(bytes / 1024)),
  };
  const defines = Object.entries(names).map(([name, value]) => `-D${name}=${value}`);
  const source = join(BUILD, 'windows', `${script}.nsi`);
  await runTool(toolPath(job.tools, 'makensis'), ['-V2', '-WX', '-INPUTCHARSET', 'UTF8', ...defines, source], job);
  return made;
}

/** Makes the installer. @returns its path */
export function makeInstaller(job: Job): Promise<string> {
  const { productName, version } = job.identity;
  return compile(job, 'installer', join(job.out, `${productName}-Setup-${version}-${job.arch}.exe`));
}

/** Makes the program in one file that runs without installation. @returns its path */
export function makePortable(job: Job): Promise<string> {
  const { productName, version } = job.identity;
  return compile(job, 'portable', join(job.out, `${productName}-Portable-${version}-${job.arch}.exe`));
}
