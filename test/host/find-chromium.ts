import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findProgram } from '../../build/find-program.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Chromium {
  readonly path: string;
  /** What it needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly arguments: readonly string[];
}

/** Without a display, and with one as well. */
const HEADLESS = 'chromium-headless-shell';
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** The one in the npm package. */
const PACKAGED = join(ROOT, 'node_modules/@sparticuz/chromium/bin');

const installed = (names: readonly string[]): string | undefined =>
  process.env['HOST_CHROMIUM'] ?? names.map((name) => findProgram(name)).find((path) => path !== undefined);

/**
 * Finds a Chromium: the installed one first, then the one in the npm package `@sparticuz/chromium`, unpacked with the
 * libraries that it carries.
 * @param headed with a display; the headless shell cannot show itself
 */
export async function findChromium(headed = false): Promise<Chromium | undefined> {
  const path = installed(headed ? BROWSERS : [HEADLESS, ...BROWSERS]);
  if (path !== undefined) return { path, env: {}, arguments: headed ? [] : ['--headless=new'] };
  return headed ? undefined : packagedChromium();
}

/** Whether some Chromium could be found, without unpacking one. */
export function mayHaveChromium(): boolean {
  return installed([HEADLESS, ...BROWSERS]) !== undefined || existsSync(join(PACKAGED, 'chromium.br'));
}

async function packagedChromium(): Promise<Chromium | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(join(PACKAGED, 'chromium.br')))
    return undefined;
  const cache = join(ROOT, 'node_modules/.cache/scrutineer-chromium');
  if (!existsSync(cache)) await unpack(cache);
  const lib = join(cache, 'al2023/lib');
  return {
    path: join(cache, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [lib, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
      ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_FILE: fontsOf(cache) }),
    },
    arguments: ['--headless=shell'],
  };
}

/** Where the system has no fonts, the one in the package is used. @returns what tells fontconfig of it */
function fontsOf(cache: string): string {
  const path = join(cache, 'fonts.conf');
  const dirs = `<dir>${join(cache, 'fonts/fonts')}</dir><cachedir>${join(cache, 'fonts-cache')}</cachedir>`;
  writeFileSync(path, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs}</fontconfig>`);
  return path;
}

/** Unpacks beside and renames, so that two tests at once never see a half-written browser. */
async function unpack(cache: string): Promise<void> {
  const { inflate } = await import('@sparticuz/chromium');
  const beside = `${cache}.${process.pid}`;
  mkdirSync(beside, { recursive: true });
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = beside; // the package unpacks into the temporary folder
  try {
    for (const name of ['chromium.br', 'al2023.tar.br', 'fonts.tar.br']) await inflate(join(PACKAGED, name));
    renameSync(beside, cache);
  } catch (error) {
    if (!existsSync(cache)) throw error;
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(beside, { recursive: true, force: true });
  }
}
