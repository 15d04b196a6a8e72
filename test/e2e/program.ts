import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { bundleAll, type Window } from '../../build/bundle.ts';
import { electronBinary } from '../../build/electron-binary.ts';
import { mayHaveChromium } from '../host/find-chromium.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const HOST = join(ROOT, 'test/host/electron');

/**
 * Tells whether the program can be shown here at all. In CI it must be.
 * @returns undefined where it can, or the words of the skip
 */
export function whyNotShown(): string | undefined {
  if (electronBinary() !== undefined || mayHaveChromium()) return undefined;
  const words = 'skipped: neither Electron nor a Chromium is here (apt-get install chromium, or npm install)';
  if (process.env['CI']) throw new Error(`In CI the window must be tested, but it is ${words}`);
  return words;
}

/** A program that was built for one test file. */
export interface Built {
  /** Its main file. */
  readonly main: string;
  remove(): void;
}

/** Builds the program into a folder of its own, so that test files do not meet in it. */
export async function buildProgram(window: Window): Promise<Built> {
  const out = join(ROOT, 'node_modules/.cache/scrutineer-test', `${window}-${process.pid}`);
  await bundleAll({ out, window, withSample: false });
  return { main: join(out, 'main/index.js'), remove: () => rmSync(out, { recursive: true, force: true }) };
}

/** The program in the course of a test. */
export interface Running {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** What it wrote to its error output. */
  errors(): string;
  /** Ends it and removes its data folder. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  readonly main: string;
  /** The vault named on the command line. */
  readonly vault?: string;
  /** Kept when it ends where given; a fresh folder where not. */
  readonly userData?: string;
  /** As a packaged program would find itself. */
  readonly isPackaged?: boolean;
}

/** What is true of a page whose preload and document are there. */
export const READY = 'typeof scrutineer === "object" && document.readyState === "complete"';

/**
 * Waits until an expression is true in the page. Playwright's own `waitForFunction` evaluates text inside the page later
 * on, which the policy of the page rightly refuses.
 */
export async function untilTrue(page: Page, expression: string, patience = 15_000): Promise<void> {
  const end = Date.now() + patience;
  // While a page moves to its first document, an evaluation may find none.
  while ((await page.evaluate(expression).catch(() => false)) !== true) {
    if (Date.now() > end) throw new Error(`not true within ${patience} ms: ${expression}`);
    await page.waitForTimeout(30);
  }
}

/** Starts the program: on real Electron where its binary is here, and on the stand-in host everywhere else. */
export async function launch({ main, vault, userData, isPackaged }: LaunchOptions): Promise<Running> {
  const data = userData ?? mkdtempSync(join(tmpdir(), 'scrutineer-data-'));
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  const app = await _electron.launch({
    executablePath: electronBinary() ?? HOST,
    args: [main, `--user-data-dir=${data}`, ...(vault === undefined ? [] : [`--vault=${vault}`])],
    env: { ...env, ...(isPackaged ? { HOST_PACKAGED: '1' } : {}) },
    timeout: 30_000,
  });
  let errors = '';
  app.process().stderr?.on('data', (text: Buffer) => {
    errors += text.toString();
  });
  const page = await app.firstWindow();
  await untilTrue(page, READY);
  return {
    app,
    page,
    errors: () => errors,
    async close() {
      await app.close().catch(() => undefined); // a test may have ended it already
      if (userData === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

/** @returns whether a process is still there (a zombie is not). */
export function isRunning(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
