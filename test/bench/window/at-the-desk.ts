import type { FullDesk } from './full-desk.ts';
import { painted, type Shown, toPaint } from './shown.ts';

/** A cold start, in milliseconds. */
export interface Start {
  /** From the start of the program until what was typed stands on the screen. */
  readonly toTyped: number;
  /** From the page's first byte until its field has the focus and is painted. */
  readonly page: number;
}

/** How a program starts whose window has a field that takes the focus. */
export async function measureStart({ page, began }: Shown): Promise<Start> {
  const focused = await painted(page, `document.activeElement?.tagName === 'INPUT'`);
  await page.keyboard.press('x');
  const typed = await painted(page, `document.activeElement.value === 'x'`);
  return { toTyped: typed.at - began, page: focused.sincePage };
}

/** Unlocks from the screen that `measureStart` left. @returns milliseconds from Enter to the painted list of cases */
export async function measureUnlock({ page }: Shown, desk: FullDesk, cases: number): Promise<number> {
  await page.keyboard.press('Backspace');
  await page.getByLabel('Person').selectOption(desk.personId);
  await page.getByLabel('Passphrase', { exact: true }).click();
  await page.keyboard.insertText(desk.passphrase);
  // A long list draws only what can be seen, and says below how many there are.
  const rows = `document.querySelectorAll('table[aria-label="Cases"] tbody tr').length > 5
    && [...document.querySelectorAll('[role=status]')].some((one) => one.textContent === '${cases} cases')`;
  return toPaint(page, () => page.keyboard.press('Enter'), rows);
}

/** What it takes to read a large case, in milliseconds from the key or click to the painted answer. */
export interface Reading {
  readonly overview: number;
  readonly samples: number;
  readonly end: number;
  readonly filter: number;
  readonly transcript: number;
}

/** Opens the large case from the list of cases and goes through its samples. */
export async function measureReading({ page }: Shown, desk: FullDesk): Promise<Reading> {
  await page.getByLabel('Search cases').fill(desk.largeModel);
  const row = page.getByRole('row', { name: new RegExp(desk.largeModel) });
  const overview = await toPaint(page, () => row.click(), `document.querySelector('.overview') !== null`);
  const samples = await toPaint(
    page,
    () => page.locator('#tab-samples').click(),
    `document.querySelectorAll('.attempt-name').length > 5`,
  );
  await page.locator('.attempt-list').focus();
  const end = await toPaint(
    page,
    () => page.keyboard.press('End'),
    `document.querySelector('#attempt-${desk.samples - 1} .attempt-name') !== null`,
  );
  const last = await page.evaluate<string>(
    `document.querySelector('#attempt-${desk.samples - 1} .attempt-name').firstChild.textContent`,
  );
  await page.getByLabel('Search samples').click();
  await page.keyboard.insertText(last.slice(0, -1));
  // What is listed for the shorter text is waited for, so that the last letter is measured alone.
  await painted(page, `document.querySelectorAll('.attempt-name').length > 5`);
  await page.waitForTimeout(500);
  const filter = await toPaint(
    page,
    () => page.keyboard.press(last.slice(-1)),
    `document.querySelectorAll('.attempt-name').length === 1`,
  );
  const transcript = await toPaint(
    page,
    () => page.locator('.attempt').first().click(),
    `document.querySelector('.message') !== null`,
  );
  return { overview, samples, end, filter, transcript };
}

/** Goes to a place of the window as its address says it. */
export async function goTo({ page }: Shown, place: string, condition: string): Promise<void> {
  await page.evaluate(`void (location.hash = '#/${place}')`);
  await painted(page, condition);
}

/** Chooses a bundle by the dialog and starts its import. */
export async function startImport(shown: Shown, bundle: string): Promise<void> {
  const { app, page } = shown;
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, bundle);
  await goTo(shown, 'import', `document.querySelector('form.import-start') !== null`);
  await page.getByRole('button', { name: 'Choose files…' }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).last().click();
  await painted(page, `document.querySelector('.import-row') !== null`);
}

/** Whether no import is going on any more, as the window's own rail says it. */
export async function isImporting({ page }: Shown): Promise<boolean> {
  return page.evaluate<boolean>(`document.querySelector('.rail-count') !== null`);
}
