import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, NO_CHROMIUM } from './chromium.ts';
import { FIRST_CASE, uuid } from './fake-cases.ts';
import { WindowHouse } from './open-window.ts';
import { settled } from './settled.ts';

/** 1280 by 800 at 200 %. */
const ZOOMED = { width: 640, height: 400 };
const ROUTES = [
  'cases',
  'import',
  'trust/persons',
  'trust/documents',
  'audit',
  'settings',
  `cases/${FIRST_CASE}/overview`,
  `cases/${FIRST_CASE}/samples`,
  `cases/${FIRST_CASE}/assessment`,
  `cases/${uuid(3)}/decision`,
  `cases/${uuid(4)}/exports`,
];

describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? 'the window for every eye' : NO_CHROMIUM, () => {
  let house: WindowHouse;
  beforeAll(async () => {
    house = await WindowHouse.open();
  });
  afterAll(() => house.close());

  it('fits at 200 %: nothing is cut off sideways and both markings stay', async () => {
    const window = await house.window({}, ZOOMED);
    const { page } = window;
    await page.getByRole('navigation', { name: 'Places' }).waitFor();
    for (const route of ROUTES) {
      await window.goTo(route);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await settled(page);
      const wide: { window: number; screen: number; room: number } = await page.evaluate(`(() => {
        const screen = document.getElementById('screen');
        return { window: document.documentElement.scrollWidth, screen: screen.scrollWidth, room: screen.clientWidth };
      })()`);
      expect(wide.window, route).toBeLessThanOrEqual(ZOOMED.width);
      expect(wide.screen, route).toBeLessThanOrEqual(wide.room + 1);
      expect(await page.getByTestId('banner-top').isVisible()).toBe(true);
      expect(await page.getByTestId('banner-bottom').isVisible()).toBe(true);
      expect(await page.getByRole('button', { name: 'Lock', exact: true }).isVisible()).toBe(true);
    }
    await page.context().close();
  });

  it('keeps the colours of markings where the system gives its own to everything else', async () => {
    const window = await house.window({ marking: 'SECRET//NOFORN' });
    const { page } = window;
    await page.emulateMedia({ forcedColors: 'active' });
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    expect(await page.evaluate("getComputedStyle(document.querySelector('.banner')).backgroundColor")).toBe(
      'rgb(200, 16, 46)',
    );
    const edge = "getComputedStyle(document.querySelector('.bp6-tag')).borderTopStyle";
    expect(await page.evaluate(edge)).toBe('solid');
    await page.context().close();
  });

  it('moves nothing where a person asked for less motion', async () => {
    const window = await house.window();
    const { page } = window;
    await window.goTo('import');
    await page.getByRole('heading', { name: 'Queue' }).waitFor();
    await window.push('import', { importId: 'a', file: 'kestrel.seb', phase: 'checking', done: 0, total: 0 });
    await page.getByText('Checking…').waitFor();
    const moving = (): Promise<number> =>
      page.evaluate("document.getAnimations().filter((one) => one.playState === 'running').length");
    await settled(page);
    expect(await moving()).toBe(0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await expect.poll(moving).toBeGreaterThan(0);
    await page.context().close();
  });
});
