import { betaCdf, betaQuantile } from './beta.ts';

/**
 * Distribution function of Student's t, through the incomplete beta function (Abramowitz and Stegun 26.7.1).
 * @param df degrees of freedom, greater than 0
 */
export function tCdf(t: number, df: number): number {
  const tail = 0.5 * betaCdf(df / (df + t * t), df / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/**
 * Quantile of Student's t.
 * @param p in (0, 1); anything else gives NaN
 * @param df degrees of freedom, greater than 0
 */
export function tQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1 && df > 0)) return Number.NaN;
  if (p < 0.5) return -tQuantile(1 - p, df);
  const inside = 2 * p - 1;
  // t² / (df + t²) is Beta(1/2, df/2) and its complement Beta(df/2, 1/2): take the one that is not close to 1.
  if (inside < 0.5) {
    const y = betaQuantile(inside, 0.5, df / 2);
    return Math.sqrt((df * y) / (1 - y));
  }
  const x = betaQuantile(2 * (1 - p), df / 2, 0.5);
  return Math.sqrt((df * (1 - x)) / x);
}
