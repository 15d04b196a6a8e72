import { EventEmitter } from 'node:events';
import type { App, CommandLine, Session, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import {
  COMMAND_LINE_SWITCHES,
  CSP,
  devToolsAllowed,
  HEADERS,
  lockDownContents,
  lockDownProcess,
  lockDownSession,
  looseSwitches,
  PARTITION,
  requestAllowed,
  UMASK,
  WEB_PREFERENCES,
} from './lock-down.ts';

// Electron's objects are stood in for by the little that is called on them, so each is cast to the whole.

function fakeSession() {
  const asked: Record<string, unknown> = {};
  const keep =
    (name: string) =>
    (value: unknown): void => {
      asked[name] = value;
    };
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
    setBluetoothPairingHandler: keep('bluetooth'),
    setSpellCheckerEnabled: keep('spelling'),
    setCertificateVerifyProc: keep('certificate'),
    setProxy: async (value: unknown) => keep('proxy')(value),
    webRequest: { onBeforeRequest: keep('before') },
  });
  lockDownSession(session as unknown as Session, true);
  return { asked, session };
}

const call = (what: unknown, ...given: unknown[]): unknown => {
  if (typeof what !== 'function') throw new Error('nothing was set');
  return Reflect.apply(what, undefined, given);
};

describe('the window', () => {
  it('is a page in a sandbox without Node', () => {
    expect(WEB_PREFERENCES).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      plugins: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    });
  });

  it('runs under a policy that starts at none and allows no inline script, no eval and no other origin', () => {
    const directives = new Map(CSP.split('; ').map((line) => [line.split(' ')[0], line.split(' ').slice(1).join(' ')]));
    expect(directives.get('default-src')).toBe("'none'");
    expect(directives.get('script-src')).toBe("'self'");
    for (const name of ['connect-src', 'object-src', 'base-uri', 'form-action', 'frame-src', 'worker-src'])
      expect(directives.get(name), name).toBe("'none'");
    for (const sources of directives.values()) expect(["'none'", "'self'"]).toContain(sources);
    expect(HEADERS['content-security-policy']).toBe(CSP);
  });

  it('keeps its session in memory', () => {
    expect(PARTITION.startsWith('persist:')).toBe(false);
  });

  it('has developer tools only where it was not packaged', () => {
    expect(devToolsAllowed(true)).toBe(false);
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler() {},
      setWebRTCIPHandlingPolicy() {},
      closed: 0,
      closeDevTools() {
        this.closed += 1;
      },
    });
    lockDownContents(contents as unknown as WebContents, true);
    contents.emit('devtools-opened');
    expect(contents.closed).toBe(1);
  });

  it('stays where it is, opens nothing and embeds nothing', () => {
    let open: unknown;
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (handler: unknown) => {
        open = handler;
      },
      setWebRTCIPHandlingPolicy() {},
    });
    lockDownContents(contents as unknown as WebContents, false);
    expect(call(open, { url: 'app://scrutineer/index.html' })).toEqual({ action: 'deny' });
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview', 'login']) {
      let prevented = 0;
      contents.emit(name, { preventDefault: () => (prevented += 1) });
      expect(prevented, name).toBe(1);
    }
  });
});

describe('the session', () => {
  it('grants no permission, no device and no screen', () => {
    const { asked } = fakeSession();
    const answers: unknown[] = [];
    call(asked['request'], null, 'media', (granted: unknown) => answers.push(granted));
    expect(answers).toEqual([false]);
    expect(call(asked['check'], null, 'media')).toBe(false);
    expect(call(asked['device'])).toBe(false);
    call(asked['display'], {}, (streams: unknown) => answers.push(streams));
    expect(answers[1]).toEqual({});
  });

  it('refuses downloads', () => {
    const { session } = fakeSession();
    let prevented = 0;
    let cancelled = 0;
    session.emit('will-download', { preventDefault: () => (prevented += 1) }, { cancel: () => (cancelled += 1) });
    expect([prevented, cancelled]).toEqual([1, 1]);
  });

  it('asks no proxy, checks no spelling and trusts no certificate', () => {
    const { asked } = fakeSession();
    expect(asked['proxy']).toEqual({ mode: 'direct' });
    expect(asked['spelling']).toBe(false);
    const answers: unknown[] = [];
    call(asked['certificate'], {}, (code: unknown) => answers.push(code));
    expect(answers).toEqual([-2]);
  });

  it.each([
    'https://example.com/',
    'http://127.0.0.1:80/',
    'file:///etc/passwd',
    'data:text/html,x',
    'blob:app://scrutineer/1',
    'ws://127.0.0.1/',
    'ftp://example.com/',
    'javascript:1',
    'chrome://gpu',
    'devtools://devtools/bundled/x.js',
    'app://other/index.html',
    'app://scrutineer.evil/index.html',
    'app://scrutineer@evil/index.html',
    'app://user:pass@scrutineer/index.html',
    'about:blank',
    'nonsense',
  ])('cancels a request for %s', (url) => {
    const { asked } = fakeSession();
    const answers: unknown[] = [];
    call(asked['before'], { url }, (decision: unknown) => answers.push(decision));
    expect(answers).toEqual([{ cancel: true }]);
  });

  it('lets our own parts through, and the developer tools where they are allowed', () => {
    expect(requestAllowed('app://scrutineer/assets/index.js', true)).toBe(true);
    expect(requestAllowed('devtools://devtools/bundled/x.js', false)).toBe(true);
  });
});

describe('the process', () => {
  it('takes its switches, its umask, the sandbox and the only place before it is ready', () => {
    const switches = new Map<string, string | undefined>();
    let mask = 0;
    const did: string[] = [];
    const app = Object.assign(new EventEmitter(), {
      isPackaged: true,
      enableSandbox: () => did.push('sandbox'),
      disableHardwareAcceleration: () => did.push('no gpu'),
      requestSingleInstanceLock: () => false,
    });
    const commandLine = { appendSwitch: (name: string, value?: string) => void switches.set(name, value) };
    const isFirst = lockDownProcess(app as unknown as App, commandLine as CommandLine, (given) => {
      mask = given;
      return 0;
    });
    expect(isFirst).toBe(false);
    expect(mask).toBe(0o077);
    expect(UMASK).toBe(0o077);
    expect(did).toContain('sandbox');
    expect([...switches]).toEqual(COMMAND_LINE_SWITCHES.map(([name, value]) => [name, value]));
    expect(switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND');
    expect(switches.has('no-proxy-server')).toBe(true);
    for (const loose of ['no-sandbox', 'disable-web-security', 'remote-debugging-port', 'ignore-certificate-errors'])
      expect(switches.has(loose), loose).toBe(false);
  });
});

describe('a packaged program', () => {
  it.each([
    '--no-sandbox',
    '--remote-debugging-port=9222',
    '--REMOTE-DEBUGGING-PIPE',
    '-inspect',
    '--js-flags=--expose-gc',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--load-extension=/tmp/x',
    '--',
  ])('does not start with %s', (arg) => {
    expect(looseSwitches(['--vault=/v', arg])).toHaveLength(1);
  });

  it('starts with a vault, a data folder and what the screen needs', () => {
    expect(looseSwitches(['--vault=/v', '--user-data-dir=/d', '--ozone-platform=wayland', '/some/file'])).toEqual([]);
  });
});
