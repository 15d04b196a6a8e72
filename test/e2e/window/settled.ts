import type { Page } from 'playwright-core';

/** The page has drawn what it knows by now. */
export const drawn = (page: Page): Promise<void> =>
  page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(undefined))))');

/** Waits until the page asks its desk for nothing more, has drawn that, and what moves to an end has come to rest. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(`(async () => {
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    let asked = -1;
    for (let quiet = 0; quiet < 3; quiet = fake.asked.length === asked ? quiet + 1 : 0) {
      asked = fake.asked.length;
      await drawn();
    }
    const ends = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ends.map((one) => one.finished));
    await drawn();
  })()`);
