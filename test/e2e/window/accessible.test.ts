import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, NO_CHROMIUM } from './chromium.ts';
import { type OpenWindow, WindowHouse } from './open-window.ts';
import { SCREENS, show } from './screens.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Resolves when the colours have come to rest. */
const TO_DARK = `new Promise((rested) => {
  document.body.classList.add('bp6-dark');
  requestAnimationFrame(() => {
    for (const change of document.getAnimations()) change.finish();
    requestAnimationFrame(() => rested(undefined));
  });
})`;

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
  }[];
  readonly passes: readonly unknown[];
}

/** @param options of axe: all of its rules where left out */
async function serious({ page }: OpenWindow, options = '{}'): Promise<readonly string[]> {
  const found: Found = JSON.parse(
    await page.evaluate(`axe.run(document, ${options}).then((found) => JSON.stringify(found))`),
  );
  expect(found.passes.length).toBeGreaterThan(0);
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join('\n')}`,
    );
}

describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? 'every screen for every person' : NO_CHROMIUM, () => {
  let house: WindowHouse;
  beforeAll(async () => {
    house = await WindowHouse.open();
  });
  afterAll(() => house.close());

  it.concurrent.each(SCREENS.map((screen) => [screen.name, screen] as const))(
    'finds nothing serious on %s in either theme, and no breach of the content policy',
    async (_, screen) => {
      const window = await house.window({ ...screen.start, theme: 'light' });
      try {
        await show(window, screen);
        await window.page.evaluate(AXE);
        expect(await serious(window)).toEqual([]);
        // The other theme changes colours and nothing else.
        await window.page.evaluate(TO_DARK);
        expect(await serious(window, "{ runOnly: ['color-contrast'] }")).toEqual([]);
        expect(window.complaints).toEqual([]);
      } finally {
        await window.page.context().close();
      }
    },
  );
});
