import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const LICENCE_FILES = /^(un)?(licen[cs]e|copying|notice)/i;
const LINE = '-'.repeat(80);

/** Inside the native module, which its own package does not give the text of. */
const IN_THE_NATIVE_MODULE = `SQLite3 Multiple Ciphers
Copyright (c) 2006-2025 Ulrich Telle

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

SQLite is in the public domain: https://sqlite.org/copyright.html`;

export const NOTICES = 'LICENSES.third-party.txt';

/** @returns the licence texts that an npm package brings, one after another; empty when it brings none. */
export function licenceTexts(folder: string): string {
  return readdirSync(folder)
    .filter((name) => LICENCE_FILES.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim())
    .join('\n\n');
}

/**
 * Gathers the licences of everything that a package holds beside Electron, whose own lie next to this file.
 * @param ingredients folders of npm packages, the native module's among them
 * @throws Error when a package brings no licence text, because then it must not be passed on
 */
export function thirdPartyNotices(ingredients: readonly string[]): string {
  const entries = new Map<string, string>();
  for (const folder of ingredients) {
    const about: { name: string; version: string; license?: string } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    const title = `${about.name} ${about.version} (${about.license ?? 'see below'})`;
    const texts = licenceTexts(folder);
    if (texts === '')
      throw new Error(`${about.name} ${about.version} brings no licence text, so it cannot be packaged.`);
    entries.set(title, texts);
  }
  const parts = [...entries].sort(([one], [two]) => (one < two ? -1 : 1)).map(([title, text]) => `${title}\n\n${text}`);
  parts.push(IN_THE_NATIVE_MODULE);
  return `Scrutineer is built on these works. Electron's and Chromium's licences lie beside this file.\n\n${parts
    .map((part) => `${LINE}\n${part}\n`)
    .join('\n')}`.replaceAll('\r\n', '\n');
}

/** @returns the licence of the program itself. */
export function ownLicence(): string {
  const path = join(ROOT, 'LICENSE');
  if (!existsSync(path)) throw new Error('the repository has lost its LICENSE');
  return readFileSync(path, 'utf8');
}
