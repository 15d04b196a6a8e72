import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { addScheme } from './chrome-address.ts';
import { hostEvent } from './event.ts';

/** What the host found out before the program starts. */
export interface Start {
  readonly executable: string;
  readonly appPath: string;
  readonly name: string;
  readonly version: string;
  readonly isPackaged: boolean;
  readonly switches: Map<string, string>;
}

export interface Windows {
  /** Asks every window to close. @returns whether all did */
  closeAll(): boolean;
}

/** Electron's `app`, as far as a desktop program asks of it. */
class App extends EventEmitter {
  readonly #ready = Promise.withResolvers<void>();
  readonly #paths = new Map<string, string>();
  #start: Start | undefined;
  #windows: Windows | undefined;
  #isReady = false;
  #isQuitting = false;
  #lock: string | undefined;
  /** What was asked for and cannot be shown by a stock Chromium, for tests to read. */
  readonly asked: Record<string, unknown> = {};

  get #given(): Start {
    if (this.#start === undefined) throw new Error('the host has not started');
    return this.#start;
  }

  /** Only the host calls these two. */
  begin(start: Start, windows: Windows): void {
    this.#start = start;
    this.#windows = windows;
  }
  becomeReady(): void {
    this.#isReady = true;
    this.emit('ready', hostEvent({}), {});
    this.#ready.resolve();
  }

  get isPackaged(): boolean {
    return this.#given.isPackaged;
  }
  get isQuitting(): boolean {
    return this.#isQuitting;
  }
  get name(): string {
    return this.#given.name;
  }
  readonly commandLine = {
    appendSwitch: (name: string, value = '') => void this.#given.switches.set(name, value),
    appendArgument() {},
    hasSwitch: (name: string) => this.#given.switches.has(name),
    getSwitchValue: (name: string) => this.#given.switches.get(name) ?? '',
    removeSwitch: (name: string) => void this.#given.switches.delete(name),
  };

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  isReady(): boolean {
    return this.#isReady;
  }
  getName(): string {
    return this.name;
  }
  getVersion(): string {
    return this.#given.version;
  }
  getAppPath(): string {
    return this.#given.appPath;
  }
  getLocale(): string {
    return 'en-US';
  }

  getPath(name: string): string {
    const set = this.#paths.get(name);
    if (set !== undefined) return set;
    const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    const userData =
      this.#paths.get('userData') ?? (this.#given.switches.get('user-data-dir') || join(config, this.name));
    const known: Readonly<Record<string, string>> = {
      home: homedir(),
      appData: config,
      userData,
      sessionData: userData,
      temp: tmpdir(),
      exe: this.#given.executable,
      logs: join(userData, 'logs'),
      desktop: join(homedir(), 'Desktop'),
      documents: join(homedir(), 'Documents'),
      downloads: join(homedir(), 'Downloads'),
    };
    const path = known[name];
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    if (name === 'userData' || name === 'logs') mkdirSync(path, { recursive: true });
    return path;
  }
  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    this.#paths.set(name, path);
  }

  /** One process for each data folder: a file with our number, and an inbox in which a later one leaves its arguments. */
  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData');
    const file = join(folder, 'host-instance');
    const inbox = join(folder, 'host-inbox');
    if (existsSync(file) && isAlive(Number(readFileSync(file, 'utf8')))) {
      writeFileSync(join(inbox, String(process.pid)), JSON.stringify(process.argv));
      return false;
    }
    writeFileSync(file, String(process.pid));
    mkdirSync(inbox, { recursive: true });
    watch(inbox, () => {
      for (const name of readdirSync(inbox)) {
        rmSync(join(inbox, name), { force: true });
        this.emit('second-instance', hostEvent({}), [], '');
      }
    }).unref();
    process.on('exit', () => rmSync(file, { force: true }));
    this.#lock = file;
    return true;
  }
  hasSingleInstanceLock(): boolean {
    return this.#lock !== undefined;
  }

  enableSandbox(): void {
    this.asked['sandbox'] = true;
  }
  disableHardwareAcceleration(): void {
    this.asked['hardwareAcceleration'] = false;
  }
  configureHostResolver(options: unknown): void {
    this.asked['hostResolver'] = options;
  }
  setAppUserModelId(): void {}
  focus(): void {}

  quit(): void {
    if (this.#isQuitting) return;
    const before = hostEvent({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    this.#isQuitting = true;
    if (this.#windows?.closeAll() === false) {
      this.#isQuitting = false;
      return;
    }
    const will = hostEvent({});
    this.emit('will-quit', will);
    if (will.defaultPrevented) this.#isQuitting = false;
    else this.exit(0);
  }
  exit(code = 0): void {
    this.emit('quit', hostEvent({}), code);
    process.exit(code);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid > 0;
  } catch {
    return false;
  }
}

export const app = new App();

/** The global `protocol`: schemes must be declared before the program is ready. */
export const protocol = {
  registerSchemesAsPrivileged(list: readonly { scheme: string; privileges?: unknown }[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme } of list) addScheme(scheme);
    app.asked['schemes'] = list;
  },
};
