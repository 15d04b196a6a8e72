import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';

const LOOKS = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
  { width: 1920, height: 1080, colorScheme: 'light' },
] as const;

/** The parts of a case, by the name of their tab. */
const PARTS = ['Runs', 'Evidence', 'Samples', 'Typed scores', 'Assessment', 'Decision', 'Exports'];
const PLACES = ['Import', 'Trust', 'Audit', 'Settings'];
/** Inventing the evidence of the sample and reading it takes a while. */
const FILLING = 180_000;

/** Walks through the program and takes a picture of each screen in every look. */
export class PreviewWalk {
  readonly #folder: string;
  readonly taken: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** The screen that the program starts with. */
  async first(page: Page): Promise<void> {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await this.#take(page, 'first');
  }

  /** Fills the sample vault, opens it, and goes through every place and every part of its case. */
  async sample(app: ElectronApplication, page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Fill a sample vault' }).click();
    await page.getByRole('button', { name: /^Open it as/ }).click({ timeout: FILLING });
    const rows = page.getByRole('table', { name: 'Cases' }).getByRole('row');
    await rows.nth(1).waitFor();
    await this.#take(page, 'cases');
    await rows.nth(1).click();
    await page.getByRole('button', { name: /^Assess (now|again)$/ }).click();
    await page.locator('svg.chart').first().waitFor();
    await this.#take(page, 'case-overview');
    for (const part of PARTS) {
      await page.getByRole('tab', { name: part, exact: true }).click();
      if (part === 'Samples') await readFirst(page);
      await this.#take(page, `case-${part}`);
    }
    for (const place of PLACES) {
      await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: place }).click();
      await page.getByRole('heading', { name: place, level: 1 }).waitFor();
      await this.#take(page, place);
    }
    const next = app.waitForEvent('window');
    await page.keyboard.press('Control+L');
    const locked = await next;
    await locked.getByRole('form', { name: 'Unlock the desk' }).waitFor();
    await this.#take(locked, 'unlock');
  }

  async #take(page: Page, name: string): Promise<void> {
    const number = String(this.taken.length / LOOKS.length + 1).padStart(2, '0');
    for (const { width, height, colorScheme } of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      // What is still being read says so in a status of its own.
      await page
        .getByText(/^Reading .*…$/)
        .first()
        .waitFor({ state: 'detached' });
      const file = `${number}-${name.toLowerCase().replaceAll(' ', '-')}-${width}-${colorScheme}.png`;
      await page.screenshot({ path: join(this.#folder, file), animations: 'disabled' });
      this.taken.push(file);
    }
  }
}

async function readFirst(page: Page): Promise<void> {
  await page.getByRole('listbox', { name: 'Attempts' }).getByRole('option').first().click();
  await page
    .getByRole('region', { name: 'Transcript' })
    .getByLabel(/^Message 1 of/)
    .waitFor();
}
