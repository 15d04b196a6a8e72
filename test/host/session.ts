import { EventEmitter } from 'node:events';
import { addScheme } from './chrome-address.ts';

type PermissionRequest = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: object,
) => void;
type PermissionCheck = (contents: unknown, permission: string, origin: string, details: object) => boolean;
type BeforeRequest = (details: object, answer: (decision: { cancel?: boolean }) => void) => void;
type Serve = (request: Request) => Promise<Response>;

/** A session: what was asked of it is kept, and what Chromium can be made to obey is obeyed. */
export class Session extends EventEmitter {
  readonly #handlers = new Map<string, Serve>();
  #permissionRequest: PermissionRequest | undefined;
  #permissionCheck: PermissionCheck | undefined;
  #beforeRequest: BeforeRequest | undefined;
  /** What was set and cannot be shown by a stock Chromium, for tests to read. */
  readonly asked: Record<string, unknown> = {};

  readonly protocol = {
    handle: (scheme: string, serve: Serve) => {
      addScheme(scheme);
      this.#handlers.set(scheme, serve);
    },
    unhandle: (scheme: string) => this.#handlers.delete(scheme),
    isProtocolHandled: (scheme: string) => this.#handlers.has(scheme),
  };

  readonly webRequest = {
    onBeforeRequest: (first: BeforeRequest | object, second?: BeforeRequest) => {
      this.#beforeRequest = second ?? (first as BeforeRequest); // the filter may be left out
    },
  };

  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.#permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.#permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: unknown): void {
    this.asked['devicePermission'] = handler;
  }
  setDisplayMediaRequestHandler(handler: unknown): void {
    this.asked['displayMedia'] = handler;
  }
  setBluetoothPairingHandler(handler: unknown): void {
    this.asked['bluetoothPairing'] = handler;
  }
  setCertificateVerifyProc(handler: unknown): void {
    this.asked['certificateVerify'] = handler;
  }
  setSpellCheckerEnabled(isOn: boolean): void {
    this.asked['spellChecker'] = isOn;
  }
  async setProxy(proxy: unknown): Promise<void> {
    this.asked['proxy'] = proxy;
  }

  serverOf(scheme: string): Serve | undefined {
    return this.#handlers.get(scheme);
  }

  /** What the program's handlers say of a permission; like Electron, a session without handlers grants. */
  async grants(contents: unknown, permission: string, origin: string): Promise<boolean> {
    const check = this.#permissionCheck;
    const request = this.#permissionRequest;
    if (check && !check(contents, permission, origin, {})) return false;
    if (!request) return true;
    return new Promise((resolve) =>
      request(contents, permission, resolve, { requestingUrl: origin, isMainFrame: true }),
    );
  }

  async cancels(details: object): Promise<boolean> {
    const before = this.#beforeRequest;
    if (!before) return false;
    const decision = await new Promise<{ cancel?: boolean }>((resolve) => before(details, resolve));
    return decision.cancel === true;
  }
}

const sessions = new Map<string, Session>();
export const defaultSession = new Session();

export const session = {
  defaultSession,
  fromPartition(partition: string): Session {
    const found = sessions.get(partition) ?? new Session();
    sessions.set(partition, found);
    return found;
  },
};
