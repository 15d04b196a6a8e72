import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type OpenWindow, WindowHouse, type WindowStart } from './open-window.ts';

/**
 * Opens windows for the tests of the suite that it is called in. After each test they are closed, and none may have
 * complained of anything.
 * @returns what opens one
 */
export function openingWindows(): (start?: WindowStart) => Promise<OpenWindow> {
  let house: WindowHouse;
  const opened: OpenWindow[] = [];
  beforeAll(async () => {
    house = await WindowHouse.open();
  });
  afterEach(async () => {
    for (const window of opened.splice(0)) {
      expect(window.complaints).toEqual([]);
      await window.page.context().close();
    }
  });
  afterAll(() => house.close());
  return async (start = {}) => {
    const window = await house.window(start);
    opened.push(window);
    return window;
  };
}
