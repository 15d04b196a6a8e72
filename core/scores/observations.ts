import { Refusal } from '../failure.ts';
import type { AttemptObservation, BenchmarkObservation, ClaimCheck } from '../policy/observation.ts';
import { passAtK } from '../stats/attempts.ts';
import { type AggregateRow, type AttemptRow, badRow, type ScoreRow } from './row.ts';

/** What the bundle knows and the table need not say. */
export interface TableContext {
  readonly model: string;
  readonly role: 'candidate' | 'reference';
  /** Names the table within the case. */
  readonly sourceId?: string;
}

interface Series {
  readonly first: AttemptRow;
  readonly attempts: AttemptObservation[];
}

function place(row: ScoreRow, context: TableContext, scorer: string | null): string {
  return JSON.stringify([row.benchmark, row.version, row.model ?? context.model, scorer]);
}

/**
 * Gathers the rows of one table into observations, one for each benchmark, version, model and scorer (or metric, where
 * no scorer is named). An aggregate row beside attempts becomes a claim that is recomputed from them; one that stands
 * alone becomes a reported result.
 * @throws Refusal what the rows throw, and `scores.row` where an aggregate fits more than one series of attempts
 */
export async function tableObservations(
  rows: AsyncIterable<ScoreRow>,
  context: TableContext,
): Promise<BenchmarkObservation[]> {
  const series = new Map<string, Series>();
  const aggregates: AggregateRow[] = [];
  for await (const row of rows) {
    if (row.kind === 'aggregate') {
      aggregates.push(row);
      continue;
    }
    const key = JSON.stringify([place(row, context, row.scorer), row.metric]);
    const entry = series.get(key) ?? { first: row, attempts: [] };
    series.set(key, entry);
    entry.attempts.push(attemptOf(row));
  }
  const claims = new Map<Series, AggregateRow[]>();
  const alone: AggregateRow[] = [];
  for (const row of aggregates) {
    const fitting = [...series.values()].filter(({ first }) => fits(row, first, context));
    const [owner] = fitting;
    if (fitting.length > 1) throw badRow(row.line, 'scorer', 'several scorers have attempts, and the row names none');
    if (owner) claims.set(owner, [...(claims.get(owner) ?? []), row]);
    else alone.push(row);
  }
  return [
    ...[...series.values()].map((entry) => observationOf(entry, claims.get(entry) ?? [], context)),
    ...alone.map((row) => reportedOf(row, context)),
  ];
}

function fits(row: AggregateRow, first: AttemptRow, context: TableContext): boolean {
  if (place(row, context, null) !== place(first, context, null)) return false;
  return row.scorer === null || row.scorer === (first.scorer ?? first.metric);
}

function attemptOf(row: AttemptRow): AttemptObservation {
  return {
    taskId: row.sample,
    cluster: row.cluster ?? row.sample,
    epoch: row.epoch,
    state: row.state,
    limit: row.limit,
    claimed: row.value,
    adjudicated: null,
    cheating: false,
    excluded: false,
    ...(row.difficulty === null ? {} : { difficulty: row.difficulty }),
  };
}

function origin(context: TableContext): Pick<BenchmarkObservation, 'source' | 'sourceId' | 'role'> {
  const { sourceId } = context;
  return { source: 'table', role: context.role, ...(sourceId === undefined ? {} : { sourceId }) };
}

function observationOf(entry: Series, claims: readonly AggregateRow[], context: TableContext): BenchmarkObservation {
  const { first, attempts } = entry;
  return {
    benchmark: first.benchmark,
    version: first.version,
    scorer: first.scorer ?? first.metric,
    key: first.scorer === null ? null : first.metric,
    ...origin(context),
    model: first.model ?? context.model,
    expected: attempts.length,
    attempts,
    claimedAggregate: claims.map(({ metric, value }) => ({ metric, reducer: null, value })),
    recomputed: claims.map((claim) => recompute(claim, attempts)),
  };
}

function reportedOf(row: AggregateRow, context: TableContext): BenchmarkObservation {
  return {
    benchmark: row.benchmark,
    version: row.version,
    scorer: row.scorer ?? 'reported',
    key: null,
    ...origin(context),
    model: row.model ?? context.model,
    expected: 0,
    attempts: [],
    claimedAggregate: [{ metric: row.metric, reducer: null, value: row.value }],
    reported: { metric: row.metric, value: row.value, standardError: row.stderr, tasks: row.n },
  };
}

/** Recomputes a claim from scored attempts alone: mean or accuracy over tasks, and pass@k with success at 1. */
function recompute(claim: AggregateRow, attempts: readonly AttemptObservation[]): ClaimCheck {
  const tasks = new Map<string, number[]>();
  for (const { taskId, claimed, state } of attempts) {
    if (claimed === null || state !== 'scored') continue;
    const values = tasks.get(taskId);
    if (values) values.push(claimed);
    else tasks.set(taskId, [claimed]);
  }
  const value = aggregate(claim.metric, [...tasks.values()]);
  const head = { metric: claim.metric, reducer: null, claimed: claim.value, value };
  if (value === null) return { ...head, verdict: 'not-recomputable' };
  const same = Math.abs(value - claim.value) <= 1e-6 * Math.max(1, Math.abs(value));
  return { ...head, verdict: same ? 'match' : 'mismatch' };
}

function aggregate(metric: string, tasks: readonly (readonly number[])[]): number | null {
  if (tasks.length === 0) return null;
  const k = /^pass@(\d{1,5})$/.exec(metric)?.[1];
  let sum = 0;
  for (const values of tasks) {
    const successes = values.filter((value) => value >= 1).length;
    const one =
      metric === 'mean' || metric === 'accuracy'
        ? values.reduce((all, value) => all + value, 0) / values.length
        : k === undefined
          ? null
          : passAtK({ attempts: values.length, successes }, Number(k));
    if (one === null) return null;
    sum += one;
  }
  return sum / tasks.length;
}

/**
 * Reads a table to its end and keeps nothing, to know that it can be read.
 * @returns how many rows it has
 * @throws Refusal what the rows throw
 */
export async function countRows(rows: AsyncIterable<ScoreRow>): Promise<number> {
  let count = 0;
  for await (const _ of rows) count += 1;
  if (count === 0) throw new Refusal('scores.row', 'The score table has no rows.', { where: 'line 2' });
  return count;
}
