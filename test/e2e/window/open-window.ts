import { type Browser, chromium, type Page } from 'playwright-core';
import { type BuiltWindow, buildRenderer } from './build-renderer.ts';
import { CHROMIUM } from './chromium.ts';
import { serveWindow } from './window-server.ts';

/** How the fake desk begins; what is left out takes the fake's own values. */
export interface WindowStart {
  readonly phase?: 'no-vault' | 'locked' | 'unlocked';
  readonly theme?: 'light' | 'dark';
  readonly marking?: string;
  readonly unlockWait?: number;
  readonly cases?: number;
  readonly attempts?: number;
  readonly quarantined?: number;
  readonly roster?: boolean;
  readonly strange?: boolean;
  readonly huge?: boolean;
  readonly roles?: readonly string[];
  readonly silent?: readonly string[];
  readonly refusing?: readonly string[];
}

export interface Asked {
  readonly name: string;
  readonly input: unknown;
  readonly secrets?: unknown;
}

/** One window in a real Chromium, and what it complained of. */
export interface OpenWindow {
  readonly page: Page;
  /** Errors of the page and breaches of its content policy. */
  readonly complaints: readonly string[];
  readonly asked: (name: string) => Promise<readonly Asked[]>;
  readonly push: (event: string, payload: unknown) => Promise<void>;
  readonly goTo: (route: string) => Promise<void>;
}

/** Chromium and the built window, for the tests of one file. */
export class WindowHouse {
  readonly #browser: Browser;
  readonly #built: BuiltWindow;
  readonly #server: Awaited<ReturnType<typeof serveWindow>>;

  private constructor(browser: Browser, built: BuiltWindow, server: Awaited<ReturnType<typeof serveWindow>>) {
    this.#browser = browser;
    this.#built = built;
    this.#server = server;
  }

  static async open(): Promise<WindowHouse> {
    if (CHROMIUM === undefined) throw new Error('no Chromium');
    const built = await buildRenderer();
    const server = await serveWindow(built.folder);
    const browser = await chromium.launch({
      executablePath: CHROMIUM.path,
      args: ['--no-sandbox'],
      env: { ...process.env, ...CHROMIUM.env },
    });
    return new WindowHouse(browser, built, server);
  }

  async window(start: WindowStart = {}, size = { width: 1280, height: 800 }): Promise<OpenWindow> {
    const context = await this.#browser.newContext({ viewport: size, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(8_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('favicon')) complaints.push(message.text());
    });
    await page.addInitScript({ content: `globalThis.fakeStart = ${JSON.stringify(start)};` });
    await page.addInitScript({ path: this.#built.fakeBridge });
    await page.goto(this.#server.address);
    return {
      page,
      complaints,
      asked: async (name) =>
        JSON.parse(
          await page.evaluate(`JSON.stringify(fake.asked.filter((one) => one.name === ${JSON.stringify(name)}))`),
        ),
      push: (event, payload) => page.evaluate(`fake.push(${JSON.stringify(event)}, ${JSON.stringify(payload)})`),
      goTo: (route) => page.evaluate(`location.hash = ${JSON.stringify(`#/${route}`)}; undefined`),
    };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
    this.#built.remove();
  }
}
