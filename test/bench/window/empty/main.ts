import { join } from 'node:path';
import { app, BrowserWindow, protocol, session as sessions } from 'electron';
import { lockDownProcess, PARTITION, SCHEME_PRIVILEGES, WEB_PREFERENCES } from '../../../../electron/lock-down.ts';
import { SCHEME, START_PAGE } from '../../../../electron/origin.ts';
import { servePages } from '../../../../electron/protocol.ts';

// The least that a program with such a page can be: one window under our scheme, with nothing behind it.

lockDownProcess(app, app.commandLine, process.umask);
protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES]);
app.whenReady().then(() => {
  const session = sessions.fromPartition(PARTITION, { cache: false });
  session.protocol.handle(SCHEME, servePages(join(import.meta.dirname, '../renderer')));
  const window = new BrowserWindow({ width: 1440, height: 900, webPreferences: { ...WEB_PREFERENCES, session } });
  return window.loadURL(START_PAGE);
});
