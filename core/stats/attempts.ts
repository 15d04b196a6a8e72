/** Attempts of one task: how many, and how many of them succeeded. */
export interface TaskAttempts {
  readonly attempts: number;
  readonly successes: number;
}

/**
 * pass@k: the chance that at least one of k attempts drawn without replacement succeeds, 1 - C(n-c,k)/C(n,k), as a
 * running product. Source: Chen et al. 2021, arXiv 2107.03374.
 * @returns null where fewer than k attempts were made: the quantity is not defined then
 */
export function passAtK({ attempts, successes }: TaskAttempts, k: number): number | null {
  if (k < 1 || attempts < k) return null;
  if (attempts - successes < k) return 1;
  let allFail = 1;
  for (let i = 0; i < k; i += 1) allFail *= (attempts - successes - i) / (attempts - i);
  return 1 - allFail;
}

/**
 * pass^k: the chance that all of k attempts drawn without replacement succeed, C(c,k)/C(n,k). Source: τ-bench,
 * arXiv 2406.12045.
 * @returns null where fewer than k attempts were made
 */
export function passHatK({ attempts, successes }: TaskAttempts, k: number): number | null {
  if (k < 1 || attempts < k) return null;
  let all = 1;
  for (let i = 0; i < k; i += 1) all *= Math.max(0, successes - i) / (attempts - i);
  return all;
}
