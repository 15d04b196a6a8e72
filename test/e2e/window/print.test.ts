import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, NO_CHROMIUM } from './chromium.ts';
import { WindowHouse } from './open-window.ts';
import { SCREENS, show } from './screens.ts';

/** @returns how many pages a PDF has */
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;

/** @returns what the streams of a PDF hold, unpacked: what is drawn on its pages, glyph by glyph */
function drawnIn(pdf: Buffer): readonly string[] {
  const text = pdf.toString('latin1');
  const streams: string[] = [];
  for (const { index } of text.matchAll(/stream\r?\n/g)) {
    const start = index + (text[index + 6] === '\r' ? 8 : 7);
    const end = text.indexOf('endstream', start);
    try {
      streams.push(inflateSync(pdf.subarray(start, end)).toString('latin1'));
    } catch {
      // a picture or a font, packed another way
    }
  }
  return streams;
}

const PRINTED = ['case-overview', 'case-assessment', 'case-decision-drafted', 'intake-record'];

describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? 'what is printed' : NO_CHROMIUM, () => {
  let house: WindowHouse;
  beforeAll(async () => {
    house = await WindowHouse.open();
  });
  afterAll(() => house.close());

  it.each(PRINTED)('prints %s whole, without what acts on the screen', async (name) => {
    const screen = SCREENS.find((one) => one.name === name);
    if (!screen) throw new Error(`no screen is called ${name}`);
    const window = await house.window(screen.start);
    const { page } = window;
    await show(window, screen);
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.rail', '.top-bar', '.tab-row', 'form', '.banner']) {
      expect(await page.locator(gone).filter({ visible: true }).count(), gone).toBe(0);
    }
    expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
    expect(await page.getByText('The signed file is what counts').isVisible()).toBe(true);
    // Nothing scrolls on paper: the frames are as high as what they hold.
    const cut = await page.evaluate(
      `[...document.querySelectorAll('.screen, .table-frame, .detail, .decision-document')].filter((at) => at.scrollHeight > at.clientHeight + 2).length`,
    );
    expect(cut).toBe(0);
    expect(window.complaints).toEqual([]);
    await page.context().close();
  });

  it('carries the marking at the top and the bottom of every page', async () => {
    const window = await house.window({ marking: 'SECRET//NOFORN' });
    const { page } = window;
    await window.goTo('audit');
    await page.getByRole('row', { name: /Event 412/ }).waitFor();
    const marked = await page.pdf({ preferCSSPageSize: true });
    const pages = pagesOf(marked);
    expect(pages).toBeGreaterThan(3);
    // The margin boxes are drawn by the pages' own style: without the marking each page loses two runs of text.
    await page.evaluate("document.documentElement.style.setProperty('--printed-marking', 'none')");
    const unmarked = await page.pdf({ preferCSSPageSize: true });
    const runs = (pdf: Buffer) =>
      drawnIn(pdf).reduce((sum, stream) => sum + (stream.match(/\bTj\b|\bTJ\b/g)?.length ?? 0), 0);
    expect(runs(marked) - runs(unmarked)).toBeGreaterThanOrEqual(2 * pages);
    await page.context().close();
  });
});
