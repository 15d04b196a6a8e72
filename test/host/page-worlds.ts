import type { Codec } from './codec.ts';

// What runs inside the page, in two worlds that share a document and nothing else: the page's own, and the preload's.
// The functions here are sent as source text, so each leans only on its arguments.

/** A value packed for the other world: functions and promises stay and are named by a number. */
type Packed = readonly ['value' | 'function' | 'promise' | 'list' | 'object' | 'error', unknown];

interface Note {
  readonly kind: 'call' | 'return' | 'settle' | 'expose';
  readonly id: number;
  readonly ok?: boolean;
  readonly name?: string;
  readonly value: Packed;
}

export interface OtherWorld {
  expose(name: string, api: unknown): void;
}

interface PageGlobals {
  addEventListener(type: string, listener: (event: { detail: Note; stopImmediatePropagation(): void }) => void): void;
  dispatchEvent(event: unknown): boolean;
  CustomEvent: new (type: string, init: { detail: unknown }) => unknown;
  top: unknown;
}

/**
 * Joins this world to the other one by events on the window, as `contextBridge` does inside Electron: plain values are
 * copied, functions and promises are proxied, and nothing else crosses.
 * @param token a secret of the two worlds: the page's scripts cannot guess the names of the events
 */
export function joinWorlds(token: string, side: 'page' | 'preload'): OtherWorld {
  const world = globalThis as unknown as PageGlobals; // this runs in a page
  const dispatch = world.dispatchEvent.bind(world);
  const Custom = world.CustomEvent;
  const other = side === 'page' ? 'preload' : 'page';
  const functions: ((...given: unknown[]) => unknown)[] = [];
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  let returned: Note | undefined;
  let next = 1;

  const send = (note: Note) => dispatch(new Custom(`${token}:${other}`, { detail: note }));
  const words = (error: unknown) => (error instanceof Error ? error.message : String(error));

  const pack = (value: unknown, depth: number): Packed => {
    if (depth > 1000) throw new TypeError('Electron contextBridge recursion depth exceeded.');
    if (typeof value === 'function') return ['function', functions.push(value as (...given: unknown[]) => unknown) - 1];
    if (typeof value === 'symbol') throw new TypeError('An object could not be cloned.');
    if (value === null || typeof value !== 'object') return ['value', value];
    if (value instanceof Promise) {
      const id = next++;
      value.then(
        (result) => send({ kind: 'settle', id, ok: true, value: pack(result, 0) }),
        (error) => send({ kind: 'settle', id, ok: false, value: ['error', words(error)] }),
      );
      return ['promise', id];
    }
    if (value instanceof Error) return ['error', value.message];
    if (Array.isArray(value)) return ['list', value.map((item) => pack(item, depth + 1))];
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === null || prototype === Object.prototype)
      return ['object', Object.entries(value).map(([key, item]) => [key, pack(item, depth + 1)])];
    return ['value', value]; // the event clones it, or throws
  };

  // What stands behind each kind is what `pack` put there.
  const unpack = ([kind, value]: Packed): unknown => {
    if (kind === 'value') return value;
    if (kind === 'error') return new Error(String(value));
    if (kind === 'list') return (value as Packed[]).map(unpack);
    if (kind === 'object') {
      const object = {};
      for (const [key, item] of value as [string, Packed][])
        Object.defineProperty(object, key, {
          value: unpack(item),
          enumerable: true,
          writable: true,
          configurable: true,
        });
      return object;
    }
    if (kind === 'promise') return new Promise((resolve, reject) => promises.set(value as number, { resolve, reject }));
    return (...given: unknown[]) => {
      send({ kind: 'call', id: value as number, value: pack(given, 0) });
      const answer = returned;
      returned = undefined;
      if (answer === undefined) throw new Error('The other world did not answer.');
      const result = unpack(answer.value);
      if (!answer.ok) throw result;
      return result;
    };
  };

  const freeze = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return value;
    for (const item of Object.values(value)) freeze(item);
    return Object.freeze(value);
  };

  world.addEventListener(`${token}:${side}`, (event) => {
    event.stopImmediatePropagation();
    const note = event.detail;
    if (note.kind === 'return') returned = note;
    else if (note.kind === 'settle') {
      const waiting = promises.get(note.id);
      promises.delete(note.id);
      if (note.ok) waiting?.resolve(unpack(note.value));
      else waiting?.reject(unpack(note.value));
    } else if (note.kind === 'expose') {
      const value = freeze(unpack(note.value));
      Object.defineProperty(world, note.name ?? '', { value, enumerable: true, writable: false, configurable: false });
    } else {
      let answer: Note;
      try {
        const called = functions[note.id];
        const result = called?.(...(unpack(note.value) as unknown[]));
        answer = { kind: 'return', id: note.id, ok: true, value: pack(result, 0) };
      } catch (error) {
        answer = { kind: 'return', id: note.id, ok: false, value: ['error', words(error)] };
      }
      send(answer);
    }
  });

  return {
    expose: (name, api) => {
      send({ kind: 'expose', id: 0, name, value: pack(api, 0) });
    },
  };
}

/** The little of a page that is asked where files are dropped. */
interface DropWorld {
  addEventListener(type: string, listener: (event: DropEvent) => void, options: unknown): void;
  hostDropped: readonly object[];
}
interface DropEvent {
  readonly isTrusted: boolean;
  preventDefault(): void;
  readonly dataTransfer: { readonly files: ArrayLike<object> } | null;
}

/** What the preload finds: Electron's side of a sandboxed page. */
export interface PreloadSetting {
  readonly platform: string;
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Runs the preload in its world.
 * @param send hands text to the main process
 * @param run the preload's own text as a function
 */
export function runPreload(
  setting: PreloadSetting,
  other: OtherWorld,
  codec: Codec,
  send: (text: string) => void,
  run: (require: (name: string) => unknown, module: { exports: unknown }, process: unknown) => void,
): void {
  type Listener = (event: unknown, ...given: unknown[]) => void;
  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void; channel: string }
  >();
  const listeners = new Map<string, Listener[]>();
  const paths = new WeakMap<object, string>();
  const LOCATE = 'host:locate';
  let next = 1;

  const ipcRenderer = {
    invoke: (channel: string, ...given: unknown[]) =>
      new Promise((resolve, reject) => {
        const text = JSON.stringify({ kind: 'invoke', id: next, channel, given: codec.encode(given) });
        waiting.set(next, { resolve, reject, channel });
        next += 1;
        send(text);
      }),
    send: (channel: string, ...given: unknown[]) =>
      send(JSON.stringify({ kind: 'send', id: 0, channel, given: codec.encode(given) })),
    sendSync: () => {
      throw new Error('The stand-in host has no sendSync.');
    },
    on: (channel: string, listener: Listener) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    removeListener: (channel: string, listener: Listener) => {
      const rest = (listeners.get(channel) ?? []).filter((one) => one !== listener);
      listeners.set(channel, rest);
      return ipcRenderer;
    },
  };
  const electron = {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => other.expose(name, api) },
    webUtils: { getPathForFile: (file: object) => paths.get(file) ?? '' },
    webFrame: { setZoomFactor() {}, getZoomFactor: () => 1 },
  };
  // A stock page does not tell where a dropped file lies. The host finds that out by the debugging protocol, which takes a
  // moment, and the preload hears of the drop after it.
  const world = globalThis as unknown as DropWorld; // this runs in a page
  const listen = world.addEventListener.bind(world);
  world.addEventListener = (type, listener, options) => {
    if (type !== 'drop') return listen(type, listener, options);
    listen(
      type,
      (event) => {
        const files = Array.from(event.dataTransfer?.files ?? []);
        if (!event.isTrusted || files.length === 0) return listener(event);
        event.preventDefault();
        world.hostDropped = files;
        void ipcRenderer.invoke(LOCATE, files.length).then((found) => {
          for (const [at, path] of (found as string[]).entries()) paths.set(files[at] ?? {}, path); // the host's own answer
          listener({ isTrusted: true, preventDefault() {}, dataTransfer: { files } });
        });
      },
      options,
    );
  };
  const receive = (message: { kind: string; id: number; ok: boolean; value: unknown; channel: string }) => {
    if (message.kind === 'reply') {
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.ok) asked?.resolve(codec.decode(message.value));
      else asked?.reject(new Error(`Error invoking remote method '${asked.channel}': ${String(message.value)}`));
    } else {
      const given = codec.decode(message.value) as unknown[]; // the host sends a list
      for (const listener of listeners.get(message.channel) ?? []) listener({ sender: ipcRenderer }, ...given);
    }
  };
  Object.defineProperty(globalThis, 'hostReceive', { value: receive });
  const require = (name: string) => {
    if (name === 'electron' || name === 'electron/renderer') return electron;
    throw new Error(`module not found: ${name}`); // as the loader of a sandboxed preload says
  };
  const process = { type: 'renderer', sandboxed: true, contextIsolated: true, ...setting, argv: [], env: {} };
  run(require, { exports: {} }, process);
}
