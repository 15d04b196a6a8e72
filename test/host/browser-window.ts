import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import type { Cdp } from './cdp.ts';
import { hostEvent } from './event.ts';
import { type Preferences, type TargetInfo, WebContents } from './web-contents.ts';

interface Options {
  readonly width?: number;
  readonly height?: number;
  readonly show?: boolean;
  readonly title?: string;
  readonly webPreferences?: Preferences;
  readonly [name: string]: unknown;
}

const windows = new Set<BrowserWindow>();
let connection: Cdp | undefined;

function connected(): Cdp {
  if (connection === undefined) throw new Error('Cannot create BrowserWindow before app is ready');
  return connection;
}

/** Ties the windows to Chromium. Only the host calls it. */
export function connectWindows(cdp: Cdp): void {
  connection = cdp;
  // Somebody closed the tab itself.
  cdp.on('Target.targetDestroyed', ({ targetId }: { targetId: string }) => {
    for (const window of windows) if (window.webContents.targetId === targetId) window.destroy();
  });
  cdp.on('Target.targetCreated', ({ targetInfo }: { targetInfo: TargetInfo }) => void stranger(targetInfo));
  // Playwright allows downloads; the program's session decides.
  cdp.on('Browser.downloadWillBegin', ({ guid, url }: { guid: string; url: string }) => {
    for (const { webContents } of windows) {
      const event = hostEvent({});
      webContents.session.emit('will-download', event, { getURL: () => url, cancel() {} }, webContents);
      if (event.defaultPrevented) void cdp.send('Browser.cancelDownload', { guid }).catch(() => undefined);
    }
  });
}

/** A tab that no window of the program made was opened by a page. */
async function stranger(target: TargetInfo): Promise<void> {
  if (target.type !== 'page') return;
  await Promise.allSettled([...windows].map((window) => window.webContents.started));
  const all = [...windows];
  if (all.some((window) => window.webContents.targetId === target.targetId)) return;
  const opener = all.find((window) => window.webContents.targetId === target.openerId) ?? all[0];
  await opener?.webContents.opened(target).catch(() => undefined); // it may have gone by itself
}

/** Electron's window: a page, a place on the screen that is only remembered, and its life. */
export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  readonly id: number;
  readonly options: Options;
  /** What was asked for and cannot be shown by a stock Chromium, for tests to read. */
  readonly asked: Record<string, unknown> = {};
  #isVisible: boolean;
  #isDestroyed = false;
  #title: string;

  constructor(options: Options = {}) {
    super();
    this.options = options;
    this.#title = options.title ?? app.name;
    this.#isVisible = options.show !== false;
    const size = { width: options.width ?? 800, height: options.height ?? 600 };
    connected();
    this.webContents = new WebContents(connected, options.webPreferences ?? {}, size);
    this.id = this.webContents.id;
    windows.add(this);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show', hostEvent({})));
    app.emit('web-contents-created', hostEvent({}), this.webContents);
    app.emit('browser-window-created', hostEvent({}), this);
  }

  loadURL(address: string): Promise<void> {
    return this.webContents.loadURL(address);
  }

  close(): void {
    if (this.#isDestroyed) return;
    const event = hostEvent({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    windows.delete(this);
    this.webContents.destroy();
    this.emit('closed');
    if (windows.size > 0 || app.isQuitting) return;
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
    else app.quit();
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  show(): void {
    this.#isVisible = true;
    this.emit('show');
  }
  hide(): void {
    this.#isVisible = false;
    this.emit('hide');
  }
  isVisible(): boolean {
    return this.#isVisible;
  }
  focus(): void {
    this.emit('focus');
  }
  isFocused(): boolean {
    return !this.#isDestroyed;
  }
  isMinimized(): boolean {
    return false;
  }
  restore(): void {}
  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  removeMenu(): void {
    this.asked['menu'] = false;
  }
  setContentProtection(isOn: boolean): void {
    this.asked['contentProtection'] = isOn;
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }
  static fromWebContents(contents: unknown): BrowserWindow | null {
    return [...windows].find(({ webContents }) => webContents === contents) ?? null;
  }
  static getFocusedWindow(): BrowserWindow | null {
    return [...windows].at(-1) ?? null;
  }
}

/** Asks every window to close. @returns whether all did */
export function closeAll(): boolean {
  for (const window of [...windows]) window.close();
  return windows.size === 0;
}

export const webContents = {
  getAllWebContents: () => [...windows].map((window) => window.webContents),
  fromId: (id: number) => [...windows].find((window) => window.id === id)?.webContents ?? null,
  fromDevToolsTargetId: (id: string) =>
    [...windows].find((window) => window.webContents.targetId === id)?.webContents ?? null,
};
