import type { Adjudication } from '../db/repositories/adjudication.ts';

/** What the reviewers of one score come to together. */
export interface AdjudicatedValue {
  /** Mean of the values that stand; null where none was given or the attempt is taken out. */
  readonly value: number | null;
  readonly cheating: boolean;
  readonly excluded: boolean;
}

/**
 * Brings the standing adjudications of one score together: values are averaged over reviewers, and a flag or an exclusion
 * holds where at least half of the reviewers set it.
 * @param claimed the log's own value, which a reviewer who confirms stands by
 */
export function adjudicatedValue(adjudications: readonly Adjudication[], claimed: number | null): AdjudicatedValue {
  const half = adjudications.length / 2;
  const holds = (flag: (one: Adjudication) => boolean) =>
    adjudications.length > 0 && adjudications.filter(flag).length >= half;
  const excluded = holds((one) => one.excluded);
  const values = adjudications
    .filter((one) => !one.excluded)
    .map((one) => (one.verdict === 'confirmed' ? claimed : one.numeric))
    .filter((value) => value !== null);
  const mean = values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  return { value: excluded ? null : mean, cheating: holds((one) => one.flags.includes('cheating')), excluded };
}
