import type { Page } from 'playwright-core';

/** What the window's thread did while it was watched, in milliseconds. */
export interface Watched {
  /** The longest time between two frames. */
  readonly longestFrame: number;
  /** Frames that took more than 50 ms. */
  readonly slowFrames: number;
  readonly frames: number;
  /** The longest task over 50 ms that the browser told of; 0 where it told of none. */
  readonly longestTask: number;
  /** From each key to the painted frame that follows it. */
  readonly keys: readonly number[];
}

const START = `new Promise(requestAnimationFrame).then(() => {
  const watch = globalThis.benchWatch = { frames: [], keys: [], tasks: [], on: true, last: performance.now() };
  watch.observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) watch.tasks.push(entry.duration);
  });
  watch.observer.observe({ type: 'longtask' });
  const frame = () => {
    const now = performance.now();
    watch.frames.push(now - watch.last);
    watch.last = now;
    if (watch.on) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  watch.key = (event) => requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => watch.keys.push(performance.now() - event.timeStamp);
    after.port2.postMessage(0);
  });
  addEventListener('keydown', watch.key, true);
})`;

const STOP = `(() => {
  const { frames, keys, tasks, observer, key } = globalThis.benchWatch;
  globalThis.benchWatch.on = false;
  for (const entry of observer.takeRecords()) tasks.push(entry.duration);
  observer.disconnect();
  removeEventListener('keydown', key, true);
  return {
    longestFrame: Math.max(...frames),
    slowFrames: frames.filter((one) => one > 50).length,
    frames: frames.length,
    longestTask: Math.max(0, ...tasks),
    keys,
  };
})()`;

/** Watches the window's thread while something is done. */
export async function watched(page: Page, act: () => Promise<unknown>): Promise<Watched> {
  await page.evaluate(START);
  await act();
  await page.waitForTimeout(100);
  return page.evaluate<Watched>(STOP);
}

/** @returns several watches as one */
export function together(parts: readonly Watched[]): Watched {
  const most = (of: 'longestFrame' | 'longestTask') => Math.max(...parts.map((part) => part[of]));
  const sum = (of: 'slowFrames' | 'frames') => parts.reduce((all, part) => all + part[of], 0);
  return {
    longestFrame: most('longestFrame'),
    slowFrames: sum('slowFrames'),
    frames: sum('frames'),
    longestTask: most('longestTask'),
    keys: parts.flatMap(({ keys }) => keys),
  };
}
