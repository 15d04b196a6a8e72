import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APPIMAGE_RUNTIME } from '../../build/tools.ts';
import { makeStubElectron, makeStubElectronForWindows } from './stub-electron.ts';

/** What stands at the head of an AppImage made here: the marks of one, and no program. */
export const STUB_RUNTIME = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\x00AI\x02', 'latin1'), Buffer.alloc(4085)]);

export interface CarriedIn {
  readonly folder: string;
  /** SHA-256 of the archive with the stub of the AppImage runtime. */
  readonly runtimeSum: string;
}

/** Fills a folder as a person would carry it in, with stubs for what is published elsewhere. */
export function makeCarriedIn(folder: string): CarriedIn {
  makeStubElectron(join(folder, 'linux-x64'));
  makeStubElectronForWindows(join(folder, 'win32-x64'));
  const release = join(folder, 'tools', APPIMAGE_RUNTIME.release);
  const runtimes = join(folder, 'staging/appimage-tools/runtimes');
  for (const path of [release, runtimes]) mkdirSync(path, { recursive: true });
  writeFileSync(join(runtimes, 'runtime-x64'), STUB_RUNTIME);
  const archive = join(release, APPIMAGE_RUNTIME.file);
  execFileSync('tar', ['-czf', archive, '-C', join(folder, 'staging'), 'appimage-tools']);
  return { folder, runtimeSum: createHash('sha256').update(readFileSync(archive)).digest('hex') };
}

/** @returns what a program prints. */
export const printed = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 * 1024 });
