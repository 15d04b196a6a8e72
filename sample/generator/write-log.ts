import { setImmediate as turn } from 'node:timers/promises';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Write } from './file-sink.ts';
import type { ResultRow } from './inspect-results.ts';
import { type Json, type JsonMap, jsonText } from './json-text.ts';
import { headerJson, startJson } from './log-header.ts';
import { type FullSpec, fullSpec, type LogSpec, logId, recordAttempts, Tally } from './log-spec.ts';
import { type MemberOptions, type ZipOptions, ZipWriter } from './zip-writer.ts';

/** Changes made on the way to the file, for logs that lie. Each gives what is written instead; null writes nothing. */
export interface Tamper {
  readonly start?: (start: JsonMap) => JsonMap;
  readonly header?: (header: JsonMap) => JsonMap | null;
  readonly reductions?: (reductions: JsonMap[]) => JsonMap[];
  readonly sample?: (sample: JsonMap) => JsonMap | null;
  readonly summary?: (summary: JsonMap) => JsonMap | null;
  /** Works on the JSON text of a member, named as in the archive. */
  readonly text?: (member: string, text: string) => string;
  readonly member?: (member: string) => MemberOptions;
  /** Adds to the archive after everything else. */
  readonly extra?: (zip: ZipWriter, header: JsonMap) => Promise<void>;
}

export interface WriteOptions extends ZipOptions {
  /** zstd: a new frame each so many bytes of a member. */
  readonly frameBytes?: number;
  /** Without it only the finished members are written, as a full rewrite of a log does. True when absent. */
  readonly journal?: boolean;
  readonly tamper?: Tamper;
  readonly onAttempt?: (done: number, total: number) => void;
}

/** What a log truly holds; a reader must find the same. */
export interface LogTruth {
  readonly evalId: string;
  readonly task: string;
  readonly model: string;
  readonly samples: number;
  readonly epochs: number;
  readonly attempts: number;
  /** Attempts without an error. */
  readonly completed: number;
  readonly invalidated: number;
  /** How many attempts met each fate. */
  readonly fates: Readonly<Record<string, number>>;
  readonly rows: readonly ResultRow[];
  /** Bytes of JSON in all members, before compression. */
  readonly jsonBytes: number;
}

function truthOf(spec: FullSpec, tally: Tally, jsonBytes: number): LogTruth {
  return {
    evalId: logId(spec, 'eval'),
    task: spec.benchmark.task,
    model: spec.model.name,
    samples: spec.samples,
    epochs: spec.epochs,
    attempts: tally.attempts,
    completed: tally.completed,
    invalidated: tally.invalidated,
    fates: Object.fromEntries(tally.fates),
    rows: tally.book.rows(),
    jsonBytes,
  };
}

/** Up to here a list of summaries is one member at hand; a longer one is streamed. In bytes of JSON. */
const SUMMARIES_AT_HAND = 1 << 20;

/** The summaries of a log, kept compressed until they are written once more at the end. */
class Summaries {
  readonly #journal: Uint8Array[] = [];
  #waiting: string[] = [];
  #bytes = 0;

  /** @returns true where the journal is due, which is when `every` rows wait */
  add(row: string, every: number): boolean {
    this.#waiting.push(row);
    return this.#waiting.length >= every;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** @returns the rows gathered since the last call, as the text of a journal member */
  flush(): string {
    const rows = this.#waiting.join(',');
    this.#waiting = [];
    this.#bytes += rows.length;
    // A copy of its own, since the compressor's answer lies in a larger buffer.
    this.#journal.push(Uint8Array.from(zstdCompressSync(rows)));
    return `[${rows}]`;
  }

  get isLong(): boolean {
    return this.#bytes > SUMMARIES_AT_HAND;
  }

  *pieces(): Generator<Buffer> {
    yield Buffer.from('[');
    for (const [at, rows] of this.#journal.entries()) {
      if (at > 0) yield Buffer.from(',');
      yield zstdDecompressSync(rows);
    }
    yield Buffer.from(']');
  }
}

/**
 * Writes a log in Inspect's `.eval` form, member by member in the order Inspect writes them. Memory does not grow with
 * the length of the transcripts, and with the number of samples by some 300 bytes each.
 * @returns what the log holds (before any tampering)
 */
export async function writeEvalLog(spec: LogSpec, write: Write, options: WriteOptions = {}): Promise<LogTruth> {
  const full = fullSpec(spec);
  const tally = new Tally(full);
  const zip = new ZipWriter(write, options);
  const { tamper = {}, journal = true, frameBytes } = options;
  const put = (name: string, value: Json | string): Promise<void> => {
    const text = typeof value === 'string' ? value : jsonText(value);
    const bytes = Buffer.from(tamper.text ? tamper.text(name, text) : text);
    return zip.add(name, bytes, { ...(frameBytes === undefined ? {} : { frameBytes }), ...tamper.member?.(name) });
  };
  const start = startJson(full);
  if (journal) await put('_journal/start.json', tamper.start?.(start) ?? start);

  const total = full.samples * full.epochs;
  const every = total > 5000 ? 100 : 10;
  const summaries = new Summaries();
  let flushed = 0;
  const flush = async (): Promise<void> => {
    flushed += 1;
    const text = summaries.flush();
    if (journal) await put(`_journal/summaries/${flushed}.json`, text);
  };
  for (const { sample, summary } of recordAttempts(full, tally)) {
    const kept = tamper.sample ? tamper.sample(sample) : sample;
    if (kept) await put(`samples/${String(sample['id'])}_epoch_${String(sample['epoch'])}.json`, kept);
    const row = tamper.summary ? tamper.summary(summary) : summary;
    if (row && summaries.add(jsonText(row), every)) await flush();
    options.onAttempt?.(tally.attempts, total);
    // Native compressors are given back when the event loop turns, not between promises.
    if (tally.attempts % 16 === 0) await turn();
  }
  if (summaries.hasWaiting) await flush();

  const honest = headerJson(full, tally);
  const header = tamper.header ? tamper.header(honest) : honest;
  if (header) {
    if (summaries.isLong) await zip.addStream('summaries.json', summaries.pieces());
    else await put('summaries.json', Buffer.concat([...summaries.pieces()]).toString());
    const reductions = tally.book.reductions();
    await put('reductions.json', tamper.reductions?.(reductions) ?? reductions);
    await put('header.json', header);
  }
  await tamper.extra?.(zip, honest);
  await zip.finish();
  return truthOf(full, tally, zip.unpackedBytes);
}

/**
 * Writes a log in Inspect's `.json` form. The results stand before the samples, so the attempts are made twice and
 * nothing is kept.
 * @returns what the log holds (before any tampering)
 */
export async function writeJsonLog(
  spec: LogSpec,
  write: Write,
  options: Pick<WriteOptions, 'tamper'> = {},
): Promise<LogTruth> {
  const full = fullSpec(spec);
  const { tamper = {} } = options;
  const tally = new Tally(full);
  for (const _ of recordAttempts(full, tally)) {
    // The first time through is for the tally alone.
  }
  let jsonBytes = 0;
  const put = async (text: string): Promise<void> => {
    const bytes = Buffer.from(tamper.text ? tamper.text('log.json', text) : text);
    jsonBytes += bytes.length;
    await write(bytes);
  };
  const honest = headerJson(full, tally);
  const header = (tamper.header ? tamper.header(honest) : honest) ?? honest;
  await put(`${jsonText(header).slice(0, -1)},"samples":[`);
  let written = 0;
  for (const { sample } of recordAttempts(full, new Tally(full))) {
    const kept = tamper.sample ? tamper.sample(sample) : sample;
    if (!kept) continue;
    await put(`${written > 0 ? ',' : ''}${jsonText(kept)}`);
    written += 1;
  }
  const reductions = tally.book.reductions();
  await put(`],"reductions":${jsonText(tamper.reductions?.(reductions) ?? reductions)}}`);
  return truthOf(full, tally, jsonBytes);
}
