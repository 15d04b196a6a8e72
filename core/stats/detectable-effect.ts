import { type Sides, tailProbability } from './interval.ts';
import { tQuantile } from './student-t.ts';

/**
 * Minimum detectable effect: the true distance from a threshold that a test at this confidence would notice with
 * probability `power`, (t_confidence + t_power) · SE. Source: Miller 2024, arXiv 2411.00640, section 5, with t for z.
 * @param standardError of the estimate, in its unit
 * @param df degrees of freedom: clusters - 1
 */
export function detectableEffect(
  standardError: number,
  df: number,
  confidence: number,
  power: number,
  sides: Sides = 'lower',
): number {
  return (tQuantile(tailProbability(confidence, sides), df) + tQuantile(power, df)) * standardError;
}
