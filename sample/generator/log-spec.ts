import { makeAttempt, type Planted } from './attempt.ts';
import type { Benchmark, ModelProfile, Task } from './benchmark.ts';
import { ScoreBook } from './inspect-results.ts';
import { seededRandom } from './random.ts';
import { makeSampleRecord, type SampleRecord } from './sample-record.ts';
import { addUsage, NO_USAGE, type Usage } from './transcript.ts';

/** Everything a log depends on: the same specification writes the same bytes. */
export interface LogSpec {
  readonly benchmark: Benchmark;
  readonly model: ModelProfile;
  readonly seed: string;
  /** How many samples; the benchmark's own number when absent. */
  readonly samples?: number;
  readonly epochs?: number;
  /** Number of the first sample, for a benchmark split over several logs. */
  readonly firstSample?: number;
  /** Roughly how many bytes of JSON each sample has. Short transcripts when absent. */
  readonly sampleBytes?: number;
  /** What is to happen at given places (index counts from `firstSample`). */
  readonly planted?: readonly Planted[];
  /** When the run began, in milliseconds since 1970. 2026-09-01T08:00:00Z when absent. */
  readonly created?: number;
}

/** An attempt written down, and where it stands. */
export interface Recorded extends SampleRecord {
  readonly index: number;
  readonly epoch: number;
}

/** The spec with every default filled in. */
export interface FullSpec extends LogSpec {
  readonly samples: number;
  readonly epochs: number;
  readonly firstSample: number;
  readonly created: number;
}

const CREATED = Date.UTC(2026, 8, 1, 8, 0, 0);
const SAMPLE_SPACING = 41_000;

/** @returns the specification with every default filled in, and without reducers that need more epochs than there are */
export function fullSpec(spec: LogSpec): FullSpec {
  const epochs = spec.epochs ?? spec.benchmark.epochs;
  const { reducers } = spec.benchmark;
  const possible = reducers?.filter((name) => Number(/_(\d+)$/.exec(name)?.[1] ?? 1) <= epochs) ?? null;
  return {
    ...spec,
    benchmark: { ...spec.benchmark, reducers: possible },
    samples: spec.samples ?? spec.benchmark.samples,
    epochs,
    firstSample: spec.firstSample ?? 0,
    created: spec.created ?? CREATED,
  };
}

const identity = (spec: LogSpec): string =>
  `${spec.seed}/${spec.benchmark.task}/${spec.model.name}/${spec.firstSample ?? 0}`;

/** @returns an id of this log for a purpose (`eval`, `run`, `task`), as Inspect gives them */
export function logId(spec: LogSpec, purpose: string): string {
  // A run is the set of logs made in one go by one model: its id does not depend on the benchmark.
  const text = purpose === 'run' ? `${spec.seed}/${spec.model.name}` : identity(spec);
  return seededRandom(`${text}/${purpose}`).id();
}

/** Counts and sums of a log, gathered while its attempts are written. */
export class Tally {
  readonly book: ScoreBook;
  readonly fates = new Map<string, number>();
  attempts = 0;
  completed = 0;
  invalidated = 0;
  usage: Usage = NO_USAGE;

  constructor(spec: FullSpec) {
    const { scorers, reducers } = spec.benchmark;
    this.book = new ScoreBook(scorers, reducers);
  }
}

/** @returns the ids of the samples, in order */
export function sampleIds(spec: FullSpec): (string | number)[] {
  return Array.from({ length: spec.samples }, (_, index) => taskOf(spec, index).id);
}

/** @returns the task at a place of the log (from 0) */
export function taskOf(spec: FullSpec, index: number): Task {
  const at = spec.firstSample + index;
  // Tasks do not depend on the model, so that two models meet the same tasks.
  return spec.benchmark.makeTask(at, seededRandom(`${spec.seed}/${spec.benchmark.task}/task/${at}`));
}

/** Makes the attempts of a log one after another, epoch by epoch, and adds each to the tally. */
export function* recordAttempts(spec: FullSpec, tally: Tally): Generator<Recorded, void, undefined> {
  const planted = new Map((spec.planted ?? []).map(({ index, epoch, fate }) => [`${index}/${epoch}`, fate]));
  for (let epoch = 1; epoch <= spec.epochs; epoch += 1) {
    for (let index = 0; index < spec.samples; index += 1) {
      const random = seededRandom(`${identity(spec)}/${index}/${epoch}`);
      const task = taskOf(spec, index);
      const fate = planted.get(`${index}/${epoch}`);
      const attempt = makeAttempt(spec.benchmark, spec.model, task, epoch, fate, random);
      const start = spec.created + 5000 + tally.attempts * SAMPLE_SPACING;
      const setting = { benchmark: spec.benchmark, model: spec.model, start, bytes: spec.sampleBytes };
      const record = makeSampleRecord(attempt, setting, random);
      tally.attempts += 1;
      if (attempt.fate !== 'error') tally.completed += 1;
      if (attempt.fate === 'invalidated') tally.invalidated += 1;
      tally.fates.set(attempt.fate, (tally.fates.get(attempt.fate) ?? 0) + 1);
      tally.usage = addUsage(tally.usage, record.usage);
      for (const [scorer, entry] of attempt.scores) tally.book.add(scorer, task.id, entry);
      yield { ...record, index, epoch };
    }
  }
}
