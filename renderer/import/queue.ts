import { useSyncExternalStore } from 'react';
import type { Pushed } from '../../desk/contract/session.ts';
import { CONTRACT, type Output } from '../../desk/contract.ts';
import { listen } from '../bridge/call.ts';
import { spelt } from '../words/foreign-text.tsx';

type ImportEvent = Pushed<'import'>;

/** One file on its way in, as far as the shell has told. */
export interface ImportFile {
  readonly importId: string;
  readonly file: string;
  readonly phase: ImportEvent['phase'];
  readonly done: number;
  readonly total: number;
  readonly steps: NonNullable<ImportEvent['steps']>;
  readonly log: ImportEvent['log'];
  readonly refusal: ImportEvent['refusal'];
  readonly result: Output<'importBundle'> | null;
  readonly isRunning: boolean;
  /** Units of the phase per second; null until it can be told. */
  readonly speed: number | null;
  /** When the phase began, in milliseconds of the page's clock, and how much was done by then. */
  readonly phaseBegan: number;
  readonly phaseFrom: number;
}

const RUNNING: readonly ImportEvent['phase'][] = ['waiting', 'receiving', 'checking', 'reading'];
const ENDED: Readonly<Record<string, string>> = {
  done: 'imported',
  quarantined: 'quarantined, not imported',
  refused: 'refused',
  cancelled: 'cancelled',
};
/** The shell may tell of a thousand files at once; the page is drawn again at most so often. */
const DRAWN_EVERY_MS = 120;

let files: ReadonlyMap<string, ImportFile> = new Map();
let shown: readonly ImportFile[] = [];
let running = 0;
let ended = false;
let news = '';
let isDrawing = false;
let isCleared = false;
const listeners = new Set<() => void>();
const finished = new Set<() => void>();

function took(event: ImportEvent): void {
  const before = files.get(event.importId);
  const now = performance.now();
  const isSame = before?.phase === event.phase && before.total === event.total;
  const phaseBegan = isSame ? before.phaseBegan : now;
  const phaseFrom = isSame ? before.phaseFrom : event.done;
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
    log: event.log,
    refusal: event.refusal,
    result: result.success ? result.data : null,
    isRunning,
    speed: seconds > 0.5 && event.done > phaseFrom ? (event.done - phaseFrom) / seconds : null,
    phaseBegan,
    phaseFrom,
  };
  const all = new Map(files);
  // What ends goes behind what ended before it, so that the order of the ends is known.
  if (!isRunning) all.delete(event.importId);
  files = all.set(event.importId, next);
  if (!isRunning) {
    ended = true;
    news = `${spelt(event.file)}: ${ENDED[event.phase] ?? event.phase}.`;
  }
  if (isDrawing) return;
  isDrawing = true;
  setTimeout(draw, DRAWN_EVERY_MS);
}

const inOrder = (all: readonly ImportFile[]): ImportFile[] => [
  ...all.filter(({ isRunning, phase }) => isRunning && phase !== 'waiting'),
  ...all.filter(({ phase }) => phase === 'waiting'),
  ...all.filter(({ isRunning }) => !isRunning).reverse(),
];

function draw(): void {
  isDrawing = false;
  shown = inOrder([...files.values()]);
  running = shown.filter(({ isRunning }) => isRunning).length;
  for (const listener of listeners) listener();
  if (!ended) return;
  ended = false;
  for (const listener of finished) listener();
}

/** Follows the imports for as long as the desk is open, whatever screen is shown. */
export function listenForImports(): () => void {
  return listen('import', took);
}

/** Forgets the files that have come to an end; what became of them stands in the vault. */
export function clearFinished(): void {
  files = new Map([...files].filter(([, { isRunning }]) => isRunning));
  isCleared = true;
  draw();
}

/** Whether files were taken off the list since the desk was unlocked. */
export const wasCleared = (): boolean => isCleared;

const subscribe = (changed: () => void): (() => void) => {
  listeners.add(changed);
  return () => listeners.delete(changed);
};

export const useImports = (): readonly ImportFile[] => useSyncExternalStore(subscribe, () => shown);

/** How many files are on their way. What reads this alone is drawn again only when the number changes. */
export const useRunningImports = (): number => useSyncExternalStore(subscribe, () => running);

/** What became of the file that ended last, in words for those who listen. */
export const useImportNews = (): string => useSyncExternalStore(subscribe, () => news);

/** Calls back when files have come to an end, once for all that ended together. */
export function onImportEnded(listener: () => void): () => void {
  finished.add(listener);
  return () => finished.delete(listener);
}
