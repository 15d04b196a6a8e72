import { useSyncExternalStore } from 'react';
import type { Pushed } from '../../desk/contract/session.ts';
import { CONTRACT, type Output } from '../../desk/contract.ts';
import { listen } from '../bridge/call.ts';

type ImportEvent = Pushed<'import'>;

/** One file on its way in, as far as the shell has told. */
export interface ImportFile {
  readonly importId: string;
  readonly file: string;
  readonly phase: ImportEvent['phase'];
  readonly done: number;
  readonly total: number;
  readonly steps: NonNullable<ImportEvent['steps']>;
  readonly refusal: ImportEvent['refusal'];
  readonly result: Output<'importBundle'> | null;
  readonly isRunning: boolean;
  /** Units of the phase per second; null until it can be told. */
  readonly speed: number | null;
  /** When the phase began, in milliseconds of the page's clock. */
  readonly phaseBegan: number;
}

const RUNNING: readonly ImportEvent['phase'][] = ['waiting', 'receiving', 'checking', 'reading'];

let files: readonly ImportFile[] = [];
const listeners = new Set<() => void>();
const finished = new Set<() => void>();

function took(event: ImportEvent): void {
  const before = files.find(({ importId }) => importId === event.importId);
  const now = performance.now();
  const samePhase = before?.phase === event.phase;
  const phaseBegan = samePhase && before ? before.phaseBegan : now;
  const seconds = (now - phaseBegan) / 1000;
  const result = CONTRACT.importBundle.output.safeParse(event.result);
  const isRunning = RUNNING.includes(event.phase);
  const next: ImportFile = {
    importId: event.importId,
    file: event.file,
    phase: event.phase,
    done: event.done,
    total: event.total,
    steps: event.steps ?? (result.success ? result.data.steps : (before?.steps ?? [])),
    refusal: event.refusal,
    result: result.success ? result.data : null,
    isRunning,
    speed: seconds > 0.3 && event.done > 0 ? event.done / seconds : null,
    phaseBegan,
  };
  files = before ? files.map((file) => (file.importId === event.importId ? next : file)) : [...files, next];
  for (const listener of listeners) listener();
  if (!isRunning) for (const listener of finished) listener();
}

/** Follows the imports for as long as the desk is open, whatever screen is shown. */
export function listenForImports(): () => void {
  return listen('import', took);
}

/** Forgets the files that have come to an end; what became of them stands in the vault. */
export function clearFinished(): void {
  files = files.filter(({ isRunning }) => isRunning);
  for (const listener of listeners) listener();
}

const subscribe = (changed: () => void): (() => void) => {
  listeners.add(changed);
  return () => listeners.delete(changed);
};

export const useImports = (): readonly ImportFile[] => useSyncExternalStore(subscribe, () => files);

/** Calls back whenever a file has come to an end. */
export function onImportEnded(listener: () => void): () => void {
  finished.add(listener);
  return () => finished.delete(listener);
}
