import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './find-chromium.ts';

const SWITCHES = [
  '--no-sandbox', // CI runs as root; that the program itself asks for the sandbox is asserted elsewhere
  '--no-first-run',
  '--no-startup-window',
  '--no-default-browser-check',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-back-forward-cache',
  '--password-store=basic',
  '--use-mock-keychain',
  '--force-color-profile=srgb',
  '--hide-scrollbars=false',
];

/** Switches of the program that mean something to a stock Chromium as well. */
const PASSED_ON = [
  'host-resolver-rules',
  'no-proxy-server',
  'no-pings',
  'dns-prefetch-disable',
  'disable-3d-apis',
  'force-webrtc-ip-handling-policy',
];

/**
 * Starts Chromium under its guardian.
 * @param appSwitches what the program appended to its command line
 * @returns the address of its debugging socket
 */
export async function startChromium(appSwitches: ReadonlyMap<string, string>): Promise<string> {
  const chromium = await findChromium(process.env['HOST_HEADED'] === '1');
  if (chromium === undefined) throw new Error('No Chromium was found: install one (apt-get install chromium).');
  const own = PASSED_ON.filter((name) => appSwitches.has(name)).map((name) => {
    const value = appSwitches.get(name);
    return value ? `--${name}=${value}` : `--${name}`;
  });
  const profile = mkdtempSync(join(tmpdir(), 'scrutineer-host-'));
  const guardian = spawn(
    join(import.meta.dirname, 'guardian.sh'),
    [profile, chromium.path, ...chromium.arguments, ...SWITCHES, ...own, '--remote-debugging-port=0'],
    { stdio: ['pipe', 'ignore', 'pipe'], detached: true, env: { ...process.env, ...chromium.env } },
  );
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let heard = '';
  guardian.stderr.setEncoding('utf8');
  guardian.stderr.on('data', (text: string) => {
    if (heard.length > 20_000) return; // read on, so that Chromium never waits for us
    heard += text;
    const address = /^DevTools listening on (ws:\/\/\S+)$/m.exec(heard)?.[1];
    if (address !== undefined) resolve(address);
  });
  const failed = (why: string) => reject(new Error(`Chromium did not start: ${why}\n${heard.slice(-2000)}`));
  guardian.once('error', (error) => failed(error.message));
  guardian.once('exit', (code) => failed(`ended with ${code}`));
  setTimeout(() => failed('no debugging socket after 45 s'), 45_000).unref();
  return promise;
}
