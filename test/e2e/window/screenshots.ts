import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { WindowHouse } from './open-window.ts';
import { SCREENS, show } from './screens.ts';

// node test/e2e/window/screenshots.ts [part of a name] : every screen at both sizes, light, and dark at the smaller one.

const OUT = resolve(import.meta.dirname, '../../screenshots');
const only = process.argv[2] ?? '';
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

if (only === '') rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const house = await WindowHouse.open();
let taken = 0;
for (const screen of SCREENS.filter(({ name }) => name.includes(only))) {
  for (const size of SIZES) {
    for (const theme of size.width === 1280 ? (['light', 'dark'] as const) : (['light'] as const)) {
      const window = await house.window({ ...screen.start, theme }, size);
      try {
        await show(window, screen);
      } catch (error) {
        console.error(`${screen.name}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
      }
      await window.page.screenshot({ path: join(OUT, `${screen.name}-${size.width}-${theme}.png`) });
      for (const complaint of window.complaints) console.error(`${screen.name}: ${complaint}`);
      await window.page.context().close();
      taken += 1;
    }
  }
}
await house.close();
console.log(`${taken} screenshots in ${OUT}`);
