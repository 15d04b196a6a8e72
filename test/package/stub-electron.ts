import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where fuses lie in an Electron binary: this sentence, a version, a length, and one character a fuse. */
export const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES_AS_SHIPPED = '100110011';

/** The files of an Electron distribution as far as the builder looks, with a fuse wire and no program in it. */
export function makeStubElectron(folder: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  const wire = Buffer.concat([Buffer.from(FUSE_SENTINEL), Buffer.from([1, 9]), Buffer.from(FUSES_AS_SHIPPED)]);
  writeFileSync(
    join(folder, 'electron'),
    Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n#'), wire, Buffer.from('\n')]),
    {
      mode: 0o755,
    },
  );
  const rest = {
    version: '45.4.1',
    LICENSE: 'MIT',
    'LICENSES.chromium.html': '<html>',
    'locales/en-US.pak': 'x',
    'locales/de.pak': 'x',
    'resources.pak': 'x',
    'icudtl.dat': 'x',
    'chrome-sandbox': 'x',
  };
  for (const [name, text] of Object.entries(rest)) writeFileSync(join(folder, name), text);
}
