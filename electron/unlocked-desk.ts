import { wipe } from '../core/crypto/wipe.ts';
import type { CheckStep } from '../core/envelope/checklist.ts';
import type { Answer, Pushed, Secrets, SessionInput } from '../desk/contract/session.ts';
import type { UseCaseName } from '../desk/contract.ts';
import { lockedRefusal } from './locked-refusal.ts';
import { refusalAnswer } from './refusal-answer.ts';
import { WorkerLink } from './worker-link.ts';
import type { About, Bytes, DeskAsk, ImportAsk, Said, Unlocked } from './worker-protocol.ts';

/** What takes long goes to the second worker, so that the first stays free to read and to keep what is typed. */
const LONG: ReadonlySet<UseCaseName> = new Set(['importBundle', 'checkVault', 'verifyAudit']);
const PATIENCE = 3000;

/** A passphrase on its way to one worker: made new for each, because it is moved there. */
const bytesOf = (text: string) => new TextEncoder().encode(text);

function secretBytes(secrets: Secrets): { bytes: Bytes; moved: Uint8Array[] } {
  const passphrase = secrets.passphrase === undefined ? undefined : bytesOf(secrets.passphrase);
  const second =
    secrets.second === undefined
      ? undefined
      : { personId: secrets.second.personId, passphrase: bytesOf(secrets.second.passphrase) };
  const bytes: Bytes = {
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(second === undefined ? {} : { second }),
  };
  return { bytes, moved: [passphrase, second?.passphrase].filter((part) => part !== undefined) };
}

export interface DeskEvents {
  onProgress(progress: Pushed<'progress'>, checked: CheckStep | undefined): void;
  /** The worker that holds the vault ended by itself: the desk is locked. */
  onEnd(): void;
}

/** The two workers of a desk: one holds the vault, the other does what takes long on a connection of its own. */
export class UnlockedDesk {
  readonly #events: DeskEvents;
  readonly #desk: WorkerLink<DeskAsk>;
  #long: WorkerLink<ImportAsk> | undefined;
  #isEnding = false;

  constructor(events: DeskEvents) {
    this.#events = events;
    this.#desk = new WorkerLink<DeskAsk>('desk-worker', this.#linkEvents());
  }

  #linkEvents() {
    return {
      onProgress: ({ about, step, done, total, checked }: Extract<Said, { kind: 'progress' }>) =>
        this.#events.onProgress({ name: about, step, done, total }, checked),
      onEnd: () => {
        if (!this.#isEnding) this.#events.onEnd();
      },
    };
  }

  async unlock({ folder, personId, passphrase }: SessionInput<'unlock'>): Promise<Answer<Unlocked>> {
    const secret = bytesOf(passphrase);
    const answer = await this.#desk.ask({ kind: 'unlock', folder, personId, passphrase: secret }, [secret]);
    return this.#opened(answer as Answer<Unlocked>, folder); // what `desk-worker` answers to it
  }

  async init<More>({ passphrase, ...order }: SessionInput<'initVault'>): Promise<Answer<Unlocked & More>> {
    const secret = bytesOf(passphrase);
    const answer = await this.#desk.ask({ kind: 'init', order, passphrase: secret }, [secret]);
    return this.#opened(answer as Answer<Unlocked & More>, order.folder); // as above
  }

  /** Opens the second connection beside; calls for it wait for their turn behind this. */
  #opened<Value extends Unlocked>(answer: Answer<Value>, folder: string): Answer<Value> {
    if (!answer.ok) return answer;
    const { ticket, vaultId, person, key } = answer.value;
    if (this.#isEnding) {
      wipe(key);
      return answer;
    }
    this.#long = new WorkerLink<ImportAsk>('import-worker', this.#linkEvents());
    void this.#long.ask({ kind: 'open', folder, personId: person.personId, ticket, vaultId, key }, [key]);
    return answer;
  }

  call(name: UseCaseName, input: unknown, secrets: Secrets): Promise<Answer<unknown>> {
    const { bytes, moved } = secretBytes(secrets);
    const ask = { kind: 'perform', name, input, secrets: bytes } as const;
    return LONG.has(name) && this.#long !== undefined ? this.#long.ask(ask, moved) : this.#desk.ask(ask, moved);
  }

  about(): Promise<Answer<About>> {
    return this.#desk.ask({ kind: 'about' }) as Promise<Answer<About>>; // what `desk-worker` answers to it
  }

  readRoot(path: string): Promise<Answer<unknown>> {
    return this.#desk.ask({ kind: 'read-root', path });
  }

  saveDraft(draft: SessionInput<'saveDraft'>): Promise<Answer<unknown>> {
    return this.#desk.ask({ kind: 'save-draft', draft });
  }

  readDraft(key: string): Promise<Answer<unknown>> {
    return this.#desk.ask({ kind: 'read-draft', key });
  }

  /** The witness of an import shows their passphrase once, before any file is in the queue. */
  proveWitness(secrets: Secrets): Promise<Answer<unknown>> {
    const { bytes, moved } = secretBytes(secrets);
    return this.#desk.ask({ kind: 'prove-witness', secrets: bytes }, moved);
  }

  importBundle(importId: string, path: string, acceptGap: boolean, secrets: Secrets): Promise<Answer<unknown>> {
    const { bytes, moved } = secretBytes(secrets);
    const ask = { kind: 'import', importId, path, acceptGap, secrets: bytes } as const;
    return this.#long?.ask(ask, moved) ?? Promise.resolve(refusalAnswer(lockedRefusal()));
  }

  cancelImport(importId: string): void {
    void this.#long?.ask({ kind: 'cancel', importId });
  }

  /** Closes the vault and ends both workers. The memory that held the keys goes with them. */
  async end(importIds: readonly string[] = []): Promise<void> {
    this.#isEnding = true;
    for (const importId of importIds) this.cancelImport(importId);
    await this.#long?.end({ kind: 'close' }, PATIENCE);
    await this.#desk.end({ kind: 'close' }, PATIENCE);
  }
}
