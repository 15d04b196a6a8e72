import { Worker } from 'node:worker_threads';
import type { Answer } from '../desk/contract/session.ts';
import type { Asking, Said } from './worker-protocol.ts';

/** A small young generation: an import takes some 100 MB less by it, and no longer. */
const LIMITS = { maxYoungGenerationSizeMb: 24 };

const ENDED: Answer<never> = {
  ok: false,
  refusal: {
    code: 'shell.worker-ended',
    message: 'The part of the program that holds the vault ended before it answered.',
    remedy: 'Unlock the desk again. What was complete is kept; what was not is removed.',
  },
};

/** What the holder of a link is told. */
export interface LinkEvents {
  onProgress(progress: Extract<Said, { kind: 'progress' }>): void;
  /** The worker ended without being told to. */
  onEnd(): void;
}

/** The main process's end of a worker: requests go out with an id, answers come back, and nothing waits for ever. */
export class WorkerLink<Ask extends { readonly kind: string }> {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (answer: Answer<unknown>) => void>();
  #next = 1;
  #isEnding = false;
  #hasEnded = false;

  /** @param program the worker's program, as `desk-worker` */
  constructor(program: 'desk-worker' | 'import-worker', events: LinkEvents) {
    // Beside the source it is TypeScript, beside the bundle JavaScript.
    const suffix = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
    this.#worker = new Worker(new URL(`./${program}${suffix}`, import.meta.url), { resourceLimits: LIMITS });
    this.#worker.on('message', (said: Said) => {
      if (said.kind === 'progress') {
        events.onProgress(said);
        return;
      }
      this.#waiting.get(said.id)?.(said.answer);
      this.#waiting.delete(said.id);
    });
    // An error is followed by the exit; what it says may quote what was worked on.
    this.#worker.on('error', (error: unknown) => {
      console.error(`${program} failed: ${error instanceof Error ? error.name : typeof error}`);
    });
    this.#worker.on('exit', () => {
      this.#hasEnded = true;
      for (const answer of this.#waiting.values()) answer(ENDED);
      this.#waiting.clear();
      if (!this.#isEnding) events.onEnd();
    });
  }

  /**
   * @param secrets buffers that are moved to the worker and are gone here afterwards
   * @returns the worker's answer; where it ends first, a refusal that says so
   */
  ask(ask: Ask, secrets: readonly Uint8Array[] = []): Promise<Answer<unknown>> {
    if (this.#hasEnded) return Promise.resolve(ENDED);
    const id = this.#next++;
    const asking: Asking<Ask> = { ...ask, id };
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#worker.postMessage(
        asking,
        secrets.map(({ buffer }) => buffer as ArrayBuffer), // made by TextEncoder, so never shared
      );
    });
  }

  /**
   * Ends the worker after it closed its vault, or after `patience` milliseconds without that. A thread that a medium holds
   * in a read does not end at all: it is not waited for longer either, so that it keeps no desk open.
   */
  async end(close: Ask, patience: number): Promise<void> {
    this.#isEnding = true;
    await within(patience, this.ask(close));
    await within(patience, this.#worker.terminate());
  }
}

/** Settles when the work has, or after so many milliseconds. */
async function within(patience: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const clock = setTimeout(resolve, patience);
  await Promise.race([work, promise]);
  clearTimeout(clock);
}
