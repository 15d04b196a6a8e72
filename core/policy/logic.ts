/** What a rule says of the evidence. `indeterminate` is the honest answer where the evidence does not decide. */
export type Outcome = 'met' | 'not-met' | 'indeterminate';

/**
 * `n` of these must be met. Kleene's strong logic: undecided parts leave the whole undecided only as long as they
 * could still decide it.
 * @param n from 1 to the number of parts
 */
export function atLeast(n: number, parts: readonly Outcome[]): Outcome {
  const met = parts.filter((part) => part === 'met').length;
  const open = parts.filter((part) => part === 'indeterminate').length;
  if (met >= n) return 'met';
  return met + open < n ? 'not-met' : 'indeterminate';
}

/** All must be met: one that is not decides, whatever is open. */
export function all(parts: readonly Outcome[]): Outcome {
  return atLeast(parts.length, parts);
}

/** One must be met. */
export function any(parts: readonly Outcome[]): Outcome {
  return atLeast(1, parts);
}
