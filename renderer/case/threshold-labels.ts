import type { ChartRow } from './capability-rows.ts';

/** Widths on the screen, in pixels: of a number of three decimals, and what is kept free around it. */
const NUMBER = 30;
const GAP = 4;

export interface ThresholdLabel {
  readonly measure: string;
  readonly threshold: number;
  /** Where the number begins, in the unit of the scale. */
  readonly labelAt: number;
}

/**
 * Places the number of each threshold beside the foot of its line: to the right, or to the left (and further) where it
 * would touch the number that stands at the head of the measure below.
 * @param measures in the order drawn
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
    const below = measures[measures.indexOf(measure) + 1];
    const taken = rows
      .filter((row) => row.measure === below && row.role === 'candidate')
      .map((row) => row.point * perUnit);
    const isFree = (left: number) => taken.every((p) => Math.abs(left + NUMBER / 2 - p) >= NUMBER + GAP);
    const places = [at + GAP, at - GAP - NUMBER, ...taken.map((p) => p - NUMBER * 1.5 - GAP)];
    const best = places.find(isFree);
    return { measure, threshold: threshold ?? 0, labelAt: (best ?? at + GAP) / perUnit };
  });
}
