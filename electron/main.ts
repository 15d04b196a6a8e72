import { join } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, Menu, powerMonitor, protocol, session as sessions } from 'electron';
import type { EventName, Pushed } from '../desk/contract/session.ts';
import { createBridge } from './bridge.ts';
import { pickFiles, pickFolder } from './dialogs.ts';
import {
  lockDownNames,
  lockDownProcess,
  lockDownSession,
  looseSwitches,
  PARTITION,
  SCHEME_PRIVILEGES,
} from './lock-down.ts';
import { watchForLock } from './lock-triggers.ts';
import { CHANNEL } from './names.ts';
import { SCHEME, START_PAGE } from './origin.ts';
import { PreferenceFile } from './preferences.ts';
import { servePages } from './protocol.ts';
import { sampleFiller } from './sample.ts';
import { Session } from './session.ts';
import { makeWindow } from './window.ts';

// The order matters: what narrows the program comes before Electron is ready, and nothing waits for that at top level,
// because Electron becomes ready only after this file has run to its end.

const isFirst = lockDownProcess(app, app.commandLine, process.umask);
protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES]);
Menu.setApplicationMenu(null);

const loose = app.isPackaged ? looseSwitches(process.argv.slice(1)) : [];
if (loose.length > 0) {
  console.error(`Scrutineer does not start with --${loose.join(', --')}: it would be less closed. Start it without.`);
  app.exit(2);
} else if (isFirst) app.whenReady().then(start, failed);
else app.quit();

async function start(): Promise<void> {
  lockDownNames(app);
  const own = sessions.fromPartition(PARTITION, { cache: false });
  for (const one of [own, sessions.defaultSession]) lockDownSession(one, app.isPackaged);
  own.protocol.handle(SCHEME, servePages(join(import.meta.dirname, '../renderer')));

  let window: BrowserWindow | undefined;
  let hasEnded = false;
  const present = () => {
    if (window === undefined) throw new Error('there is no window');
    return window;
  };
  // The window is known before its page loads, because the page speaks while it loads.
  const open = async () => {
    window = makeWindow({
      session: own,
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      isPackaged: app.isPackaged,
    });
    // Closing the window ends the program, and the page must still be there to hand over what is being typed.
    window.on('close', (event) => {
      if (hasEnded) return;
      event.preventDefault();
      app.quit();
    });
    await window.loadURL(START_PAGE);
  };
  const push = <Name extends EventName>(name: Name, payload: Pushed<Name>) => {
    if (window !== undefined && !window.isDestroyed()) window.webContents.send(CHANNEL.push, name, payload);
  };
  const preferences = new PreferenceFile(join(app.getPath('userData'), 'preferences.json'));
  const session = new Session(
    {
      preferences,
      push,
      pickFolder: (purpose) => pickFolder(dialog, present(), purpose),
      pickFiles: (purpose, folders) => pickFiles(dialog, present(), purpose, folders),
      replaceWindow: async () => {
        const old = window;
        const opened = open();
        // Before the new page is there, and whether or not it ever is.
        old?.destroy();
        await opened.catch(failed);
      },
      temporary: app.getPath('temp'),
      fillSample: sampleFiller(join(import.meta.dirname, '../sample/fill-sample.js')),
    },
    app.commandLine.getSwitchValue('vault') || undefined,
  );

  const bridge = createBridge({
    window: () => (window === undefined || window.isDestroyed() ? null : window.webContents),
    session,
    onDefect: (error) => console.error(`A defect in the shell: ${error instanceof Error ? error.stack : typeof error}`),
  });
  ipcMain.handle(CHANNEL.call, (event, name, input, secrets) => bridge.call(event, name, input, secrets));
  ipcMain.handle(CHANNEL.session, (event, name, input) => bridge.session(event, name, input));
  ipcMain.on(CHANNEL.handedOver, (event) => {
    if (bridge.isWindow(event)) session.handOver.done();
  });
  ipcMain.on(CHANNEL.dropped, (event, paths: unknown) => {
    if (!bridge.isWindow(event) || !Array.isArray(paths)) return;
    const known = paths.filter((path): path is string => typeof path === 'string').slice(0, 1000);
    session.chosen.add(...known);
    push('dropped', { paths: known });
  });

  watchForLock(powerMonitor, {
    lockMinutes: () => session.lockMinutes,
    lock: (reason) => void session.lock(reason),
  });
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (hasEnded) return;
    event.preventDefault();
    session.end().finally(() => {
      hasEnded = true;
      app.quit();
    });
  });
  await open();
}

function failed(error: unknown): void {
  console.error('Scrutineer could not start.', error);
  app.exit(1);
}
