import type { Output } from '../desk/contract.ts';

type Adjudication = Output<'readAttempt'>['adjudications'][number];

/** @returns what a reviewer said of a score, in a line: `2026-11-23T10:00:00Z rita, flag: changed to 0 (cheating)`. */
export function adjudicationWords({ by, at, scorer, key, verdict, value, flags, isSuperseded }: Adjudication): string {
  const score = key === null ? scorer : `${scorer}/${key}`;
  const flagged = flags.length === 0 ? '' : ` (${flags.join(', ')})`;
  const later = isSuperseded ? ', superseded by a later word' : '';
  return `${at} ${by}, ${score}: ${verdict}${value === null ? '' : ` to ${value}`}${flagged}${later}`;
}
