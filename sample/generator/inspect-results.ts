import type { ScorerSpec } from './benchmark.ts';
import { type Json, type JsonMap, NAN } from './json-text.ts';

/** A score's value: a grade letter, a number (NaN when unscored) or a number a key. */
export type ScoreValue = string | number | Readonly<Record<string, number>>;

export interface ScoreEntry {
  readonly value: ScoreValue;
  readonly answer: string | undefined;
  readonly explanation: string | undefined;
}

export interface ResultRow {
  readonly name: string;
  readonly scorer: string;
  readonly reducer: string | null;
  readonly scoredSamples: number;
  readonly unscoredSamples: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Numbers as Inspect reads a value: C 1, P 0.5, I and N 0, numbers as they are (value_to_float in scorer/_metric.py). */
export function valueToFloat(value: string | number): number {
  if (typeof value === 'number') return value;
  return value === 'C' ? 1 : value === 'P' ? 0.5 : 0;
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Chance that at least one of k attempts succeeds, of n attempts with c successes: 1 - C(n-c,k)/C(n,k), as a product
 * (Chen et al., arXiv 2107.03374). NaN with fewer than k attempts.
 */
export function passAt(k: number, values: readonly number[]): number {
  const total = values.length;
  const correct = values.filter((value) => value >= 1).length;
  if (total < k) return Number.NaN;
  if (total - correct < k) return 1;
  let product = 1;
  for (let i = total - correct + 1; i <= total; i += 1) product *= 1 - k / i;
  return 1 - product;
}

/** One reducer over the scored values of one sample, as scorer/_reducer/reducer.py defines it. */
function reduce(reducer: string, raw: readonly (string | number)[]): string | number {
  const scored = raw.filter((value) => !Number.isNaN(value));
  const first = scored[0];
  if (first === undefined) return Number.NaN;
  const values = scored.map(valueToFloat);
  const counted = /^(pass_at|at_least)_(\d+)$/.exec(reducer);
  if (counted) {
    const k = Number(counted[2]);
    return counted[1] === 'pass_at' ? passAt(k, values) : Number(values.filter((value) => value >= 1).length >= k);
  }
  if (reducer === 'mean') return average(values);
  if (reducer === 'median') {
    const sorted = values.toSorted((x, y) => x - y);
    const middle = sorted.length >> 1;
    const upper = sorted[middle] ?? Number.NaN;
    return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
  }
  if (reducer === 'max') {
    // the first of the greatest, in its own spelling
    return scored.reduce((best, value) => (valueToFloat(value) > valueToFloat(best) ? value : best), first);
  }
  if (reducer === 'mode') {
    const counts = new Map<string | number, number>();
    for (const value of scored) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
  }
  throw new Error(`The generator does not know the reducer ${reducer}.`);
}

/** Mean and its standard error: sample deviation (n-1) by the root of n; 0 for a single value (scorer/_metrics/std.py). */
function meanAndError(values: readonly number[]): { mean: number; stderr: number } {
  const n = values.length;
  if (n === 0) return { mean: Number.NaN, stderr: Number.NaN };
  const mean = average(values);
  if (n < 2) return { mean, stderr: 0 };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, stderr: Math.sqrt(squares / (n - 1)) / Math.sqrt(n) };
}

const jsonNumber = (value: string | number): Json => (Number.isNaN(value) ? NAN : value);

/** The value as it stands in a log, with NaN as Python writes it. */
export function scoreValueJson(value: ScoreValue): Json {
  if (typeof value !== 'object') return jsonNumber(value);
  return Object.fromEntries(Object.entries(value).map(([key, leaf]) => [key, jsonNumber(leaf)]));
}

interface Gathered {
  readonly id: string | number;
  readonly entries: ScoreEntry[];
}

/** Gathers the scores of a log, attempt by attempt, and gives the results and reductions that Inspect would have written. */
export class ScoreBook {
  readonly #scorers: readonly ScorerSpec[];
  readonly #reducers: readonly string[] | null;
  readonly #samples = new Map<string, Map<string | number, Gathered>>();

  /** @param reducers null where the log names none: the mean is taken and rows carry no reducer */
  constructor(scorers: readonly ScorerSpec[], reducers: readonly string[] | null) {
    this.#scorers = scorers;
    this.#reducers = reducers;
    for (const scorer of scorers) this.#samples.set(scorer.name, new Map());
  }

  add(scorer: string, id: string | number, entry: ScoreEntry): void {
    const samples = this.#samples.get(scorer);
    if (!samples) throw new Error(`There is no scorer ${scorer}.`);
    const known = samples.get(id);
    if (known) known.entries.push(entry);
    else samples.set(id, { id, entries: [entry] });
  }

  /** @returns the rows of `results.scores`: one a scorer and reducer, and one a key for milestones */
  rows(): ResultRow[] {
    return this.#each((scorer, reducer, reduced) => {
      const names = scorer.kind === 'milestones' ? scorer.keys : [scorer.name];
      return names.map((name) => {
        const values = reduced.map(({ value }) =>
          valueToFloat(typeof value === 'object' ? (value[name] ?? Number.NaN) : value),
        );
        const scored = values.filter((value) => !Number.isNaN(value));
        const { mean, stderr } = meanAndError(scored);
        const metrics = scorer.kind === 'milestones' ? { mean, stderr } : { accuracy: mean, stderr };
        return {
          name,
          scorer: scorer.name,
          reducer,
          scoredSamples: scored.length,
          unscoredSamples: values.length - scored.length,
          metrics,
        };
      });
    });
  }

  /** @returns the content of `reductions.json` */
  reductions(): JsonMap[] {
    return this.#each((scorer, reducer, reduced) => [
      {
        scorer: scorer.name,
        reducer: reducer ?? undefined,
        samples: reduced.map(({ id, value, answer, explanation }) => ({
          value: scoreValueJson(value),
          answer,
          explanation,
          history: [],
          sample_id: id,
        })),
      },
    ]);
  }

  #each<T>(
    make: (
      scorer: ScorerSpec,
      reducer: string | null,
      reduced: readonly (ScoreEntry & { readonly id: string | number })[],
    ) => T[],
  ): T[] {
    const made: T[] = [];
    for (const scorer of this.#scorers) {
      for (const reducer of this.#reducers ?? [null]) {
        const samples = [...(this.#samples.get(scorer.name)?.values() ?? [])];
        const reduced = samples.map(({ id, entries }) => ({ id, ...reduceEntries(reducer ?? 'mean', entries) }));
        made.push(...make(scorer, reducer, reduced));
      }
    }
    return made;
  }
}

function reduceEntries(reducer: string, entries: readonly ScoreEntry[]): ScoreEntry {
  const first = entries[0];
  if (!first) throw new Error('A sample without scores is not reduced.');
  // Inspect keeps the words only where all epochs say the same.
  const same = (field: 'answer' | 'explanation'): string | undefined =>
    entries.every((entry) => entry[field] === first[field]) ? first[field] : undefined;
  const words = { answer: same('answer'), explanation: same('explanation') };
  const tables = entries.flatMap(({ value }) => (typeof value === 'object' ? [value] : []));
  const shape = tables[0];
  if (shape) {
    const value = Object.fromEntries(
      Object.keys(shape).map((key) => [
        key,
        valueToFloat(
          reduce(
            reducer,
            tables.map((table) => table[key] ?? Number.NaN),
          ),
        ),
      ]),
    );
    return { value, ...words };
  }
  const scalars = entries.flatMap(({ value }) => (typeof value === 'object' ? [] : [value]));
  return { value: reduce(reducer, scalars), ...words };
}

/** @returns the row as it stands in `results.scores` of a header */
export function resultRowJson(row: ResultRow): JsonMap {
  return {
    name: row.name,
    scorer: row.scorer,
    reducer: row.reducer ?? undefined,
    scored_samples: row.scoredSamples,
    unscored_samples: row.unscoredSamples,
    params: {},
    metrics: Object.fromEntries(
      Object.entries(row.metrics).map(([name, value]) => [name, { name, value: jsonNumber(value), params: {} }]),
    ),
  };
}
