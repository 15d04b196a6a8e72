import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { WindowHouse } from './open-window.ts';
import { SCREENS, show } from './screens.ts';

// node test/e2e/window/screenshots.ts [part of a name] : every screen at both sizes in both themes, into test/screenshots.
// node test/e2e/window/screenshots.ts --readme         : the pictures of the README, into docs/images.

const ROOT = resolve(import.meta.dirname, '../../..');
const SMALL = { width: 1280, height: 800 };
const LARGE = { width: 1920, height: 1080 };
const README = ['case-overview', 'import', 'case-decision-drafted'];

const [asked = ''] = process.argv.slice(2);
const forReadme = asked === '--readme';
const folder = forReadme ? join(ROOT, 'docs/images') : join(ROOT, 'test/screenshots');
const chosen = SCREENS.filter(({ name }) => (forReadme ? README.includes(name) : name.includes(asked)));
const looks = forReadme
  ? [{ size: SMALL, theme: 'light' as const }]
  : [SMALL, LARGE].flatMap((size) => (['light', 'dark'] as const).map((theme) => ({ size, theme })));

if (asked === '') rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const house = await WindowHouse.open();
const failed: string[] = [];
let taken = 0;
for (const screen of chosen) {
  for (const { size, theme } of looks) {
    const window = await house.window({ ...screen.start, theme }, size);
    try {
      await show(window, screen);
    } catch (error) {
      failed.push(`${screen.name}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
    const file = forReadme ? `${screen.name}.png` : `${screen.name}-${size.width}-${theme}.png`;
    await window.page.screenshot({ path: join(folder, file) });
    await window.page.context().close();
    taken += 1;
  }
}
await house.close();
console.log(`${taken} pictures in ${folder}`);
if (failed.length > 0) {
  console.error(failed.join('\n'));
  process.exitCode = 1;
}
