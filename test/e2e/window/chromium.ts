import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** The Chromium that is installed here; CI must have one. */
export const CHROMIUM = [process.env['SCRUTINEER_CHROMIUM'] ?? '', ...PLACES].find(
  (path) => path !== '' && existsSync(path),
);

/** In words, for the name of a suite that cannot run. */
export const NO_CHROMIUM =
  'skipped: no Chromium was found (install chromium-headless-shell, or set SCRUTINEER_CHROMIUM)';

if (CHROMIUM === undefined && process.env['CI']) throw new Error(`In CI the window is always tested. ${NO_CHROMIUM}`);
