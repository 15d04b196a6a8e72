import type { App, CommandLine, Session, WebContents, WebPreferences } from 'electron';
import { isOwn, SCHEME } from './origin.ts';

// Everything that narrows what the shell may do stands in this one file and is reviewed as such. The settings are plain
// values, so that a test can assert them; the functions below hand them to Electron. Do not loosen a line of it without
// changing docs/security.md beside it.

/** Files that this program makes are readable by its account alone. */
export const UMASK = 0o077;

/** The window is a page in a sandbox: no Node, its own JavaScript world for the preload, nothing embedded. */
export const WEB_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  spellcheck: false,
  enableWebSQL: false,
  navigateOnDragDrop: false,
  autoplayPolicy: 'user-gesture-required',
  disableDialogs: true,
  safeDialogs: true,
  images: true,
  webgl: false,
  disableBlinkFeatures: 'Auxclick',
} as const satisfies WebPreferences;

/** A partition without `persist:` lives in memory: no cache, cookie or page storage of the window touches the disk. */
export const PARTITION = 'scrutineer';

const CSP_DIRECTIVES = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'font-src': "'self'",
  'connect-src': "'none'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-src': "'none'",
  'frame-ancestors': "'none'",
  'worker-src': "'none'",
  'manifest-src': "'none'",
  'media-src': "'none'",
} as const;

export const CSP = Object.entries(CSP_DIRECTIVES)
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join('; ');

/** Sent with every answer of our scheme. */
export const HEADERS = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), clipboard-read=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()',
  'cache-control': 'no-store',
} as const;

/** Chromium starts with these. No name resolves, no proxy is asked, nothing phones home. */
export const COMMAND_LINE_SWITCHES: readonly (readonly [name: string, value?: string])[] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['no-proxy-server'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['disable-breakpad'],
  ['disable-crash-reporter'],
  ['disable-client-side-phishing-detection'],
  ['disable-default-apps'],
  ['no-pings'],
  ['no-first-run'],
  ['dns-prefetch-disable'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ['disable-3d-apis'],
  [
    'disable-features',
    [
      'AutofillServerCommunication',
      'CertificateTransparencyComponentUpdater',
      'DialMediaRouteProvider',
      'InterestFeedContentSuggestions',
      'MediaRouter',
      'NetworkTimeServiceQuerying',
      'OptimizationHints',
      'SegmentationPlatform',
      'Translate',
    ].join(','),
  ],
];

/** What may be said when a packaged program is started: where its data lies, and how its window meets the screen. */
const OWN_SWITCHES: readonly string[] = [
  'vault',
  'user-data-dir',
  'lang',
  'ozone-platform',
  'ozone-platform-hint',
  'force-device-scale-factor',
];

/**
 * Chromium takes switches that undo what stands here, as `--no-sandbox` or `--remote-debugging-port`, and no fuse stops them.
 * @param args what a packaged program was started with, without its own path
 * @returns the switches that it must not be started with
 */
export function looseSwitches(args: readonly string[]): string[] {
  return args
    .filter((arg) => arg.startsWith('-'))
    .map((arg) => arg.replace(/^-+/, '').split('=')[0] ?? '')
    .filter((name) => !OWN_SWITCHES.includes(name.toLowerCase()));
}

/** The only scheme with privileges: a secure origin of its own. That scripts fetch nothing is the policy above. */
export const SCHEME_PRIVILEGES = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: false, stream: false },
} as const;

/** Menu roles, command-line arguments and the like never open the developer tools of a packaged program. */
export function devToolsAllowed(isPackaged: boolean): boolean {
  return !isPackaged;
}

/** What the shell asks of a request: only the window's own scheme and host; the developer tools load from theirs. */
export function requestAllowed(address: string, isPackaged: boolean): boolean {
  return isOwn(address) || (devToolsAllowed(isPackaged) && address.startsWith('devtools://'));
}

/**
 * Before Electron is ready: file modes, one process a person, switches, the sandbox for every window.
 * @returns false where another instance runs already and this one must end
 */
export function lockDownProcess(app: App, commandLine: CommandLine, setUmask: (mask: number) => number): boolean {
  setUmask(UMASK);
  for (const [name, value] of COMMAND_LINE_SWITCHES) {
    if (value === undefined) commandLine.appendSwitch(name);
    else commandLine.appendSwitch(name, value);
  }
  app.enableSandbox();
  app.disableHardwareAcceleration();
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents, app.isPackaged));
  return app.requestSingleInstanceLock();
}

/** When Electron is ready: no permission, no download, no other scheme, no proxy, no dictionaries, no devices. */
export function lockDownSession(session: Session, isPackaged: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.setSpellCheckerEnabled(false);
  session.setCertificateVerifyProc((_request, answer) => answer(-2)); // -2: refused; nothing of ours is reached by TLS
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !requestAllowed(details.url, isPackaged) }));
  session.on('will-download', (event, item) => {
    event.preventDefault();
    item.cancel();
  });
  void session.setProxy({ mode: 'direct' });
}

/** Name resolution of the whole program: no resolver of our own, no DNS over HTTPS. */
export function lockDownNames(app: App): void {
  app.configureHostResolver({
    enableBuiltInResolver: false,
    secureDnsMode: 'off',
    enableAdditionalDnsQueryTypes: false,
  });
}

/** Every window, and anything that ever becomes one: it stays where it is, opens nothing and embeds nothing. */
export function lockDownContents(contents: WebContents, isPackaged: boolean): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, answer) => {
    event.preventDefault();
    answer('');
  });
  contents.on('login', (event) => event.preventDefault());
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  if (!devToolsAllowed(isPackaged)) contents.on('devtools-opened', () => contents.closeDevTools());
}
