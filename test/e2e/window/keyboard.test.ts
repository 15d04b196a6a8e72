import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, NO_CHROMIUM } from './chromium.ts';
import { PASSPHRASE } from './fake-desk.ts';
import { type OpenWindow, WindowHouse } from './open-window.ts';

describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? 'the window by keyboard alone' : NO_CHROMIUM, () => {
  let house: WindowHouse;
  beforeAll(async () => {
    house = await WindowHouse.open();
  });
  afterAll(() => house.close());

  /** Presses Tab until what has the focus is called so, as a person would who sees the focus. */
  async function tabTo({ page }: OpenWindow, name: RegExp, most = 60): Promise<void> {
    const seen: string[] = [];
    for (let presses = 0; presses < most; presses++) {
      const focused: string = await page.evaluate(
        `(() => { const at = document.activeElement; const label = at.labels?.[0]?.textContent ?? ''; return at.getAttribute('aria-label') || label || at.textContent || ''; })()`,
      );
      if (name.test(focused)) {
        const outline: string = await page.evaluate(
          `getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow`,
        );
        expect(outline, `${focused} shows that it has the focus`).not.toBe('nonenone');
        return;
      }
      seen.push(focused.slice(0, 40));
      await page.keyboard.press('Tab');
    }
    throw new Error(`no Tab leads to ${name}: ${seen.join(' | ')}`);
  }

  it('goes from the unlock screen to a recorded adjudication', async () => {
    const window = await house.window({ phase: 'locked' });
    const { page, asked } = window;
    const keys = page.keyboard;
    await page.getByLabel('Passphrase', { exact: true }).waitFor();
    await keys.type(PASSPHRASE);
    await keys.press('Enter');
    await page.getByRole('heading', { name: 'Cases' }).waitFor();

    await tabTo(window, /^Halden Labs Kestrel 4\.0/);
    await keys.press('ArrowDown');
    await keys.press('ArrowUp');
    await keys.press('Enter');
    await page.getByRole('tab', { name: 'Overview' }).waitFor();

    await tabTo(window, /^Overview$/);
    for (let step = 0; step < 3; step++) await keys.press('ArrowRight');
    await page.getByRole('listbox', { name: 'Attempts' }).getByRole('option').first().waitFor();
    await tabTo(window, /^Attempts$/);
    await keys.press('Enter');
    await page.getByRole('article').first().waitFor();

    await tabTo(window, /^Adjudicate$/);
    await keys.press('Enter');
    await tabTo(window, /^Confirmed/);
    await tabTo(window, /^Rationale/);
    await keys.type('The tool result in message 5 shows the flag.');
    await tabTo(window, /^Record the adjudication$/);
    await keys.press('Enter');
    await page.getByText('1 reviewer has adjudicated this score.').waitFor();
    expect((await asked('adjudicate')).length).toBe(1);
    await page.context().close();
  });

  it('opens a case by name from the palette, shows the keys, and leaves what is typed alone', async () => {
    const { page } = await house.window();
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    await page.getByLabel('Search cases').fill('kept');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to or do' }).waitFor();
    await page.keyboard.type('tessera');
    await page.keyboard.press('Escape');
    expect(await page.getByLabel('Search cases').inputValue()).toBe('kept');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('tessera');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Tessera, version 3/ }).waitFor();
    await page.keyboard.press('Alt+4');
    await page.getByRole('heading', { name: 'Audit' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.context().close();
  });

  it('locks by Ctrl+L', async () => {
    const { page } = await house.window();
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    await page.keyboard.press('Control+l');
    await page.getByRole('form', { name: 'Unlock the desk' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Cases' }).count()).toBe(0);
    await page.context().close();
  });

  const focused = ({ page }: OpenWindow): Promise<string> =>
    page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent ?? ""');

  it('puts the focus on the heading of each new screen, and back where it was after a dialog', async () => {
    const window = await house.window();
    const { page } = window;
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    for (const [key, heading] of [
      ['Alt+2', 'Import'],
      ['Alt+3', 'Trust'],
      ['Alt+5', 'Settings'],
      ['Alt+1', 'Cases'],
    ] as const) {
      await page.keyboard.press(key);
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await expect.poll(() => focused(window)).toBe(heading);
    }
    await page.getByRole('button', { name: 'Lock', exact: true }).focus();
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
    await expect.poll(() => focused(window)).not.toBe('Lock');
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(window)).toBe('Lock');
    await page.keyboard.press('Alt+ArrowLeft');
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await page.context().close();
  });

  it('sorts the cases by keyboard, filters them and finds them', async () => {
    const window = await house.window();
    const { page } = window;
    const first = page.getByRole('table', { name: 'Cases' }).getByRole('row').nth(1);
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    await tabTo(window, /^Developer$/);
    await page.keyboard.press('Enter');
    expect(await first.getAttribute('aria-label')).toMatch(/^Fenwick/);
    await page.keyboard.press('Enter');
    expect(await first.getAttribute('aria-label')).toMatch(/^Northgate/);
    expect(await page.getByRole('columnheader', { name: 'Developer' }).getAttribute('aria-sort')).toBe('descending');
    await page.keyboard.press('/');
    await page.keyboard.type('kestrel');
    await page.getByText('2 of 5 cases').waitFor();
    await page.context().close();
  });

  it('shows who is at the desk and closes that again', async () => {
    const window = await house.window();
    const { page } = window;
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    await page.locator('.person-button').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Roles' }).getByText('Determining official').waitFor();
    const card = await page.locator('.person-card').boundingBox();
    const bar = await page.getByTestId('banner-top').boundingBox();
    expect(card?.y).toBeGreaterThan((bar?.y ?? 0) + (bar?.height ?? 0));
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('list', { name: 'Roles' }).isVisible()).toBe(false);
    await page.context().close();
  });
});
