import { type Attempt, makeAttempt } from './attempt.ts';
import type { Benchmark } from './benchmark.ts';
import type { Write } from './file-sink.ts';
import { passAt, type ScoreEntry, valueToFloat } from './inspect-results.ts';
import { fullSpec, type LogSpec, taskOf } from './log-spec.ts';
import { seededRandom } from './random.ts';

/** The columns of a score table (docs/formats/score-table.md), in the order they are written. */
const COLUMNS = [
  'benchmark',
  'version',
  'model',
  'scorer',
  'metric',
  'sample',
  'epoch',
  'value',
  'state',
  'limit',
  'difficulty',
  'cluster',
  'stderr',
  'n',
  'note',
] as const;

type Row = { readonly [column in (typeof COLUMNS)[number]]?: string | number | boolean };

/** What a table truly holds for one scorer, or one key of a scorer with several; a reader must find the same. */
export interface SeriesTruth {
  readonly scorer: string;
  readonly key: string | null;
  readonly attempts: number;
  readonly scored: number;
  /** Mean over samples of the mean over their scored attempts. */
  readonly mean: number;
}

export interface TableTruth {
  readonly rows: number;
  readonly series: readonly SeriesTruth[];
}

export interface TableOptions {
  /** Adds to each stated mean, for tables that lie. Nothing when absent. */
  readonly exaggerate?: number;
}

interface Series {
  readonly scorer: string;
  readonly key: string | null;
  attempts: number;
  scored: number;
  /** Scored values, a list a sample. */
  readonly tasks: Map<string | number, number[]>;
}

type Standing = Required<Pick<Row, 'state'>> & Pick<Row, 'value' | 'limit' | 'note'>;

function standing(attempt: Attempt, value: ScoreEntry['value'] | undefined): Standing {
  if (attempt.fate === 'error') return { state: 'errored', note: 'The sandbox did not answer.' };
  const number = typeof value === 'object' || value === undefined ? Number.NaN : valueToFloat(value);
  if (Number.isNaN(number)) return { state: 'unscored', note: 'The checker failed; "by hand" was not done.' };
  if (attempt.fate === 'invalidated') return { state: 'invalidated', value: number };
  return attempt.fate.endsWith('-limit')
    ? { state: 'scored', value: number, limit: true }
    : { state: 'scored', value: number };
}

/** The columns a benchmark has: one for a scorer with one value, one a key for milestones. */
function seriesOf(benchmark: Benchmark): Series[] {
  return benchmark.scorers.flatMap(({ name, kind, keys }) =>
    (kind === 'milestones' ? keys : [null]).map((key) => ({
      scorer: name,
      key,
      attempts: 0,
      scored: 0,
      tasks: new Map(),
    })),
  );
}

/** The rows of a benchmark that was run by hand: the attempts first, then what is stated for the whole. */
function* tableRows(spec: LogSpec, series: readonly Series[], exaggerate: number): Generator<Row, void, undefined> {
  const full = fullSpec(spec);
  const { benchmark, model } = full;
  const head = { benchmark: benchmark.task, version: String(benchmark.version), model: model.name };
  const planted = new Map((full.planted ?? []).map(({ index, epoch, fate }) => [`${index}/${epoch}`, fate]));
  for (let index = 0; index < full.samples; index += 1) {
    const task = taskOf(full, index);
    for (let epoch = 1; epoch <= full.epochs; epoch += 1) {
      const random = seededRandom(`${spec.seed}/table/${benchmark.task}/${model.name}/${index}/${epoch}`);
      const attempt = makeAttempt(benchmark, model, task, epoch, planted.get(`${index}/${epoch}`), random);
      for (const each of series) {
        const entry = attempt.scores.get(each.scorer)?.value;
        const value = each.key !== null && typeof entry === 'object' ? entry[each.key] : entry;
        const stands = standing(attempt, value);
        each.attempts += 1;
        if (stands.state === 'scored') {
          each.scored += 1;
          const known = each.tasks.get(task.id);
          if (known) known.push(Number(stands.value));
          else each.tasks.set(task.id, [Number(stands.value)]);
        }
        const named = each.key === null ? { metric: each.scorer } : { scorer: each.scorer, metric: each.key };
        const about = { sample: String(task.id), epoch, difficulty: task.tier, cluster: task.family };
        yield { ...head, ...named, ...about, ...stands };
      }
    }
  }
  for (const each of series) {
    // With several keys a row for the whole could not tell which it means.
    if (each.key !== null) continue;
    const means = [...each.tasks.values()].map(average);
    const whole = { ...head, scorer: each.scorer, n: means.length };
    yield { ...whole, metric: 'mean', value: average(means) + exaggerate, stderr: standardError(means) };
    const twice = [...each.tasks.values()].map((values) => passAt(2, values));
    if (twice.every((value) => !Number.isNaN(value))) yield { ...whole, metric: 'pass@2', value: average(twice) };
  }
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function standardError(values: readonly number[]): number {
  const mean = average(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1) / values.length);
}

function csvCell(value: Row[keyof Row]): string {
  const text = value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function writeTable(
  spec: LogSpec,
  write: Write,
  options: TableOptions,
  line: (row: Row) => string,
): Promise<TableTruth> {
  const series = seriesOf(spec.benchmark);
  let rows = 0;
  for (const row of tableRows(spec, series, options.exaggerate ?? 0)) {
    rows += 1;
    await write(Buffer.from(line(row)));
  }
  return {
    rows,
    series: series.map(({ scorer, key, attempts, scored, tasks }) => ({
      scorer,
      key,
      attempts,
      scored,
      mean: average([...tasks.values()].map(average)),
    })),
  };
}

/** Writes a score table as CSV (RFC 4180, with a header). The same specification gives the same bytes. */
export async function writeScoreCsv(spec: LogSpec, write: Write, options: TableOptions = {}): Promise<TableTruth> {
  await write(Buffer.from(`${COLUMNS.join(',')}\r\n`));
  return writeTable(spec, write, options, (row) => `${COLUMNS.map((column) => csvCell(row[column])).join(',')}\r\n`);
}

/** Writes a score table as JSON Lines: one object a row, without the absent columns. */
export function writeScoreJsonl(spec: LogSpec, write: Write, options: TableOptions = {}): Promise<TableTruth> {
  return writeTable(spec, write, options, (row) => `${JSON.stringify(row)}\n`);
}
