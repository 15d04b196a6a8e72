import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { inject } from 'vitest';
import type { Window } from '../../build/bundle.ts';
import { executable } from './where-shown.ts';

/** @returns the main file of the program that was built for this run of the tests. */
export function mainOf(window: Window): string {
  const programs = inject('programs');
  if (programs === undefined) throw new Error('nothing was built, because nothing can show it');
  return programs[window];
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
  /** Its own window, or an empty page. */
  readonly window: Window;
  /** The vault named on the command line. */
  readonly vault?: string;
  /** Kept when it ends where given; a fresh folder where not. */
  readonly userData?: string;
  /** As a packaged program would find itself. */
  readonly isPackaged?: boolean;
  /** Where it puts what it makes for a while; the system's folder when absent. */
  readonly temporary?: string;
}

/** What is true of a page whose preload and document are there. */
export const READY = 'typeof scrutineer === "object" && document.readyState === "complete"';

/**
 * Waits until an expression is true in the page. Playwright's own `waitForFunction` evaluates text inside the page later
 * on, which the policy of the page rightly refuses.
 */
export async function untilTrue(page: Page, expression: string, patience = 30_000): Promise<void> {
  const end = Date.now() + patience;
  // While a page moves to its first document, an evaluation may find none.
  while ((await page.evaluate(expression).catch(() => false)) !== true) {
    if (Date.now() > end) throw new Error(`not true within ${patience} ms: ${expression}`);
    await page.waitForTimeout(30);
  }
}

/** Starts the program: on real Electron where its binary is here, and on the stand-in host everywhere else. */
export async function launch({ window, vault, userData, isPackaged, temporary }: LaunchOptions): Promise<Running> {
  const data = userData ?? mkdtempSync(join(tmpdir(), 'scrutineer-data-'));
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  const app = await _electron.launch({
    executablePath: executable(),
    args: [mainOf(window), `--user-data-dir=${data}`, ...(vault === undefined ? [] : [`--vault=${vault}`])],
    env: {
      ...env,
      ...(isPackaged ? { HOST_PACKAGED: '1' } : {}),
      ...(temporary === undefined ? {} : { TMPDIR: temporary }),
    },
    timeout: 60_000,
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
      const asked = app.close().catch(() => undefined); // a test may have ended it already
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((done) => {
        timer = setTimeout(done, 15_000, 'late');
      });
      if ((await Promise.race([asked, late])) === 'late') app.process().kill('SIGKILL');
      clearTimeout(timer);
      if (userData === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

/** @returns whether a process is still there (a zombie is not). */
export function isRunning(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
