import { type AssessmentDocument, type Benchmark, criteriaOf, type Estimate } from './assessment-document.ts';

export interface ChartRow {
  /** What is measured: the benchmark, and the scorer and key where a benchmark has several. */
  readonly measure: string;
  readonly model: string;
  readonly role: 'candidate' | 'reference';
  readonly source: string;
  /** Which of the three numbers counts here. */
  readonly level: 'adjudicated' | 'recomputed' | 'reported';
  readonly coverage: Benchmark['coverage'];
  readonly point: number;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Of the interval, as a share. */
  readonly confidence: number | null;
  /** In the unit of the estimate; null where the policy has none, or one on a difference. */
  readonly threshold: number | null;
}

const scorerOf = ({ scorer, key }: { readonly scorer: string; readonly key: string | null }): string =>
  key === null ? scorer : `${scorer} / ${key}`;

/** The thresholds of the policy by benchmark and scorer. */
function thresholdsOf(document: AssessmentDocument): ReadonlyMap<string, number> {
  const thresholds = new Map<string, number>();
  for (const criterion of criteriaOf(document.trace)) {
    for (const run of criterion.runs) {
      // A threshold on the difference to a reference model is in another unit than the estimates drawn here.
      if (run.pairing === null) thresholds.set(`${criterion.benchmark} ${scorerOf(run)}`, criterion.threshold);
    }
  }
  return thresholds;
}

/**
 * What the policy's criteria made of reported numbers, by benchmark, model and scorer: a summary holds such a number as it
 * was reported, and its interval stands in the trace alone.
 */
function reportedIntervals(document: AssessmentDocument): ReadonlyMap<string, Estimate['interval']> {
  const intervals = new Map<string, Estimate['interval']>();
  for (const criterion of criteriaOf(document.trace)) {
    for (const run of criterion.runs) {
      if (run.reported?.interval)
        intervals.set(reportedKey(criterion.benchmark, run, run.reported.point), run.reported.interval);
    }
  }
  return intervals;
}

type Scored = { readonly model: string; readonly scorer: string; readonly key: string | null };
const reportedKey = (benchmark: string, one: Scored, point: number): string =>
  `${benchmark} ${one.model} ${scorerOf(one)} ${point}`;

/** @returns a row for each measure and model, adjudicated where that is known, else recomputed, else as reported */
export function chartRows(document: AssessmentDocument): readonly ChartRow[] {
  const thresholds = thresholdsOf(document);
  const intervals = reportedIntervals(document);
  const scorers = new Map<string, Set<string>>();
  for (const one of document.benchmarks) {
    scorers.set(one.benchmark, (scorers.get(one.benchmark) ?? new Set()).add(scorerOf(one)));
  }
  const rows = document.benchmarks.flatMap((one: Benchmark): ChartRow[] => {
    const estimate = one.adjudicated ?? one.recomputed;
    const point = estimate?.point ?? one.reported?.value;
    if (point === undefined) return [];
    const interval = estimate ? estimate.interval : intervals.get(reportedKey(one.benchmark, one, point));
    const isOneOfMany = (scorers.get(one.benchmark)?.size ?? 0) > 1;
    return [
      {
        measure: isOneOfMany ? `${one.benchmark}: ${scorerOf(one)}` : one.benchmark,
        model: one.model,
        role: one.role,
        source: `${one.source} ${one.version ?? ''}`,
        level: one.adjudicated ? 'adjudicated' : one.recomputed ? 'recomputed' : 'reported',
        coverage: one.coverage,
        point,
        lower: interval?.lower ?? null,
        upper: interval?.upper ?? null,
        confidence: interval?.confidence ?? null,
        threshold: thresholds.get(`${one.benchmark} ${scorerOf(one)}`) ?? null,
      },
    ];
  });
  const decided = new Set(rows.filter((row) => row.threshold !== null).map((row) => row.measure));
  // What the policy speaks of comes first.
  return rows.sort(
    (a, b) =>
      Number(!decided.has(a.measure)) - Number(!decided.has(b.measure)) ||
      a.measure.localeCompare(b.measure) ||
      a.role.localeCompare(b.role),
  );
}
