import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refusal } from '../core/failure.ts';
import { writeRefusal } from '../core/file-failure.ts';
import { SOFTWARE } from '../core/software.ts';
import { vaultFolder } from '../db/folder.ts';
import { readKeyslots } from '../db/keyslots.ts';
import type {
  Answer,
  EventName,
  Pushed,
  Secrets,
  SessionInput,
  SessionName,
  SessionOutput,
} from '../desk/contract/session.ts';
import type { Output, UseCaseName } from '../desk/contract.ts';
import { bundleFiles } from './bundle-files.ts';
import { checkMarking } from './check-marking.ts';
import { ChosenPaths } from './chosen-paths.ts';
import type { FilePurpose } from './dialogs.ts';
import { HandOver } from './hand-over.ts';
import { ImportQueue } from './import-queue.ts';
import { lockedRefusal } from './locked-refusal.ts';
import type { PreferenceFile } from './preferences.ts';
import { granted } from './refusal-answer.ts';
import type { FillSample } from './sample.ts';
import { UnlockedDesk } from './unlocked-desk.ts';
import type { About, Unlocked } from './worker-protocol.ts';

/** What the session needs of Electron. Tests give another. */
export interface Surroundings {
  readonly preferences: PreferenceFile;
  pickFolder(purpose: 'vault' | 'export'): Promise<string | null>;
  pickFiles(purpose: FilePurpose, folders: boolean): Promise<string[]>;
  push<Name extends EventName>(name: Name, payload: Pushed<Name>): void;
  /** Throws the window away and opens a new one, so that nothing of the desk stays in its memory. */
  replaceWindow(): Promise<void>;
  /** Fills a folder with generated data; absent where the program was packaged. */
  readonly fillSample?: FillSample | undefined;
  /** Where a sample vault may be made. */
  readonly temporary: string;
}

type Handlers = { [Name in SessionName]: (input: SessionInput<Name>) => Promise<SessionOutput<Name>> };

/** After so many milliseconds the screen that asked for the state is painted. */
const PAINTED_MS = 300;

/** One start of the program: which vault, who is at it, and the workers behind. It knows nothing of Electron. */
export class Session {
  readonly chosen = new ChosenPaths();
  readonly handOver: HandOver;
  readonly #around: Surroundings;
  readonly #imports: ImportQueue;
  #desk: UnlockedDesk | undefined;
  #open: Unlocked | undefined;
  #folder: string | null;
  #sampleFolder: string | undefined;
  /** Of sample vaults, thrown away when the program ends. */
  readonly #samplePlaces: string[] = [];
  #locking: Promise<void> | undefined;
  #opening: Promise<unknown> | undefined;
  #readying: NodeJS.Timeout | undefined;
  #longestLock = Number.POSITIVE_INFINITY;
  #isAsking = false;

  constructor(around: Surroundings, vaultAtStart: string | undefined) {
    this.#around = around;
    this.#imports = new ImportQueue((entry) => around.push('import', entry));
    this.handOver = new HandOver((reason) => around.push('locked', { reason }));
    this.#folder = vaultAtStart === undefined ? around.preferences.vaultFolder : resolve(vaultAtStart);
    if (this.#folder !== null) this.chosen.addVault(this.#folder);
  }

  get isUnlocked(): boolean {
    return this.#open !== undefined;
  }

  /** Minutes without input until the desk locks: what the person prefers, and never more than the vault allows. */
  get lockMinutes(): number {
    return Math.min(this.#around.preferences.preferences.lockMinutes, this.#longestLock);
  }

  /** Performs a use case of the contract. Its input was not parsed yet: the worker does that. */
  async call(name: UseCaseName, input: unknown, secrets: Secrets): Promise<Answer<unknown>> {
    this.chosen.requireOf(name, input);
    const answer = await this.#unlockedDesk().call(name, input, secrets);
    if (name === 'changeSettings' && answer.ok) {
      this.#longestLock = (answer.value as Output<'changeSettings'>).lockMinutes; // what this use case returns
    }
    return answer;
  }

  #unlockedDesk(): UnlockedDesk {
    if (this.#desk !== undefined && this.#open !== undefined) return this.#desk;
    throw lockedRefusal();
  }

  /** Starts the worker while the unlock screen is looked at, once that is painted: it holds nothing until it unlocks. */
  #beReady(): void {
    clearTimeout(this.#readying);
    this.#readying = setTimeout(() => this.#anyDesk(), PAINTED_MS);
  }

  #anyDesk(): UnlockedDesk {
    this.#desk ??= new UnlockedDesk({
      onProgress: (progress, checked) => {
        if (!this.#imports.progress(progress, checked)) this.#around.push('progress', progress);
      },
      onEnd: () => {
        if (!this.isUnlocked) this.#desk = undefined; // the next who unlocks gets another
        void this.lock('worker-ended');
      },
    });
    return this.#desk;
  }

  /**
   * Locks: the window hands over what is being typed, the vault is closed, both workers end, the window is thrown away.
   * A second call while this goes on waits for the first.
   */
  lock(reason: Pushed<'locked'>['reason']): Promise<void> {
    if (!this.isUnlocked && this.#opening === undefined) return Promise.resolve();
    this.#locking ??= this.#lockNow(reason).finally(() => {
      this.#locking = undefined;
    });
    return this.#locking;
  }

  async #lockNow(reason: Pushed<'locked'>['reason']): Promise<void> {
    // A screen that locks while a passphrase is being tried must not leave an open desk behind it.
    await this.#opening?.catch(() => undefined);
    if (!this.isUnlocked) return;
    // Drafts are kept in the vault, which has gone with its worker.
    if (reason === 'worker-ended') this.#around.push('locked', { reason });
    else await this.handOver.ask(reason);
    await this.#end();
    await this.#around.replaceWindow();
  }

  /** Before the program ends: the window hands over what is being typed, the vault is closed, both workers end. */
  async end(): Promise<void> {
    if (this.#locking) await this.#locking;
    if (this.isUnlocked) await this.handOver.ask('asked');
    await this.#end();
    this.#dropSamples();
  }

  #dropSamples(): void {
    for (const place of this.#samplePlaces.splice(0)) rmSync(place, { recursive: true, force: true });
  }

  async #end(): Promise<void> {
    clearTimeout(this.#readying);
    const desk = this.#desk;
    this.#open = undefined;
    this.#desk = undefined;
    await desk?.end(this.#imports.open);
  }

  readonly handlers: Handlers = {
    state: () => this.#state(),
    setPreferences: async (change) =>
      this.#around.preferences.change(
        Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
      ),
    chooseFolder: async ({ purpose }) => {
      const path = await this.#asking(null, () => this.#around.pickFolder(purpose));
      if (path === null) return { path, isVault: false };
      this.chosen.add(path);
      const isVault = existsSync(vaultFolder(path).about);
      if (purpose === 'vault' && isVault && !this.isUnlocked) this.#takeVault(path);
      return { path, isVault };
    },
    chooseFiles: async ({ purpose, folders }) => {
      const paths = await this.#asking([], () => this.#around.pickFiles(purpose, folders));
      this.chosen.add(...paths);
      return { paths };
    },
    readRoot: async ({ path }) => {
      this.chosen.require(path);
      return granted(await this.#anyDesk().readRoot(path)) as SessionOutput<'readRoot'>; // parsed by the bridge
    },
    checkMarking: async ({ banner }) => checkMarking(banner),
    initVault: async (input) => {
      this.chosen.require(input.folder);
      const made = await this.#alone(() =>
        this.#opened(input.folder, (desk) =>
          desk.init<{ deskCard: string; custodianCard: string; fingerprints: string[] }>(input),
        ),
      );
      const { deskCard, custodianCard, fingerprints } = made;
      const person = made.person as SessionOutput<'initVault'>['person']; // parsed by the bridge
      return { person, deskCard, custodianCard, fingerprints };
    },
    saveCard: async ({ folder, name, card }) => {
      this.chosen.requireOutput(folder);
      const path = join(folder, `${name}.card.dsse.json`);
      try {
        writeFileSync(path, card, { flag: 'wx', mode: 0o600 });
      } catch (cause) {
        throw writeRefusal(cause, 'The card cannot be written', path);
      }
      return { path };
    },
    unlock: async (input) => {
      this.chosen.require(input.folder);
      const open = await this.#alone(() => this.#opened(input.folder, (desk) => desk.unlock(input)));
      const { failuresBefore, lastUnlock, swept } = open;
      const person = open.person as SessionOutput<'unlock'>['person']; // parsed by the bridge
      return { person, failuresBefore, lastUnlock, swept };
    },
    lock: async () => {
      // The answer goes out first: the window that asked is about to be thrown away.
      setImmediate(() => void this.lock('asked'));
      return {};
    },
    enrol: async ({ passphrase, newPassphrase, ...input }) =>
      granted(
        await this.#unlockedDesk().call('enrolPerson', input, {
          passphrase,
          second: { personId: input.personId, passphrase: newPassphrase },
        }),
      ) as SessionOutput<'enrol'>, // parsed by the bridge
    startImport: async ({ paths, second, acceptGap }) => {
      this.chosen.require(...paths);
      const desk = this.#unlockedDesk();
      const files = bundleFiles(paths);
      const secrets: Secrets = second === undefined ? {} : { second };
      granted(await desk.proveWitness(secrets));
      return {
        importIds: this.#imports.start(files, (importId, path) =>
          desk.importBundle(importId, path, acceptGap, secrets),
        ),
      };
    },
    cancelImport: async ({ importId }) => {
      if (this.#imports.open.includes(importId)) this.#unlockedDesk().cancelImport(importId);
      return {};
    },
    saveDraft: async (draft) => granted(await this.#unlockedDesk().saveDraft(draft)) as SessionOutput<'saveDraft'>, // parsed by the bridge
    readDraft: async ({ key }) => granted(await this.#unlockedDesk().readDraft(key)) as SessionOutput<'readDraft'>, // parsed by the bridge
    sampleVault: () => this.#alone(() => this.#makeSample()),
  };

  /** One dialog at a time: a page that was taken over does not bury a person under them. */
  async #asking<Value>(none: Value, ask: () => Promise<Value>): Promise<Value> {
    if (this.#isAsking) return none;
    this.#isAsking = true;
    try {
      return await ask();
    } finally {
      this.#isAsking = false;
    }
  }

  /** Opens or makes one vault at a time, of a locked desk: a second opening would leave the threads of the first behind. */
  async #alone<Value>(act: () => Promise<Value>): Promise<Value> {
    if (this.#locking) await this.#locking;
    if (this.isUnlocked) throw new Refusal('vault.in-use', 'The desk is unlocked.', { remedy: 'Lock it first.' });
    if (this.#opening) {
      throw new Refusal('vault.in-use', 'A vault is being opened or made.', { remedy: 'Wait until that has ended.' });
    }
    this.#opening = act().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening as Promise<Value>; // what `act` gives
  }

  async #opened<Value extends Unlocked>(
    folder: string,
    open: (desk: UnlockedDesk) => Promise<Answer<Value>>,
  ): Promise<Value> {
    const opened = granted(await open(this.#anyDesk()));
    this.#open = opened;
    this.#longestLock = opened.lockMinutes;
    this.#takeVault(folder);
    return opened;
  }

  #takeVault(folder: string): void {
    this.#folder = folder;
    this.chosen.addVault(folder);
    if (folder !== this.#sampleFolder) this.#around.preferences.rememberVault(folder);
  }

  async #makeSample(): Promise<SessionOutput<'sampleVault'>> {
    const { fillSample, temporary } = this.#around;
    if (fillSample === undefined) {
      throw new Refusal('shell.sample-missing', 'This program came without its sample data.', {
        remedy: 'Set up a vault of your own, or start the program from its source folder.',
      });
    }
    // The desk is locked, and what is made now takes the place of what was made before.
    this.#dropSamples();
    const place = join(temporary, `scrutineer-sample-${randomBytes(6).toString('hex')}`);
    mkdirSync(place, { mode: 0o700 });
    this.#samplePlaces.push(place);
    const { folder, persons: filled } = await fillSample(place, (step) =>
      this.#around.push('progress', { name: 'sampleVault', step, done: 0, total: 0 }),
    );
    const persons = filled as SessionOutput<'sampleVault'>['persons']; // parsed by the bridge
    const [first] = persons;
    if (first === undefined) throw new Error('the sample vault has nobody in it');
    this.#sampleFolder = folder;
    this.#takeVault(folder);
    const { personId, passphrase } = first;
    return { folder, personId, passphrase, persons };
  }

  async #state(): Promise<SessionOutput<'state'>> {
    const { preferences } = this.#around.preferences;
    const folder = this.#folder;
    const isVault = folder !== null && existsSync(vaultFolder(folder).about);
    const shared = {
      sample: folder !== null && folder === this.#sampleFolder,
      sampleOffered: this.#around.fillSample !== undefined,
      theme: preferences.theme,
      preferences,
      software: { name: SOFTWARE.name, version: SOFTWARE.version },
    };
    // A lock may come while the worker answers.
    const open = this.#open;
    if (open !== undefined && this.#desk !== undefined && folder !== null) {
      const about: About = granted(await this.#desk.about());
      return {
        ...shared,
        phase: 'unlocked',
        vault: { folder, name: about.name },
        persons: about.persons,
        person: about.person as SessionOutput<'unlock'>['person'], // parsed by the bridge
        marking: about.marking,
        lastUnlock: open.lastUnlock,
      };
    }
    if (isVault) this.#beReady();
    return {
      ...shared,
      phase: isVault ? 'locked' : 'no-vault',
      vault: folder === null ? null : { folder, name: null },
      persons: isVault
        ? readKeyslots(vaultFolder(folder)).slots.map(({ person }) => ({ personId: person, name: person }))
        : [],
      marking: 'UNCLASSIFIED',
      lastUnlock: null,
    };
  }
}
