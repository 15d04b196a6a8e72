import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Cdp, Params } from './cdp.ts';
import { fromChromium, toChromium } from './chrome-address.ts';
import { makeCodec } from './codec.ts';
import { hostEvent } from './event.ts';
import { Frame } from './frames.ts';
import { ipcMain } from './ipc-main.ts';
import { joinWorlds, runPreload } from './page-worlds.ts';
import { defaultSession, type Session } from './session.ts';

const WORLD = 'Electron Isolated Context';
const BINDING = 'hostSend';
const codec = makeCodec();

/** Electron's permissions, and what Chromium's protocol calls them. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  media: ['camera', 'microphone'],
  geolocation: ['geolocation'],
  notifications: ['notifications'],
  midi: ['midi'],
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
  'idle-detection': ['idle-detection'],
  'window-management': ['window-management'],
  'local-fonts': ['local-fonts'],
};

export interface Preferences {
  readonly preload?: string;
  readonly session?: Session;
  readonly [name: string]: unknown;
}

let lastId = 0;

/** One page: a tab of the real Chromium, with Electron's side of it. */
export class WebContents extends EventEmitter {
  readonly id = ++lastId;
  readonly session: Session;
  readonly preferences: Preferences;
  /** What was asked for and cannot be shown by a stock Chromium, for tests to read. */
  readonly asked: Record<string, unknown> = {};
  readonly #cdp: () => Cdp;
  readonly #frames = new Map<string, Frame>();
  readonly #started: Promise<void>;
  #mainFrameId = '';
  #sessionId = '';
  #preloadWorld: number | undefined;
  #worldFrames = new Map<number, string>();
  #goingTo: string | undefined;
  #openHandler: ((details: { url: string }) => { action: string }) | undefined;
  #isDestroyed = false;
  targetId = '';

  constructor(cdp: () => Cdp, preferences: Preferences, size: { width: number; height: number }) {
    super();
    this.#cdp = cdp;
    this.preferences = preferences;
    this.session = preferences.session ?? defaultSession;
    this.#started = this.#start(size);
    this.#started.catch((error: Error) => this.#isDestroyed || console.error(`A window failed: ${error.message}`));
  }

  #send(method: string, params: Params = {}): Promise<Params> {
    return this.#cdp().send(method, params, this.#sessionId);
  }

  /** The protocol documents what each event carries, so a listener says what it reads. */
  #on<Told>(method: string, listener: (params: Told) => unknown): void {
    const heard = async (params: Told) => {
      try {
        await listener(params);
      } catch (error) {
        if (!this.#isDestroyed) console.error(`${method}: ${error instanceof Error ? error.message : error}`);
      }
    };
    this.#cdp().on(`${this.#sessionId}:${method}`, heard);
  }

  async #start(size: { width: number; height: number }): Promise<void> {
    const { targetId } = await this.#cdp().send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...size,
    });
    this.targetId = String(targetId);
    const { sessionId } = await this.#cdp().send('Target.attachToTarget', { targetId, flatten: true });
    this.#sessionId = String(sessionId);
    this.#listen();
    await Promise.all([
      this.#send('Page.enable'),
      this.#send('Runtime.enable'),
      this.#send('Inspector.enable'),
      this.#send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    ]);
    const { frameTree } = await this.#send('Page.getFrameTree');
    const { frame } = frameTree as { frame: { id: string; url: string } }; // the protocol's own shape
    this.#mainFrameId = frame.id;
    this.#frames.set(frame.id, new Frame(frame.id, null, frame.url));
    await this.#send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false });
    if (this.preferences.preload !== undefined) await this.#installPreload(this.preferences.preload);
  }

  #listen(): void {
    this.#on('Fetch.requestPaused', (paused: PausedRequest) => this.#request(paused));
    this.#on('Runtime.executionContextCreated', ({ context }: { context: ContextPayload }) => {
      this.#worldFrames.set(context.id, context.auxData.frameId);
      if (context.name === WORLD && context.auxData.frameId === this.#mainFrameId) this.#preloadWorld = context.id;
    });
    this.#on('Runtime.executionContextsCleared', () => {
      this.#worldFrames.clear();
      this.#preloadWorld = undefined;
    });
    this.#on('Runtime.bindingCalled', (call: BindingCall) => this.#ipc(call));
    this.#on('Page.frameAttached', ({ frameId, parentFrameId }: { frameId: string; parentFrameId: string }) => {
      this.#frames.set(frameId, new Frame(frameId, this.#frames.get(parentFrameId) ?? null, 'about:blank'));
    });
    this.#on('Page.frameDetached', ({ frameId }: { frameId: string }) => this.#frames.delete(frameId));
    this.#on('Page.frameNavigated', ({ frame }: { frame: { id: string; url: string } }) => {
      this.#frames.get(frame.id)?.moved(frame.url);
      if (frame.id === this.#mainFrameId) this.emit('did-navigate', hostEvent({}), this.getURL());
    });
    this.#on('Page.loadEventFired', () => {
      if (this.getURL() !== 'about:blank') this.emit('did-finish-load', hostEvent({}));
    });
    this.#on('Inspector.targetCrashed', () =>
      this.emit('render-process-gone', hostEvent({}), { reason: 'crashed', exitCode: 1 }),
    );
  }

  /** Puts the built preload into a world of its own, and joins the two worlds as `contextBridge` does. */
  async #installPreload(path: string): Promise<void> {
    const token = JSON.stringify(`host-${randomBytes(16).toString('hex')}`);
    const { platform, versions } = process;
    const setting = JSON.stringify({
      platform,
      versions: { electron: versions['electron'], chrome: versions['chrome'], node: versions.node },
    });
    const text = readFileSync(path, 'utf8');
    await this.#send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
    await this.#send('Page.addScriptToEvaluateOnNewDocument', {
      source: `if (globalThis.top === globalThis) (${joinWorlds})(${token}, 'page');`,
    });
    await this.#send('Page.addScriptToEvaluateOnNewDocument', {
      worldName: WORLD,
      source: `if (globalThis.top === globalThis) {
        const send = globalThis.${BINDING};
        delete globalThis.${BINDING};
        (${runPreload})(${setting}, (${joinWorlds})(${token}, 'preload'), (${makeCodec})(), send,
          (require, module, process) => (function (exports, Buffer, global) {\n${text}\n}).call(module.exports, module.exports));
      }`,
    });
  }

  /** Makes Chromium answer permission requests as the program's handlers do. */
  async #settlePermissions(address: string): Promise<void> {
    const { origin } = new URL(toChromium(address));
    for (const [permission, names] of Object.entries(PERMISSIONS)) {
      const isGranted = await this.session.grants(this, permission, new URL(address).href);
      for (const name of names) {
        const setting = isGranted ? 'granted' : 'denied';
        await this.#cdp()
          .send('Browser.setPermission', { permission: { name }, setting, origin })
          .catch(() => undefined); // a Chromium that does not know the name cannot grant it either
      }
    }
  }

  async #request(paused: PausedRequest): Promise<void> {
    const { requestId, request, resourceType, frameId } = paused;
    const address = fromChromium(request.url);
    const fail = (errorReason: string) => this.#send('Fetch.failRequest', { requestId, errorReason });
    const isMainFrame = frameId === this.#mainFrameId;
    if (resourceType === 'Document') {
      const isOurs = isMainFrame && this.#goingTo === address;
      this.#goingTo = undefined;
      if (!isOurs && !this.#mayNavigate(address, isMainFrame)) return void (await fail('Aborted'));
    }
    const details = {
      id: this.id,
      url: address,
      method: request.method,
      resourceType: resourceType === 'Document' ? (isMainFrame ? 'mainFrame' : 'subFrame') : resourceType.toLowerCase(),
      webContents: this,
    };
    if (await this.session.cancels(details)) {
      this.session.emit('host-cancelled', address);
      return void (await fail('BlockedByClient'));
    }
    // Electron's windows never ask for an icon; stock Chromium does.
    if (address.endsWith('/favicon.ico')) return void (await fail('Aborted'));
    const serve = this.session.serverOf(address.split(':')[0] ?? '');
    if (serve === undefined) return void (await fail('NameNotResolved'));
    const answer = await serve(new Request(address, { method: request.method }));
    await this.#send('Fetch.fulfillRequest', {
      requestId,
      responseCode: answer.status,
      responseHeaders: [...answer.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await answer.arrayBuffer()).toString('base64'),
    });
  }

  #mayNavigate(url: string, isMainFrame: boolean): boolean {
    const names = isMainFrame ? ['will-frame-navigate', 'will-navigate'] : ['will-frame-navigate'];
    return names.every((name) => {
      const event = hostEvent({ url, isMainFrame, isSameDocument: false });
      this.emit(name, event, url);
      return !event.defaultPrevented;
    });
  }

  /** A page opened another: the program's handler decides, as it does in Electron. Only the windows call it. */
  async opened({ targetId, url }: TargetInfo): Promise<void> {
    const { action } = this.#openHandler?.({ url: fromChromium(url) }) ?? { action: 'allow' };
    if (action !== 'deny') console.error('The stand-in host cannot show windows that a page opened.');
    await this.#cdp().send('Target.closeTarget', { targetId });
  }

  /** When the tab is there. */
  get started(): Promise<void> {
    return this.#started;
  }

  async #ipc({ name, payload, executionContextId }: BindingCall): Promise<void> {
    if (name !== BINDING) return;
    const { kind, id, channel, given } = JSON.parse(payload) as IpcMessage; // made by `runPreload` alone
    const frame = this.#frames.get(this.#worldFrames.get(executionContextId) ?? '') ?? null;
    const event = hostEvent({ sender: this, senderFrame: frame, processId: this.id, frameId: 1 });
    const list = codec.decode(given) as unknown[]; // as above
    if (kind === 'send') {
      ipcMain.emit(channel, event, ...list);
      return;
    }
    let reply: object;
    try {
      const answer = channel === 'host:locate' ? this.#locate(Number(list[0])) : ipcMain.answer(channel, event, list);
      reply = { kind: 'reply', id, ok: true, value: codec.encode(await answer) };
    } catch (error) {
      reply = { kind: 'reply', id, ok: false, value: String(error) };
    }
    await this.#tell(reply);
  }

  /** @returns where the files lie that were dropped on the page last; an empty path for one that a script made. */
  async #locate(count: number): Promise<string[]> {
    const found: string[] = [];
    for (let at = 0; at < count; at++) {
      const { result } = await this.#send('Runtime.evaluate', {
        expression: `hostDropped[${at}]`,
        contextId: this.#preloadWorld,
      });
      const { objectId } = result as { objectId?: string }; // the protocol's own shape
      const { path } = await this.#send('DOM.getFileInfo', { objectId });
      found.push(String(path));
    }
    return found;
  }

  async #tell(message: object): Promise<void> {
    if (this.#preloadWorld === undefined || this.#isDestroyed) return;
    await this.#send('Runtime.evaluate', {
      expression: `hostReceive(${JSON.stringify(message)})`,
      contextId: this.#preloadWorld,
    }).catch(() => undefined); // the page may have gone meanwhile
  }

  send(channel: string, ...given: unknown[]): void {
    const message = { kind: 'event', channel, value: codec.encode(given) };
    void this.#started.then(() => this.#tell(message));
  }

  async loadURL(address: string): Promise<void> {
    await this.#started;
    await this.#settlePermissions(address);
    this.#goingTo = address;
    const loaded = new Promise((resolve) => this.once('did-finish-load', resolve));
    const { errorText } = await this.#send('Page.navigate', { url: toChromium(address) });
    if (errorText !== undefined) {
      this.emit('did-fail-load', hostEvent({}), -2, errorText, address, true);
      throw new Error(`${String(errorText)} loading '${address}'`);
    }
    await loaded;
  }

  reload(): void {
    this.#goingTo = this.getURL();
    void this.#send('Page.reload');
  }
  async executeJavaScript(text: string): Promise<unknown> {
    const { result } = await this.#send('Runtime.evaluate', {
      expression: text,
      awaitPromise: true,
      returnByValue: true,
    });
    return (result as { value?: unknown }).value; // the protocol's own shape
  }
  async capturePage(): Promise<{ toPNG(): Buffer }> {
    const { data } = await this.#send('Page.captureScreenshot', { format: 'png' });
    return { toPNG: () => Buffer.from(String(data), 'base64') };
  }
  async printToPDF(): Promise<Buffer> {
    const { data } = await this.#send('Page.printToPDF', { printBackground: true });
    return Buffer.from(String(data), 'base64');
  }

  get mainFrame(): Frame | null {
    return this.#frames.get(this.#mainFrameId) ?? null;
  }
  getURL(): string {
    return this.mainFrame?.url ?? '';
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.#openHandler = handler;
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.asked['webRtc'] = policy;
  }
  openDevTools(): void {
    this.asked['devTools'] = true;
  }
  closeDevTools(): void {
    this.asked['devTools'] = false;
  }
  isDevToolsOpened(): boolean {
    return this.asked['devTools'] === true;
  }

  /** Closes the tab. Only the window calls it. */
  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    void this.#started
      .then(() => this.#cdp().send('Target.closeTarget', { targetId: this.targetId }))
      .catch(() => undefined); // Chromium may be gone already
    this.emit('destroyed');
  }
}

interface ContextPayload {
  readonly id: number;
  readonly name: string;
  readonly auxData: { readonly frameId: string };
}
interface PausedRequest {
  readonly requestId: string;
  readonly request: { readonly url: string; readonly method: string };
  readonly resourceType: string;
  readonly frameId: string;
}
export interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
  readonly openerId?: string;
}
interface BindingCall {
  readonly name: string;
  readonly payload: string;
  readonly executionContextId: number;
}
interface IpcMessage {
  readonly kind: 'invoke' | 'send';
  readonly id: number;
  readonly channel: string;
  readonly given: unknown;
}
