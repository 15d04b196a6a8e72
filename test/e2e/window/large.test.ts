import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, NO_CHROMIUM } from './chromium.ts';
import { FIRST_CASE } from './fake-cases.ts';
import { type OpenWindow, WindowHouse } from './open-window.ts';
import { drawn } from './settled.ts';

/** The longest that the page's thread was kept from drawing and answering since `watch`, in milliseconds. */
const longest = ({ page }: OpenWindow): Promise<number> => page.evaluate('Math.max(0, ...globalThis.longTasks)');
const watch = ({ page }: OpenWindow): Promise<void> =>
  page.evaluate(`globalThis.longTasks = [];
    new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map((task) => task.duration))).observe({ type: 'longtask' });
    undefined`);

// Far above what a quiet machine takes, far below what a person would call stuck: these tests share their machine.
const STUCK_MS = 1500;

describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? 'a window with much in it' : NO_CHROMIUM, () => {
  let house: WindowHouse;
  beforeAll(async () => {
    house = await WindowHouse.open();
  });
  afterAll(() => house.close());

  it('reads on in a megabyte of one message, piece by piece', async () => {
    const window = await house.window({ huge: true });
    const { page } = window;
    await window.goTo(`cases/${FIRST_CASE}/samples`);
    await watch(window);
    await page.getByRole('listbox', { name: 'Attempts' }).getByRole('option').first().click();
    const message = page.getByRole('article', { name: 'Message 3 of 5000' });
    await message.waitFor();
    expect((await message.textContent())?.length).toBeLessThan(6_000);
    await message.getByRole('button', { name: /^Show 30,000 more characters/ }).click();
    await expect.poll(async () => ((await message.textContent()) ?? '').length).toBeGreaterThan(30_000);
    expect(await longest(window)).toBeLessThan(STUCK_MS);
    await page.context().close();
  });

  it('draws of five thousand messages only those that can be seen', async () => {
    const window = await house.window({ huge: true });
    const { page } = window;
    await window.goTo(`cases/${FIRST_CASE}/samples`);
    await page.getByRole('listbox', { name: 'Attempts' }).getByRole('option').first().click();
    await page.getByRole('article').first().waitFor();
    await watch(window);
    const scrolled = async () => {
      await page.evaluate("document.querySelector('[aria-label=Transcript]').scrollBy(0, 20000)");
      await drawn(page);
      return (await window.asked('readAttempt')).length;
    };
    await expect.poll(scrolled).toBeGreaterThan(4);
    expect(await page.getByRole('article').count()).toBeLessThan(60);
    expect(await longest(window)).toBeLessThan(STUCK_MS);
    await page.context().close();
  });

  it('draws of two thousand cases only those that can be seen, and goes through them by the arrows', async () => {
    const window = await house.window({ cases: 2000 });
    const { page } = window;
    await page.getByText('2,000 cases').waitFor();
    const rows = page.getByRole('table', { name: 'Cases' }).getByRole('row');
    expect(await rows.count()).toBeLessThan(120);
    expect(await page.getByRole('table', { name: 'Cases' }).getAttribute('aria-rowcount')).toBe('2001');
    await rows.nth(1).focus();
    for (let press = 0; press < 60; press++) await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.dataset.index')).toBe('60');
    await page.context().close();
  });

  it('reaches the first and the last of many cases by one key, and comes back row by row', async () => {
    const { page, goTo } = await house.window({ cases: 2000 });
    await goTo('cases');
    const table = page.getByRole('table', { name: 'Cases' });
    const focused = () => page.evaluate('document.activeElement.getAttribute("aria-rowindex")');
    await table.locator('tbody tr.opens').first().focus();
    await page.keyboard.press('End');
    expect(await focused()).toBe('2001');
    expect(await table.locator('tr[aria-rowindex="2001"]').isVisible()).toBe(true);
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('2000');
    await page.keyboard.press('Home');
    expect(await focused()).toBe('2');
    await page.context().close();
  });

  it('goes on answering while the shell tells of two hundred files twenty times', async () => {
    const window = await house.window();
    const { page } = window;
    await window.goTo('import');
    await page.getByRole('heading', { name: 'Queue' }).waitFor();
    await watch(window);
    await page.evaluate(`for (let round = 1; round <= 20; round++) setTimeout(() => {
      for (let file = 0; file < 200; file++) fake.push('import', {
        importId: 'many-' + file, file: 'kestrel-' + file + '.seb',
        phase: file === 0 ? 'receiving' : 'waiting', done: file === 0 ? round * 1000000 : 0, total: file === 0 ? 40000000 : 0,
      });
    }, round * 50); undefined`);
    await page.getByText('19.1 MiB of 38.1 MiB').waitFor();
    expect(await page.getByRole('button', { name: /^Cancel kestrel-/ }).count()).toBe(200);
    expect(await longest(window)).toBeLessThan(STUCK_MS);
    await page.context().close();
  });
});
