import { isJsonObject, type JsonObject, type JsonValue, jsonText, member, textMember } from '../json/value.ts';
import type { AttemptRecord } from './attempt-record.ts';
import type { Findings } from './finding.ts';
import type { ClaimedMetric, ClaimedScore, LogHeader } from './header.ts';
import type { ReducedSample } from './inspect-log.ts';
import { type Metric, metricNamed, type Observation } from './metrics.ts';
import { reducerNamed } from './reducers.ts';
import { isUnscored, scoreLeaf, valueToFloat } from './value-to-float.ts';

/**
 * How far a recomputed number may lie from the claimed one, relative to the larger of them and 1: sums in another order
 * differ by less, and no honest difference is so small.
 */
export const TOLERANCE = 1e-9;

export type Verdict = 'match' | 'mismatch' | 'not-recomputable';

/** One claimed metric beside what the samples and the reductions give. */
export interface RecomputedMetric {
  readonly name: string;
  readonly scorer: string;
  readonly reducer: string | null;
  readonly metric: string;
  readonly claimed: JsonValue;
  /** From the samples; null where it cannot be computed. */
  readonly value: number | null;
  readonly verdict: Verdict;
  /** Why it cannot be computed; null where it can. */
  readonly reason: string | null;
  /** From `reductions.json`; null where there is none or it cannot be computed. */
  readonly reductionsValue: number | null;
  readonly reductionsVerdict: Verdict;
}

interface SampleScores {
  readonly values: JsonValue[];
  /** By metadata key; null where no metric asks for clusters, which spares a map a sample. */
  readonly clusters: Map<string, string> | null;
}

interface Computed {
  readonly value: number | undefined;
  readonly reason: string | null;
}

/**
 * Computes the header's metrics again, from the samples and from the reductions. Fed with one record at a time, it
 * keeps the score values alone.
 */
export class Recomputation {
  private readonly header: LogHeader;
  /** By scorer, then by sample id as text, as Inspect groups. */
  private readonly samples = new Map<string, Map<string, SampleScores>>();
  private readonly reductions = new Map<string, Map<string, JsonValue>>();
  private readonly clusterKeys: ReadonlySet<string>;
  private records = 0;

  constructor(header: LogHeader) {
    this.header = header;
    const keys = header.scores.flatMap((row) => row.metrics.map((metric) => clusterKey(this.params(row, metric))));
    this.clusterKeys = new Set(keys.filter((key) => key !== undefined));
    for (const row of header.scores) this.samples.set(row.scorer, new Map());
  }

  add(record: AttemptRecord): void {
    this.records++;
    for (const score of record.scores) {
      const samples = this.samples.get(score.scorer);
      if (!samples) continue;
      let sample = samples.get(record.sampleIdText);
      if (!sample) {
        sample = { values: [], clusters: this.clusterKeys.size > 0 ? new Map() : null };
        samples.set(record.sampleIdText, sample);
      }
      sample.values.push(score.value);
      for (const key of this.clusterKeys) {
        const cluster = member(record.metadata, key);
        if (cluster !== undefined && !sample.clusters?.has(key)) sample.clusters?.set(key, jsonText(cluster));
      }
    }
  }

  addReduction(reduced: ReducedSample): void {
    const key = reductionKey(reduced.scorer, reduced.reducer);
    const known = this.reductions.get(key) ?? new Map<string, JsonValue>();
    this.reductions.set(key, known);
    known.set(reduced.sampleIdText, reduced.value);
  }

  /** Compares every claimed metric and every count of scored samples; disagreements become findings. */
  finish(findings: Findings): RecomputedMetric[] {
    const out: RecomputedMetric[] = [];
    for (const row of this.header.scores) {
      this.compareCoverage(row, findings);
      this.compareReductions(row, findings);
      for (const metric of row.metrics) out.push(this.compareMetric(row, metric, findings));
    }
    return out;
  }

  private compareMetric(row: ClaimedScore, metric: ClaimedMetric, findings: Findings): RecomputedMetric {
    const fromSamples = this.compute(row, metric, this.reducedSamples(row));
    const fromReductions = this.compute(row, metric, this.statedReductions(row));
    const verdict = verdictOf(metric.value, fromSamples);
    const reductionsVerdict = verdictOf(metric.value, fromReductions);
    const label = `${row.name}${row.reducer === null ? '' : ` (${row.reducer})`} ${metric.key}`;
    if (verdict === 'mismatch') {
      findings.add(
        'log.claim-mismatch',
        null,
        `${label}: the header claims ${shown(metric.value)}, the samples give ${shown(fromSamples.value ?? null)}`,
      );
    }
    if (reductionsVerdict === 'mismatch') {
      findings.add(
        'log.reductions-mismatch',
        'reductions.json',
        `${label}: the header claims ${shown(metric.value)}, the reductions give ${shown(fromReductions.value ?? null)}`,
      );
    }
    this.tellWhyNot(row, label, fromSamples.reason, verdict, findings);
    return {
      name: row.name,
      scorer: row.scorer,
      reducer: row.reducer,
      metric: metric.key,
      claimed: metric.value,
      value: fromSamples.value ?? null,
      verdict,
      reason: fromSamples.reason,
      reductionsValue: fromReductions.value ?? null,
      reductionsVerdict,
    };
  }

  /** A claim that nothing in the log bears out must not pass in silence. */
  private tellWhyNot(
    row: ClaimedScore,
    label: string,
    reason: string | null,
    verdict: Verdict,
    findings: Findings,
  ): void {
    if (verdict !== 'not-recomputable' || this.records === 0) return;
    if ((this.samples.get(row.scorer)?.size ?? 0) === 0) {
      findings.add('log.scorer-absent', null, `${label}: no sample has a score of this scorer`);
    } else {
      findings.add('log.not-recomputable', null, `${label}: ${reason ?? 'it cannot be computed again'}`);
    }
  }

  private compute(row: ClaimedScore, metric: ClaimedMetric, observed: Observed): Computed {
    const cannot = (reason: string): Computed => ({ value: undefined, reason });
    if (typeof observed === 'string') return cannot(observed);
    if (metric.grouped) return cannot('the metric is of a group of samples');
    const params = this.params(row, metric);
    const cluster = clusterKey(params);
    const others = Object.keys(params).filter((key) => key !== 'cluster' && (params[key] ?? null) !== null);
    if (others.length > 0) return cannot('the metric has parameters of its own');
    const compute = metricNamed(metric.name, cluster !== undefined);
    if (!compute) return cannot('the metric is not one of those that can be computed again');
    const scored: SampleObservation[] = [];
    for (const [id, value] of observed.values) {
      if (isUnscored(value)) continue;
      const clusters = this.samples.get(row.scorer)?.get(id)?.clusters;
      scored.push({ id, value, cluster: cluster === undefined ? undefined : clusters?.get(cluster) });
    }
    const value = compute(scored);
    if (value === undefined) return cannot('a value is no number, or a sample has no cluster');
    if (observed.rivals.size > 0 && !agrees(metric.value, value) && couldBe(metric, compute, scored, observed)) {
      return cannot('epochs tie, and their order is not in the log');
    }
    return { value, reason: null };
  }

  /** The samples' own values, reduced; or why they cannot be. */
  private reducedSamples(row: ClaimedScore): Observed {
    if (this.records === 0) return 'the log holds no samples';
    const samples = this.samples.get(row.scorer);
    if (!samples || samples.size === 0) return 'no sample has a score of this scorer';
    const unreduced = row.reducer === null && this.header.epochsReducer?.length === 0;
    const reducer = reducerNamed(row.reducer);
    if (!reducer) return 'the reducer is not one of those that can be computed again';
    const key = keyOf(row);
    const values: [string, JsonValue][] = [];
    const rivals = new Map<string, readonly JsonValue[]>();
    for (const [id, sample] of samples) {
      const leaves: JsonValue[] = [];
      for (const value of sample.values) {
        const leaf = scoreLeaf(value, key);
        if (leaf === undefined) return 'a sample has no such value';
        if (typeof leaf === 'object' && leaf !== null) return 'a value is a list or an object';
        leaves.push(leaf);
      }
      if (unreduced) for (const leaf of leaves) values.push([id, leaf]);
      else {
        const reduced = reducer(leaves);
        if (!reduced) return 'a value is a list or an object';
        values.push([id, reduced.value]);
        if (reduced.rivals.length > 0) rivals.set(id, reduced.rivals);
      }
    }
    return { values, rivals };
  }

  private statedReductions(row: ClaimedScore): Observed {
    const stated = this.reductions.get(reductionKey(row.scorer, row.reducer));
    if (!stated) return 'the log has no reductions of this scorer';
    const values: [string, JsonValue][] = [];
    for (const [id, value] of stated) {
      const leaf = scoreLeaf(value, keyOf(row));
      if (leaf === undefined || (typeof leaf === 'object' && leaf !== null)) return 'a value is a list or an object';
      values.push([id, leaf]);
    }
    return { values, rivals: new Map() };
  }

  private compareCoverage(row: ClaimedScore, findings: Findings): void {
    const observed = this.reducedSamples(row);
    if (row.scoredSamples === null || typeof observed === 'string') return;
    const scored = observed.values.filter(([, value]) => !isUnscored(value)).length;
    const unscored = observed.values.length - scored;
    if (scored === row.scoredSamples && unscored === (row.unscoredSamples ?? unscored)) return;
    findings.add(
      'log.coverage-mismatch',
      null,
      `${row.name}: the header counts ${row.scoredSamples} scored and ${row.unscoredSamples ?? '?'} unscored samples, ` +
        `the log holds ${scored} and ${unscored}`,
    );
  }

  /** Whether the stated reduction of each sample is what its epochs give. */
  private compareReductions(row: ClaimedScore, findings: Findings): void {
    const own = this.reducedSamples(row);
    const stated = this.statedReductions(row);
    if (typeof own === 'string' || typeof stated === 'string' || own.rivals.size > 0) return;
    const known = new Map(own.values);
    let differing = 0;
    let missing = 0;
    for (const [id, value] of stated.values) {
      const mine = known.get(id);
      if (mine === undefined) missing++;
      else if (!agrees(value, valueToFloat(mine) ?? Number.NaN)) differing++;
    }
    // With epochs missing, each reduction must differ from what the rest gives; that they are missing is told elsewhere.
    if (differing > 0 && this.records >= (this.header.totalSamples ?? 0)) {
      const detail = `${row.name}: ${differing} samples are reduced to another value than their epochs give`;
      findings.add('log.reductions-mismatch', 'reductions.json', detail);
    }
    if (missing > 0) {
      findings.add(
        'log.samples-missing',
        'reductions.json',
        `${row.name}: ${missing} reduced samples are not in the log`,
      );
    }
  }

  /** The metric's parameters: its own, or those of the one metric of that name in the scorer's specification. */
  private params(row: ClaimedScore, metric: ClaimedMetric): JsonObject {
    if (Object.keys(metric.params).length > 0) return metric.params;
    const spec = this.header.scorerSpecs.find((each) => textMember(each, 'name') === row.scorer);
    const specs = member(spec, 'metrics');
    const named = (Array.isArray(specs) ? specs : []).filter((each) => bare(textMember(each, 'name')) === metric.key);
    const options = named.length === 1 ? member(named[0], 'options') : undefined;
    return isJsonObject(options) ? options : {};
  }
}

/** The value of each sample, and of tied ones the rivals; or why there are none. */
type Observed =
  | {
      readonly values: readonly (readonly [string, JsonValue])[];
      readonly rivals: ReadonlyMap<string, readonly JsonValue[]>;
    }
  | string;

interface SampleObservation extends Observation {
  readonly id: string;
}

/**
 * Whether some order of the tied epochs could give the claim. A mean lies between its least and its greatest choice; of
 * other metrics nothing is said, and they could.
 */
function couldBe(
  metric: ClaimedMetric,
  compute: Metric,
  scored: readonly SampleObservation[],
  observed: Exclude<Observed, string>,
): boolean {
  const claimed = valueToFloat(metric.value);
  if (claimed === undefined || !/^(inspect_ai\/)?(accuracy|mean)$/.test(metric.name)) return true;
  const ends = [1, -1].map((sign) =>
    compute(
      scored.map(({ id, value, cluster }) => {
        const numbers = (observed.rivals.get(id) ?? []).map((rival) => valueToFloat(rival) ?? Number.NaN);
        const chosen = numbers.sort((a, b) => sign * (a - b))[0];
        return { value: chosen ?? value, cluster };
      }),
    ),
  );
  const [least, most] = ends;
  return least === undefined || most === undefined || (claimed >= least - TOLERANCE && claimed <= most + TOLERANCE);
}

function bare(name: string | undefined): string | undefined {
  return name?.slice(name.lastIndexOf('/') + 1);
}

function clusterKey(params: JsonObject): string | undefined {
  return textMember(params, 'cluster');
}

/** A row whose name is not its scorer's is one key of that scorer's dict values. */
function keyOf(row: ClaimedScore): string | null {
  return row.name === row.scorer ? null : row.name;
}

function reductionKey(scorer: string, reducer: string | null): string {
  return JSON.stringify([scorer, reducer]);
}

function verdictOf(claimed: JsonValue, computed: Computed): Verdict {
  if (computed.value === undefined) return 'not-recomputable';
  return agrees(claimed, computed.value) ? 'match' : 'mismatch';
}

/** @returns whether a claimed number is the computed one within the tolerance; NaN agrees with NaN, written as null too. */
export function agrees(claimed: JsonValue, computed: number): boolean {
  const stated = typeof claimed === 'number' || typeof claimed === 'bigint' ? Number(claimed) : valueToFloat(claimed);
  if (stated === undefined) return false;
  if (Object.is(stated, computed) || stated === computed) return true;
  // Beside an infinity every distance is infinite, and so would be the tolerance.
  if (!Number.isFinite(stated) || !Number.isFinite(computed)) return false;
  return Math.abs(stated - computed) <= TOLERANCE * Math.max(1, Math.abs(stated), Math.abs(computed));
}

function shown(value: JsonValue): string {
  return typeof value === 'object' && value !== null ? 'no number' : jsonText(value);
}
