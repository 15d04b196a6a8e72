import { EventEmitter } from 'node:events';

// What `import … from 'electron'` gives the main process under the stand-in host.

export { app, protocol } from './app.ts';
export { BrowserWindow, webContents } from './browser-window.ts';
export { ipcMain } from './ipc-main.ts';
export { session } from './session.ts';

/** Nobody sits before the host, so every dialog is cancelled; a test puts its own answer in. */
export const dialog = {
  showOpenDialog: async (..._given: unknown[]) => ({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: async (..._given: unknown[]) => ({ canceled: true, filePath: '' }),
  showMessageBox: async (..._given: unknown[]) => ({ response: 0, checkboxChecked: false }),
  showErrorBox: (title: string, content: string) => console.error(title, content),
};

class HostPowerMonitor extends EventEmitter {
  /** Seconds without input. A test sets it. */
  idle = 0;
  getSystemIdleTime(): number {
    return this.idle;
  }
}
export const powerMonitor = new HostPowerMonitor();

export const Menu = {
  setApplicationMenu(_menu: unknown) {},
  getApplicationMenu: () => null,
};

export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false, themeSource: 'system' });
