import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../test/host/find-chromium.ts';
import { type IconPicture, iconFile } from './icon-file.ts';

// Draws the program's icon from build/resources/icon.svg, in every size that the packages carry. The results are kept
// in the repository: run this again (`npx node build/draw-icons.ts`) when the drawing changes.

const SIZES = [16, 24, 32, 48, 64, 96, 128, 256, 512, 1024];
const RESOURCES = join(import.meta.dirname, 'resources');

const found = await findChromium();
if (found === undefined) throw new Error('Icons are drawn by Chromium, and none is installed.');
const browser = await chromium.launch({ executablePath: found.path, env: found.env, args: ['--no-sandbox'] });
const svg = readFileSync(join(RESOURCES, 'icon.svg'), 'utf8');
const pictures: IconPicture[] = [];
for (const size of SIZES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg.replace(/ width="\d+" height="\d+"/, '')}`,
  );
  pictures.push({ size, png: await page.screenshot({ omitBackground: true }) });
  await page.close();
}
await browser.close();

mkdirSync(join(RESOURCES, 'icons'), { recursive: true });
for (const { size, png } of pictures) writeFileSync(join(RESOURCES, `icons/${size}x${size}.png`), png);
writeFileSync(join(RESOURCES, 'icon.ico'), iconFile(pictures.filter(({ size }) => size <= 256)));
