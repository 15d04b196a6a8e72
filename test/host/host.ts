import { existsSync, readFileSync, statSync } from 'node:fs';
import { open as openInspector } from 'node:inspector';
import { registerHooks } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ELECTRON_PARTS } from '../../build/bill-of-materials.ts';
import { app } from './app.ts';
import { closeAll, connectWindows } from './browser-window.ts';
import { Cdp } from './cdp.ts';
import { startChromium } from './start-chromium.ts';

// Runs a built Electron program under Node, with a real Chromium for its windows. Speaks what Playwright's Electron
// driver listens for: Node's inspector, and Chromium's debugging socket on the error output.

const ELECTRON = pathToFileURL(join(import.meta.dirname, 'electron-module.ts')).href;
/** A main module that waits for readiness at top level never becomes ready in Electron; here it fails. */
const LOADS_WITHIN = 30_000;

const { switches, rest } = readArguments(process.argv.slice(2));
const appPath = resolve(rest[0] ?? '.');
const folder = statSync(appPath).isDirectory() ? appPath : dirname(appPath);
const manifest = join(folder, 'package.json');
const {
  main = 'out/main/index.js',
  name = 'app',
  version = '0.0.0',
} = existsSync(manifest)
  ? (JSON.parse(readFileSync(manifest, 'utf8')) as { main?: string; name?: string; version?: string }) // npm's own form
  : {};
const entry = folder === appPath ? join(folder, main) : appPath;
const executable = process.env['HOST_EXECUTABLE'] ?? process.execPath;

Object.assign(process.versions, { electron: ELECTRON_PARTS.electron, chrome: ELECTRON_PARTS.chromium });
Object.assign(process, { type: 'browser', resourcesPath: folder, defaultApp: true });
// What Playwright adds is meant for this host: no program that was started without it has these.
const own = process.argv.slice(2).filter((arg) => !/^--(inspect=0|remote-debugging-port=0|no-sandbox)$/.test(arg));
process.argv.splice(0, process.argv.length, executable, ...own);

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier.startsWith('electron/')
      ? { url: ELECTRON, shortCircuit: true }
      : next(specifier, context),
});
if (switches.has('inspect')) openInspector(Number(switches.get('inspect') || 0), '127.0.0.1');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(128));
process.on('uncaughtException', (error) => {
  console.error('An uncaught exception in the main process:', error);
  process.exit(1);
});

app.begin(
  { executable, appPath: folder, name, version, isPackaged: process.env['HOST_PACKAGED'] === '1', switches },
  { closeAll },
);
const isLate = setTimeout(() => {
  console.error('The main module is still loading after 30 s: does it await app.whenReady() at top level?');
  process.exit(1);
}, LOADS_WITHIN);
await import(pathToFileURL(entry).href);
clearTimeout(isLate);

const address = await startChromium(switches);
const cdp = await Cdp.connect(address);
cdp.on('closed', () => process.exit(app.isQuitting ? 0 : 1));
connectWindows(cdp);
await cdp.send('Target.setDiscoverTargets', { discover: true });
process.stderr.write(`DevTools listening on ${address}\n`);
// Playwright attaches now; real Electron becomes ready a moment after its socket, too.
setTimeout(() => app.becomeReady(), switches.has('inspect') ? 100 : 0);

function readArguments(given: readonly string[]): { switches: Map<string, string>; rest: string[] } {
  const found = new Map<string, string>();
  const others: string[] = [];
  for (const argument of given) {
    const parts = /^--([^=]+)(?:=(.*))?$/s.exec(argument);
    if (parts?.[1] === undefined) others.push(argument);
    else found.set(parts[1], parts[2] ?? '');
  }
  return { switches: found, rest: others };
}
