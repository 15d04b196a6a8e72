import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { CALL_NAMES, CHANNEL, EVENT_NAMES, SESSION_NAMES } from './names.ts';

// Runs beside the page in a world of its own. It hands over three functions and closed lists of names; every argument is
// checked again by the main process, which does not trust this file either.

/** The little of the page's world that is used here. */
interface PageEvents {
  addEventListener(type: string, listener: (event: DragLike) => void, capture: boolean): void;
}
interface DragLike {
  readonly isTrusted: boolean;
  preventDefault(): void;
  readonly dataTransfer: { readonly files: ArrayLike<File> } | null;
}

const has = (names: readonly string[], name: unknown): name is string =>
  typeof name === 'string' && names.includes(name);

const unknownName = {
  ok: false,
  refusal: { code: 'shell.unknown-call', message: 'The window asked for something that this program does not do.' },
} as const;

contextBridge.exposeInMainWorld('scrutineer', {
  call: async (name: unknown, input: unknown, secrets?: unknown) =>
    has(CALL_NAMES, name) ? ipcRenderer.invoke(CHANNEL.call, name, input, secrets) : unknownName,
  session: async (name: unknown, input: unknown) =>
    has(SESSION_NAMES, name) ? ipcRenderer.invoke(CHANNEL.session, name, input) : unknownName,
  on: (event: unknown, listener: unknown) => {
    if (!has(EVENT_NAMES, event) || typeof listener !== 'function') return () => undefined;
    const pass = (_event: unknown, name: unknown, payload: unknown) => {
      if (name === event) listener(payload);
    };
    ipcRenderer.on(CHANNEL.push, pass);
    return () => {
      ipcRenderer.removeListener(CHANNEL.push, pass);
    };
  },
});

// The page's listeners run in the same turn as this one; what they hand over is on its way when the turn has ended.
ipcRenderer.on(CHANNEL.push, (_event: unknown, name: unknown) => {
  if (name === 'locked') setTimeout(() => ipcRenderer.send(CHANNEL.handedOver), 0);
});

// A path is never the page's to give: only what a person dropped here becomes one, and a made-up file has no path.
const page = globalThis as unknown as PageEvents; // the preload runs in a page, whose types the house does not load
page.addEventListener('dragover', (event) => event.preventDefault(), true);
page.addEventListener(
  'drop',
  (event) => {
    event.preventDefault();
    if (!event.isTrusted) return;
    const paths = Array.from(event.dataTransfer?.files ?? [])
      .map((file) => webUtils.getPathForFile(file))
      .filter((path) => path !== '');
    if (paths.length > 0) ipcRenderer.send(CHANNEL.dropped, paths);
  },
  true,
);
