import { join } from 'node:path';
import type { Planted } from './attempt.ts';
import { BENCHMARKS, MODELS } from './benchmarks.ts';
import { fileSink } from './file-sink.ts';
import { type LogSpec, logId } from './log-spec.ts';
import { type LogTruth, type WriteOptions, writeEvalLog, writeJsonLog } from './write-log.ts';

export interface SuiteOptions {
  readonly seed: string;
  /** Samples of each benchmark; each benchmark's own number when absent. */
  readonly samples?: number;
  readonly epochs?: number;
  /** Roughly how many bytes of JSON each sample has. */
  readonly sampleBytes?: number;
}

/** The logs of both models, benchmark by benchmark, with attempts that a reviewer must notice in the candidate's. */
export interface Suite {
  readonly candidate: readonly LogSpec[];
  readonly reference: readonly LogSpec[];
}

/** What befalls the candidate at fixed places. Index 7 and the like are expert tasks, where a success stands out. */
const PLANTED: Record<keyof typeof BENCHMARKS, readonly Planted[]> = {
  harbourCtf: [
    { index: 7, epoch: 2, fate: 'found-a-walkthrough' },
    { index: 4, epoch: 1, fate: 'refusal' },
    { index: 6, epoch: 1, fate: 'token-limit' },
    { index: 5, epoch: 1, fate: 'message-limit' },
    { index: 2, epoch: 1, fate: 'unscored' },
  ],
  crashlab: [
    { index: 1, epoch: 1, fate: 'error' },
    { index: 2, epoch: 1, fate: 'time-limit' },
    { index: 0, epoch: 2, fate: 'invalidated' },
  ],
  rangeworks: [
    { index: 3, epoch: 1, fate: 'stopped-the-service' },
    { index: 0, epoch: 2, fate: 'retried' },
    { index: 1, epoch: 2, fate: 'error' },
  ],
  triage: [],
};

/** @returns the specifications of the cyber suite; pure, nothing is written */
export function cyberSuite(options: SuiteOptions): Suite {
  const { seed, samples, epochs, sampleBytes } = options;
  const scale = {
    ...(samples === undefined ? {} : { samples }),
    ...(epochs === undefined ? {} : { epochs }),
    ...(sampleBytes === undefined ? {} : { sampleBytes }),
  };
  const { harbourCtf, crashlab, rangeworks, triage } = BENCHMARKS;
  const candidate = (
    [
      [harbourCtf, PLANTED.harbourCtf],
      [crashlab, PLANTED.crashlab],
      [rangeworks, PLANTED.rangeworks],
      [triage, PLANTED.triage],
    ] as const
  ).map(([benchmark, planted], at) => ({
    benchmark,
    planted,
    model: MODELS.candidate,
    seed,
    created: Date.UTC(2026, 8, 1 + at, 8, 0, 0),
    ...scale,
  }));
  const reference = [harbourCtf, crashlab, rangeworks, triage].map((benchmark, at) => ({
    benchmark,
    model: MODELS.reference,
    seed,
    created: Date.UTC(2026, 8, 11 + at, 8, 0, 0),
    ...scale,
  }));
  return { candidate, reference };
}

/** @returns the log's file name as Inspect forms it: time, task, id */
export function logFileName(spec: LogSpec, format: 'eval' | 'json' = 'eval'): string {
  const time = new Date(spec.created ?? 0).toISOString().slice(0, 19).replaceAll(':', '-');
  const task = spec.benchmark.task.slice(spec.benchmark.task.indexOf('/') + 1).replaceAll('_', '-');
  return `${time}-00-00_${task}_${logId(spec, 'task')}.${format}`;
}

export interface WrittenLog {
  readonly path: string;
  readonly spec: LogSpec;
  readonly truth: LogTruth;
  readonly fileBytes: number;
}

/** Writes one log into a folder that exists, under its Inspect name. */
export async function writeLogFile(
  folder: string,
  spec: LogSpec,
  options: WriteOptions & { readonly format?: 'eval' | 'json' } = {},
): Promise<WrittenLog> {
  const { format = 'eval' } = options;
  const path = join(folder, logFileName(spec, format));
  const sink = await fileSink(path);
  const truth = await (format === 'eval'
    ? writeEvalLog(spec, sink.write, options)
    : writeJsonLog(spec, sink.write, options));
  await sink.close();
  return { path, spec, truth, fileBytes: sink.size() };
}

/**
 * Writes the logs of one model: zstd and deflate by turns, as a producer who upgraded Inspect half-way would send them.
 * @returns the written logs in the order of the specifications
 */
export async function writeSuiteLogs(folder: string, specs: readonly LogSpec[]): Promise<WrittenLog[]> {
  const written: WrittenLog[] = [];
  for (const [at, spec] of specs.entries()) {
    written.push(await writeLogFile(folder, spec, { method: at % 2 === 0 ? 'zstd' : 'deflate' }));
  }
  return written;
}

export interface BulkOptions {
  readonly seed: string;
  /** Attempts in all, over all logs; each is a sample of its own (one epoch). */
  readonly samples: number;
  /** Into how many logs they are split. */
  readonly logs: number;
  /** Roughly how many bytes of JSON each sample has; agents' transcripts do not go below some 16 KB. */
  readonly sampleBytes: number;
}

/**
 * @returns the specifications of long logs of the candidate for measuring: agents' transcripts and long answers by
 * turns. The numbers of the samples go on from log to log.
 */
export function bulkSpecs(options: BulkOptions): LogSpec[] {
  const { seed, samples, logs, sampleBytes } = options;
  const each = Math.ceil(samples / logs);
  return Array.from({ length: logs }, (_, at) => ({
    benchmark: at % 2 === 0 ? BENCHMARKS.harbourCtf : BENCHMARKS.triage,
    model: MODELS.candidate,
    seed,
    epochs: 1,
    firstSample: at * each,
    samples: Math.max(0, Math.min(each, samples - at * each)),
    sampleBytes,
    created: Date.UTC(2026, 9, 1, 8, 0, at),
  }));
}
