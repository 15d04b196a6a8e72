import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { CheckStep } from '../core/envelope/checklist.ts';
import type { Answer, Pushed } from '../desk/contract/session.ts';
import { CONTRACT } from '../desk/contract.ts';

type Entry = Pushed<'import'>;
type Phase = Entry['phase'];

/** The words of `importBundle`'s progress, and what the window calls them. */
const PHASES: Readonly<Record<string, Phase>> = {
  'copy from the medium': 'receiving',
  'check every member': 'checking',
  'read logs': 'reading',
  'read attempts': 'reading',
};

/** The imports of one session: each is told to the window from waiting to its end. */
export class ImportQueue {
  readonly #push: (entry: Entry) => void;
  readonly #open = new Map<string, Entry>();

  constructor(push: (entry: Entry) => void) {
    this.#push = push;
  }

  /** Ids of what is waiting or going on. */
  get open(): string[] {
    return [...this.#open.keys()];
  }

  /** Hands every file to the worker, which takes them in turn. @returns an id for each, in the same order */
  start(paths: readonly string[], run: (importId: string, path: string) => Promise<Answer<unknown>>): string[] {
    return paths.map((path) => {
      const importId = randomUUID();
      this.#tell({ importId, file: basename(path), phase: 'waiting', done: 0, total: 0 });
      void run(importId, path).then((answer) => this.#end(importId, answer));
      return importId;
    });
  }

  /** @returns whether the progress belonged to an import of ours. */
  progress({ name, step, done, total }: Pushed<'progress'>, checked?: CheckStep): boolean {
    const entry = this.#open.get(name);
    if (entry === undefined) return false;
    const phase = PHASES[step] ?? entry.phase;
    if (checked !== undefined) {
      const before = (entry.steps ?? []).filter((one) => one.step !== checked.step);
      this.#tell({ ...entry, steps: [...before, checked] });
    } else if (step === 'begin log') {
      this.#tell({ ...entry, phase: 'reading', done: 0, total: 0, log: { number: done + 1, of: total } });
    } else if (step !== 'read logs') this.#tell({ ...entry, phase, done, total });
    // Logs are counted in another unit than the attempts in them, which are what is shown.
    else if (entry.phase !== phase) this.#tell({ ...entry, phase, done: 0, total: 0 });
    return true;
  }

  #tell(entry: Entry): void {
    this.#open.set(entry.importId, entry);
    this.#push(entry);
  }

  #end(importId: string, answer: Answer<unknown>): void {
    const entry = this.#open.get(importId);
    if (entry === undefined) return;
    this.#open.delete(importId);
    if (!answer.ok) {
      const phase = answer.refusal.code === 'cancelled' ? 'cancelled' : 'refused';
      this.#push({ ...entry, phase, refusal: answer.refusal });
      return;
    }
    const result = CONTRACT.importBundle.output.parse(answer.value);
    const phase = result.quarantined ? 'quarantined' : result.ok ? 'done' : 'refused';
    this.#push({ ...entry, phase, done: entry.total, steps: result.steps, result });
  }
}
