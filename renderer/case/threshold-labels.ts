import type { ChartRow } from './capability-rows.ts';

/** Widths on the screen, in pixels: of a number of three decimals, and what is kept free around it. */
const NUMBER = 36;
const GAP = 4;

export interface ThresholdLabel {
  readonly measure: string;
  readonly threshold: number;
  /** Where the number begins, in the unit of the scale. */
  readonly labelAt: number;
}

/**
 * Places the number of each threshold beside its line: where an estimate's number would touch it, further out.
 * @param measures in the order drawn: the numbers of a measure come close to those of the one above
 * @param perUnit pixels for a score of 1
 */
export function thresholdLabels(
  rows: readonly ChartRow[],
  measures: readonly string[],
  perUnit: number,
): readonly ThresholdLabel[] {
  const thresholds = rows.filter(({ role, threshold }) => role === 'candidate' && threshold !== null);
  return thresholds.map(({ measure, threshold }) => {
    const at = (threshold ?? 0) * perUnit;
    const near = [measure, measures[measures.indexOf(measure) + 1]];
    const taken = rows.filter((row) => near.includes(row.measure)).map(({ point }) => point * perUnit);
    const isFree = (left: number) => taken.every((p) => Math.abs(left + NUMBER / 2 - p) >= NUMBER + GAP);
    const places = [
      at + GAP,
      at - GAP - NUMBER,
      ...taken.flatMap((p) => [p + NUMBER / 2 + GAP, p - NUMBER * 1.5 - GAP]),
    ];
    const best = places.filter(isFree).sort((a, b) => Math.abs(a - at - GAP) - Math.abs(b - at - GAP))[0];
    return { measure, threshold: threshold ?? 0, labelAt: (best ?? at + GAP) / perUnit };
  });
}
