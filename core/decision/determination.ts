import { z } from 'zod';
import type { Sha384 } from '../brand.ts';

/** The three findings a decision can hold. None of them is an approval or a licence (EO 14409, section 3(c)). */
export const DETERMINATIONS = ['covered', 'not-covered', 'insufficient-evidence'] as const;
export type Determination = (typeof DETERMINATIONS)[number];
export const determinationSchema = z.enum(DETERMINATIONS);

/** What a case reads as: a finding, or `undetermined` where no decision stands. */
export type DeterminationReading = Determination | 'undetermined';

/** What `determinationOf` needs to know of each decision of one case. `verifyDecision` gives it. */
export interface StandingClaim {
  /** SHA-384 of the decision's payload. */
  readonly digest: Sha384;
  /** Every check of the decision passed (warnings allowed). */
  readonly valid: boolean;
  /** The quorum of persons has signed. */
  readonly complete: boolean;
  readonly determination: Determination;
  readonly supersedes?: Sha384 | undefined;
  readonly rescinds?: Sha384 | undefined;
}

/** A case's reading, with the decisions that stand and a sentence that says why. */
export interface StandingReading {
  readonly determination: DeterminationReading;
  readonly standing: readonly Sha384[];
  readonly reason: string;
}

/**
 * Reads one case's decisions. Only valid, complete decisions count, for finding and for superseding alike. One that was
 * superseded or rescinded never stands again, even where its successor was rescinded in turn. A decision that rescinds
 * makes no finding. Standing decisions that disagree give no reading.
 *
 * A missing document must never read as `not-covered`: in-toto's monotonic principle, with `covered` as the denial.
 * @param decisions every decision seen for one case, in any order, each once or more
 */
export function readStanding(decisions: readonly StandingClaim[]): StandingReading {
  const counted = new Map<Sha384, StandingClaim>();
  for (const decision of decisions) if (decision.valid && decision.complete) counted.set(decision.digest, decision);
  const gone = new Set<Sha384>();
  for (const decision of counted.values()) {
    if (decision.supersedes !== undefined) gone.add(decision.supersedes);
    if (decision.rescinds !== undefined) gone.add(decision.rescinds);
  }
  const standing = [...counted.values()].filter((one) => !gone.has(one.digest) && one.rescinds === undefined);
  const digests = standing.map((one) => one.digest);
  const findings = new Set(standing.map((one) => one.determination));
  const [only] = findings;
  if (only === undefined) {
    const reason =
      counted.size > 0
        ? 'Every complete decision was superseded or rescinded, and none stands in its place.'
        : decisions.length > 0
          ? 'No decision seen is both valid and complete.'
          : 'No decision was seen.';
    return { determination: 'undetermined', standing: digests, reason };
  }
  if (findings.size > 1) {
    return {
      determination: 'undetermined',
      standing: digests,
      reason: 'Decisions that stand disagree, and none supersedes the other.',
    };
  }
  return { determination: only, standing: digests, reason: 'A valid, complete decision stands.' };
}

/**
 * @param decisions every decision seen for one case
 * @returns the finding that stands, or `undetermined`; never `not-covered` for want of a decision
 */
export function determinationOf(...decisions: readonly StandingClaim[]): DeterminationReading {
  return readStanding(decisions).determination;
}
