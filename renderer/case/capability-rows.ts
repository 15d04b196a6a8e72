import { type AssessmentDocument, criteriaOf } from './assessment-document.ts';

export interface ChartRow {
  readonly benchmark: string;
  readonly model: string;
  readonly role: 'candidate' | 'reference';
  readonly source: string;
  readonly point: number;
  readonly lower: number | null;
  readonly upper: number | null;
  /** In the unit of the estimate; null where the policy has none, or one on a difference. */
  readonly threshold: number | null;
}

/** @returns one row a benchmark and model, adjudicated where that is known, else recomputed, else as reported */
export function chartRows(document: AssessmentDocument): readonly ChartRow[] {
  const thresholds = new Map<string, number>();
  for (const criterion of criteriaOf(document.trace)) {
    // A threshold on the difference to a reference model is in another unit than the estimates drawn here.
    if (criterion.runs.every(({ pairing }) => pairing === null))
      thresholds.set(criterion.benchmark, criterion.threshold);
  }
  const rows = document.benchmarks.flatMap((one): ChartRow[] => {
    const estimate = one.adjudicated ?? one.recomputed;
    const point = estimate?.point ?? one.reported?.value;
    if (point === undefined) return [];
    return [
      {
        benchmark: one.benchmark,
        model: one.model,
        role: one.role,
        source: `${one.source} ${one.scorer} ${one.key ?? ''} ${one.version ?? ''}`,
        point,
        lower: estimate?.interval?.lower ?? null,
        upper: estimate?.interval?.upper ?? null,
        threshold: thresholds.get(one.benchmark) ?? null,
      },
    ];
  });
  return rows.sort((a, b) => a.benchmark.localeCompare(b.benchmark) || a.role.localeCompare(b.role));
}
