import { seededRandom } from './random.ts';

const SOURCES = ['scheduler', 'mailer', 'gateway', 'indexer', 'watchdog', 'ledger', 'courier', 'printer'];
const DEEDS = ['started', 'finished', 'queued', 'skipped', 'checked', 'rotated', 'opened', 'closed', 'renamed', 'kept'];
const OBJECTS = ['report', 'parcel', 'session', 'table', 'page', 'ticket', 'letter', 'record', 'batch', 'snapshot'];
const LENGTH = 1 << 20;

let corpus: string | undefined;

/** One MiB of harmless log lines, made once and cut from, so that long transcripts cost little to write. */
function fillerCorpus(): string {
  if (corpus !== undefined) return corpus;
  const random = seededRandom('filler');
  let text = '';
  for (let line = 0; text.length < LENGTH; line += 1) {
    const time = `${String(line % 24).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}`;
    text += `${time} ${random.pick(SOURCES)}[${random.int(100, 9999)}] ${random.pick(DEEDS)} ${random.pick(OBJECTS)} ${random.int(0, 99_999_999).toString(16)} after ${random.int(1, 900)} ms\n`;
  }
  corpus = text;
  return text;
}

/** @returns `length` characters (ASCII) of synthetic tool output, from a place chosen by `at` (0 to 1) */
export function filler(length: number, at: number): string {
  const text = fillerCorpus();
  const size = Math.min(length, text.length);
  const start = Math.floor(at * (text.length - size));
  return text.slice(start, start + size);
}
