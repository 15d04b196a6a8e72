import { findChromium } from '../../host/find-chromium.ts';

/** The Chromium that shows the window here; CI must have one. */
export const CHROMIUM = await findChromium();

/** In words, for the name of a suite that cannot run. */
export const NO_CHROMIUM = 'skipped: no Chromium is here (apt-get install chromium, or npm install)';

if (CHROMIUM === undefined && process.env['CI']) throw new Error(`In CI the window is always tested. ${NO_CHROMIUM}`);
