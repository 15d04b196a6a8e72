import type { Locator, Page } from 'playwright-core';

const MOST_STEPS = 150;

/** The little of an element that is asked of it in the page. */
interface InPage {
  readonly ownerDocument: { readonly activeElement: unknown };
}

const holdsFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element: InPage) => element.ownerDocument.activeElement === element);

/** Moves the focus with the Tab key until it stands on something. @throws Error where the key never leads there */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let step = 0; step < MOST_STEPS; step++) {
    if (await holdsFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the Tab key does not lead to ${target}`);
}

/** Goes to a field by the Tab key and types into it. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text);
}

/** Goes to a button by the Tab key and presses it. */
export async function pressOn(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button);
  await page.keyboard.press('Enter');
}
