import { join } from 'node:path';
import { BrowserWindow, type Session } from 'electron';
import { devToolsAllowed, WEB_PREFERENCES } from './lock-down.ts';

export interface WindowOrder {
  readonly session: Session;
  readonly preload: string;
  readonly isPackaged: boolean;
}

/** Makes the one window of the program, without a page yet. It is shown when it has something to show. */
export function makeWindow({ session, preload, isPackaged }: WindowOrder): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1280,
    minHeight: 800,
    show: false,
    autoHideMenuBar: true,
    title: 'Scrutineer',
    // Windows shows the program's own; on Linux a program that was not installed has none but this.
    ...(process.platform === 'linux' ? { icon: join(import.meta.dirname, 'icon.png') } : {}),
    webPreferences: { ...WEB_PREFERENCES, session, preload, devTools: devToolsAllowed(isPackaged) },
  });
  window.setContentProtection(true); // screen recorders and screen sharing see a blank window
  window.removeMenu();
  window.once('ready-to-show', () => window.show());
  return window;
}
