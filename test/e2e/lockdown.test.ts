import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CSP } from '../../electron/lock-down.ts';
import { launch, type Running } from './program.ts';
import { whyNotShown } from './where-shown.ts';

const skip = whyNotShown();

/** Runs text in the page as its own scripts would run, and not through the debugger's world. */
const tryIt = (running: Running, text: string): Promise<unknown> => running.page.evaluate(text);

describe.skipIf(skip !== undefined)(`what the window cannot do${skip ? ` (${skip})` : ''}`, () => {
  let running: Running;
  beforeAll(async () => {
    running = await launch({ window: 'placeholder' });
  });
  afterAll(async () => {
    await running.close();
  });

  it('run a script that was put into the page', async () => {
    const did = await tryIt(
      running,
      `new Promise((done) => {
        const violations = [];
        window.ran = [];
        const answer = () => done({ ran: window.ran, violations });
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          violations.push(effectiveDirective);
          // What was not refused would run a moment after what was.
          if (['script-src-elem', 'script-src-attr'].every((one) => violations.includes(one))) setTimeout(answer, 200);
        });
        const script = document.createElement('script');
        script.textContent = 'window.ran.push("inline")';
        document.head.append(script);
        const image = document.createElement('img');
        image.setAttribute('onerror', 'window.ran.push("handler")');
        image.src = 'app-missing.png';
        document.body.append(image);
        const link = document.createElement('a');
        link.href = 'javascript:window.ran.push("address")';
        document.body.append(link);
        link.click();
        setTimeout(answer, 10_000);
      })`,
    );
    expect(did).toMatchObject({ ran: [] });
    expect((did as { violations: string[] }).violations).toEqual(
      expect.arrayContaining(['script-src-elem', 'script-src-attr']),
    );
  });

  it('turn text into a script', async () => {
    // The debugger may evaluate where the page may not, so the page's own timer is asked to.
    const violated = await tryIt(
      running,
      `new Promise((done) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
          done([effectiveDirective, blockedURI]), { once: true });
        setTimeout('window.ran.push("timer")', 0);
        setTimeout(() => done('nothing was refused'), 10_000);
      })`,
    );
    expect(violated).toEqual(['script-src', 'eval']);
  });

  it('style itself with an inline sheet', async () => {
    const colour = await tryIt(
      running,
      `(() => {
        const style = document.createElement('style');
        style.textContent = 'h1 { color: rgb(1, 2, 3) }';
        document.head.append(style);
        return getComputedStyle(document.querySelector('h1')).color;
      })()`,
    );
    expect(colour).not.toBe('rgb(1, 2, 3)');
  });

  it.each(['https://example.com/', 'http://127.0.0.1:9/', 'file:///etc/passwd', 'data:text/plain,x', 'index.html'])(
    'fetch %s',
    async (address) => {
      const answer = await tryIt(running, `fetch('${address}').then(() => 'reached', (error) => error.name)`);
      expect(answer).toBe('TypeError');
    },
  );

  it('embed a page', async () => {
    const framed = await tryIt(
      running,
      `new Promise((done) => {
        const frame = document.createElement('iframe');
        frame.src = 'index.html';
        document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective), { once: true });
        document.body.append(frame);
        setTimeout(() => done('framed'), 10_000);
      })`,
    );
    expect(framed).toBe('frame-src');
  });

  it.each(['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'local-fonts'])(
    'have the permission %s',
    async (name) => {
      const state = await tryIt(
        running,
        `navigator.permissions.query({ name: '${name}' }).then(({ state }) => state, (error) => error.name)`,
      );
      expect(['denied', 'TypeError', 'NotAllowedError']).toContain(state);
    },
  );

  it('use the camera, the place or the screen', async () => {
    const answers = await tryIt(
      running,
      `Promise.all([
        navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'granted', (error) => error.name),
        navigator.mediaDevices.getDisplayMedia().then(() => 'granted', (error) => error.name),
        new Promise((done) => navigator.geolocation.getCurrentPosition(() => done('granted'), ({ code }) => done(code))),
      ])`,
    );
    expect(answers).not.toContain('granted');
  });

  it('start a worker or a shared one', async () => {
    const started = await tryIt(
      running,
      `Promise.all(['Worker', 'SharedWorker'].map((kind) => new Promise((done) => {
        try { const worker = new globalThis[kind]('index.html'); worker.onerror = () => done('refused');
          setTimeout(() => done('started'), 10_000) } catch { done('refused') }
      })))`,
    );
    expect(started).toEqual(['refused', 'refused']);
  });

  it('find Node, Electron or a way to load them', async () => {
    const seen = await tryIt(
      running,
      '[typeof require, typeof process, typeof global, typeof Buffer, typeof module, typeof electron]',
    );
    expect(seen).toEqual(Array(6).fill('undefined'));
  });

  it('stand under another policy, or outside a secure context', async () => {
    // Read from the response that the browser saw.
    const policy = await running.app.evaluate(async ({ BrowserWindow }) => {
      const handler = BrowserWindow.getAllWindows()[0]?.webContents.session as unknown as {
        serverOf?: (scheme: string) => (request: Request) => Promise<Response>;
      };
      const answer = await handler.serverOf?.('app')(new Request('app://scrutineer/index.html'));
      return answer?.headers.get('content-security-policy') ?? null;
    });
    if (policy !== null) expect(policy).toBe(CSP);
    expect(await tryIt(running, 'isSecureContext && crossOriginIsolated')).toBe(true);
  });

  it('was asked of Electron as the reviewed file says', async () => {
    const asked = await running.app.evaluate(({ BrowserWindow, app }) => {
      const [window] = BrowserWindow.getAllWindows() as unknown as {
        options?: { webPreferences: Record<string, unknown> };
        asked?: Record<string, unknown>;
      }[];
      const { preload, session, ...preferences } = window?.options?.webPreferences ?? {};
      return {
        preferences,
        hasOwnSession: session !== undefined && preload !== undefined,
        window: window?.asked,
        app: (app as unknown as { asked?: Record<string, unknown> }).asked,
        umask: process.umask(),
        resolver: app.commandLine.getSwitchValue('host-resolver-rules'),
      };
    });
    expect(asked.umask).toBe(0o077);
    expect(asked.resolver).toBe('MAP * ~NOTFOUND');
    if (asked.window === undefined) return; // real Electron does not tell
    expect(asked.hasOwnSession).toBe(true);
    expect(asked.preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
    expect(asked.window).toMatchObject({ contentProtection: true, menu: false });
    expect(asked.app).toMatchObject({ sandbox: true, hostResolver: { secureDnsMode: 'off' } });
  });
});

// A page that was told to leave, or that opened others, may keep a debugger waiting: each of these has a program of its own.
describe.skipIf(skip !== undefined)('where the window cannot go', { timeout: 40_000 }, () => {
  let running: Running;
  beforeEach(async () => {
    running = await launch({ window: 'placeholder' });
  });
  afterEach(async () => {
    await running.close();
  });

  it('reach another origin even where the policy of the page is switched off: the session refuses it', async () => {
    const session = await running.page.context().newCDPSession(running.page);
    await session.send('Page.setBypassCSP', { enabled: true });
    await running.app.evaluate(({ BrowserWindow }) => {
      const refused: string[] = [];
      Object.assign(globalThis, { refused });
      BrowserWindow.getAllWindows()[0]?.webContents.session.on(
        'host-cancelled' as never,
        ((address: string) => refused.push(address)) as never,
      );
    });
    await running.page.reload().catch(() => undefined); // refused as well: a page does not navigate
    const answer = await tryIt(
      running,
      `new Promise((done) => {
        const image = document.createElement('img');
        image.onload = () => done('reached');
        image.onerror = () => done('refused');
        image.src = 'https://example.com/image.png';
      })`,
    );
    expect(answer).toBe('refused');
    await session.send('Page.setBypassCSP', { enabled: false });
  });

  it('send a packet by WebRTC, which no content policy covers', async () => {
    let heard = 0;
    const udp = createSocket('udp4').on('message', () => (heard += 1));
    const tcp = createServer((socket) => {
      heard += 1;
      socket.destroy();
    });
    await new Promise<void>((bound) => udp.bind(0, '127.0.0.1', bound));
    await new Promise<void>((bound) => tcp.listen(0, '127.0.0.1', bound));
    const [stun, turn] = [udp.address().port, (tcp.address() as AddressInfo).port]; // it listens on a port
    const candidates = await tryIt(
      running,
      `(async () => {
        const user = { username: 'a secret', credential: 'x' };
        const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${stun}' },
          { urls: 'turn:127.0.0.1:${stun}', ...user }, { urls: 'turn:127.0.0.1:${turn}?transport=tcp', ...user }] });
        peer.createDataChannel('x');
        await peer.setLocalDescription(await peer.createOffer());
        await new Promise((later) => setTimeout(later, 1500));
        return peer.localDescription.sdp.split('\\n').filter((line) => line.startsWith('a=candidate'));
      })()`,
    );
    udp.close();
    tcp.close();
    expect([candidates, heard]).toEqual([[], 0]);
  });

  it('open a window', async () => {
    // Behind the debugger's back: it would wait for windows that are gone before it has seen them.
    await tryIt(
      running,
      `void setTimeout(() => { const link = document.createElement('a'); link.target = '_blank'; link.href = 'index.html';
        document.body.append(link); link.click(); window.open('https://example.com/'); window.open('index.html'); }, 50)`,
    );
    await new Promise((done) => setTimeout(done, 600));
    expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(running.app.windows().filter((page) => !page.isClosed())).toHaveLength(1);
  });

  it.each(['https://example.com/', 'index.html?again', 'other.html', 'data:text/html,x', 'file:///etc/passwd'])(
    'go to %s',
    async (address) => {
      await tryIt(running, `(() => { location.href = '${address}' })()`).catch(() => undefined);
      await running.page.waitForTimeout(150);
      const now = await running.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
      );
      expect(now).toBe('app://scrutineer/index.html');
      expect(await running.page.getByRole('heading').textContent()).toBe('Scrutineer');
    },
  );
});

describe.skipIf(skip !== undefined)('a packaged program', () => {
  it('opens its window without developer tools', async () => {
    const running = await launch({ window: 'placeholder', isPackaged: true });
    try {
      const devTools = await running.app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows() as unknown as {
          options?: { webPreferences: Record<string, unknown> };
        }[];
        return window?.options?.webPreferences['devTools'];
      });
      expect([undefined, false]).toContain(devTools);
      const opened = await running.app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.openDevTools();
        contents?.emit('devtools-opened');
        return contents?.isDevToolsOpened();
      });
      expect(opened).toBe(false);
    } finally {
      await running.close();
    }
  });
});
