import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Where fuses lie in an Electron binary: this sentence, a version, a length, and one character a fuse. */
export const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES_AS_SHIPPED = '100110011';
const WIRE = Buffer.concat([Buffer.from(FUSE_SENTINEL), Buffer.from([1, 9]), Buffer.from(FUSES_AS_SHIPPED)]);

/** The fuses by their names, in the order of the wire. */
const FUSE_NAMES = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptions',
  'nodeCliInspect',
  'asarIntegrity',
  'onlyLoadAppFromAsar',
  'browserSnapshot',
  'fileProtocolPrivileges',
] as const;

/** @returns whether each fuse is on, read from the bytes of a program. */
export function readFuses(program: Buffer): Record<string, boolean> {
  const at = program.indexOf(FUSE_SENTINEL);
  if (at < 0) throw new Error('there is no fuse wire');
  const wire = program.subarray(at + FUSE_SENTINEL.length + 2);
  return Object.fromEntries(FUSE_NAMES.map((name, index) => [name, wire[index] === '1'.charCodeAt(0)]));
}

const ON_EVERY_SYSTEM = {
  LICENSE: 'The licence of Electron',
  'LICENSES.chromium.html': '<html>The licences of Chromium</html>',
  'locales/en-US.pak': 'x',
  'locales/de.pak': 'x',
  'resources.pak': 'x',
  'icudtl.dat': 'x',
  // What a real distribution would start when nothing else is there; it has no place in a package.
  'resources/default_app.asar': '',
};

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const part of ['resources', 'locales']) mkdirSync(join(folder, part), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    if (name !== 'resources/default_app.asar') writeFileSync(join(folder, name), text);
  }
}

/** The files of an Electron distribution for Linux as far as packaging looks, with a fuse wire and no program in it. */
export function makeStubElectron(folder: string, version = '45.4.1'): void {
  write(folder, { ...ON_EVERY_SYSTEM, version, 'chrome-sandbox': 'x', 'libffmpeg.so': 'x' });
  writeFileSync(
    join(folder, 'electron'),
    Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n#'), WIRE, Buffer.from('\n')]),
  );
  for (const program of ['electron', 'chrome-sandbox']) chmodSync(join(folder, program), 0o755);
}

/** As much of the library that reads and writes Windows programs as is used here; it brings no types that fit. */
interface PortableExecutables {
  readonly NtExecutable: { createEmpty(is32Bit: boolean, isDll: boolean): { generate(): ArrayBuffer } };
  readonly NtExecutableResource: {
    from(program: object): { entries: object[]; outputResource(program: object): void };
  };
  readonly Resource: {
    readonly VersionInfo: {
      createEmpty(): {
        lang: number;
        setFileVersion(major: number, minor: number, micro: number, revision: number, lang: number): void;
        setStringValues(where: { lang: number; codepage: number }, values: Record<string, string>): void;
        outputToResourceEntries(entries: object[]): void;
      };
    };
  };
}

const LANGUAGE = 1033;
const CODEPAGE = 1200;

/** The same for Windows: an empty but valid program, with the fuse wire and a version among its resources. */
export function makeStubElectronForWindows(folder: string, version = '45.4.1'): void {
  write(folder, { ...ON_EVERY_SYSTEM, version, 'ffmpeg.dll': 'x' });
  const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
  // electron-builder edits Windows programs with this library, so it is there wherever packages are made.
  const { NtExecutable, NtExecutableResource, Resource } = createRequire(builder.resolve('app-builder-lib'))(
    'resedit',
  ) as PortableExecutables;
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const info = Resource.VersionInfo.createEmpty();
  info.lang = LANGUAGE;
  info.setFileVersion(45, 4, 1, 0, LANGUAGE);
  info.setStringValues(
    { lang: LANGUAGE, codepage: CODEPAGE },
    { ProductName: 'Electron', FileDescription: 'Electron' },
  );
  info.outputToResourceEntries(resources.entries);
  resources.entries.push({ type: 'FUSE', id: 'WIRE', lang: LANGUAGE, codepage: CODEPAGE, bin: WIRE });
  resources.outputResource(program);
  writeFileSync(join(folder, 'electron.exe'), Buffer.from(program.generate()), { mode: 0o755 });
}
