import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, NO_CHROMIUM } from './chromium.ts';
import { WindowHouse } from './open-window.ts';
import { SCREENS, show } from './screens.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? 'every screen for every person' : NO_CHROMIUM, () => {
  let house: WindowHouse;
  beforeAll(async () => {
    house = await WindowHouse.open();
  });
  afterAll(() => house.close());

  for (const theme of ['light', 'dark'] as const) {
    it.each(SCREENS.map((screen) => [screen.name, screen] as const))(
      `finds nothing serious on %s in the ${theme} theme, and no breach of the content policy`,
      async (_, screen) => {
        const window = await house.window({ ...screen.start, theme });
        try {
          await show(window, screen);
          await window.page.evaluate(AXE);
          const found: { violations: Violation[]; passes: unknown[] } = JSON.parse(
            await window.page.evaluate('axe.run(document).then((found) => JSON.stringify(found))'),
          );
          expect(found.passes.length).toBeGreaterThan(5);
          const serious = found.violations
            .filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .map(
              ({ id, nodes }) =>
                `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join('\n')}`,
            );
          expect(serious).toEqual([]);
          expect(window.complaints).toEqual([]);
        } finally {
          await window.page.context().close();
        }
      },
    );
  }
});
