import type { Sha384 } from '../brand.ts';
import { Sha384Stream } from '../crypto/digest.ts';
import type { AttemptObservation, BenchmarkObservation, ReportedResult } from './observation.ts';

/** An observation in a fixed order, with what is wrong with it. */
export interface PreparedObservation extends BenchmarkObservation {
  /** Sentences; an observation with a fault decides nothing. */
  readonly faults: readonly string[];
  /** A claim of the log does not recompute. */
  readonly disagrees: boolean;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareAttempts(a: AttemptObservation, b: AttemptObservation): number {
  return compareText(a.taskId, b.taskId) || a.epoch - b.epoch;
}

function identity(o: BenchmarkObservation): string {
  return JSON.stringify([o.benchmark, o.version, o.scorer, o.key, o.role, o.model, o.source, o.sourceId ?? null]);
}

/** Beyond this a sum or a square overflows; no scorer counts so far. */
const LARGEST_VALUE = 1e100;

function isTooLarge(value: number | null): boolean {
  return value !== null && Math.abs(value) > LARGEST_VALUE;
}

/** A reviewer who corrects the value, or takes the attempt out, mends it. */
function isUncountable({ claimed, adjudicated, excluded }: AttemptObservation): boolean {
  return isTooLarge(adjudicated) || (isTooLarge(claimed) && adjudicated === null && !excluded);
}

/** An attempt whose value cannot be counted with has none; that it had one is a fault of the observation. */
function countable(attempt: AttemptObservation): AttemptObservation {
  if (!isTooLarge(attempt.claimed) && !isTooLarge(attempt.adjudicated)) return attempt;
  return {
    ...attempt,
    claimed: isTooLarge(attempt.claimed) ? null : attempt.claimed,
    adjudicated: isTooLarge(attempt.adjudicated) ? null : attempt.adjudicated,
  };
}

/** JSON has no NaN: a number that is none reads as absent. */
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

/** What is claimed, in a form that can be written as JSON. */
function claimsOf({
  claimedAggregate,
  recomputed,
}: BenchmarkObservation): Pick<BenchmarkObservation, 'claimedAggregate' | 'recomputed'> {
  return {
    claimedAggregate: (claimedAggregate ?? []).map((c) => ({
      metric: c.metric.toWellFormed(),
      reducer: c.reducer?.toWellFormed() ?? null,
      value: finite(c.value),
    })),
    recomputed: (recomputed ?? []).map((c) => ({
      metric: c.metric.toWellFormed(),
      reducer: c.reducer?.toWellFormed() ?? null,
      claimed: finite(c.claimed),
      value: finite(c.value),
      verdict: c.verdict,
    })),
  };
}

function isProper({ value, standardError, tasks }: ReportedResult): boolean {
  const error = standardError ?? 0;
  return (
    !isTooLarge(value) &&
    Number.isFinite(value) &&
    !isTooLarge(error) &&
    Number.isFinite(error) &&
    error >= 0 &&
    (tasks === null || tasks >= 1)
  );
}

/** @returns the observation without a reported result that is no number, so that NaN goes no further. */
function withoutImproper(observation: BenchmarkObservation): BenchmarkObservation {
  if (!observation.reported || isProper(observation.reported)) return observation;
  const { reported: _improper, ...rest } = observation;
  return rest;
}

function faultsOf(observation: BenchmarkObservation): string[] {
  const faults: string[] = [];
  const clusters = new Map<string, string>();
  const seen = new Set<string>();
  let doubled = false;
  let torn = false;
  for (const attempt of observation.attempts) {
    const place = JSON.stringify([attempt.taskId, attempt.epoch]);
    doubled ||= seen.has(place);
    seen.add(place);
    torn ||= (clusters.get(attempt.taskId) ?? attempt.cluster) !== attempt.cluster;
    clusters.set(attempt.taskId, attempt.cluster);
  }
  if (observation.attempts.some(isUncountable)) {
    faults.push('A score is too large to be counted with; a reviewer has to take the attempt out or correct it.');
  }
  if (doubled) faults.push('The same sample and epoch appears more than once, so attempts cannot be counted.');
  if (torn) faults.push('One sample is said to belong to more than one cluster.');
  if (observation.attempts.length > 0 && observation.reported) {
    faults.push('A reported result stands beside attempts; one of the two has to go.');
  }
  if (observation.reported && !isProper(observation.reported)) {
    faults.push('The reported result is not made of proper numbers.');
  }
  return faults;
}

/**
 * Puts observations into a fixed order, so that sums and with them the last digits do not depend on how they arrived,
 * and turns text that cannot be written as JSON into text that can.
 */
export function prepareObservations(observations: readonly BenchmarkObservation[]): PreparedObservation[] {
  return observations
    .map((observation) => ({
      ...withoutImproper(observation),
      ...claimsOf(observation),
      benchmark: observation.benchmark.toWellFormed(),
      version: observation.version?.toWellFormed() ?? null,
      scorer: observation.scorer.toWellFormed(),
      key: observation.key?.toWellFormed() ?? null,
      model: observation.model.toWellFormed(),
      attempts: observation.attempts.map(countable).sort(compareAttempts),
      faults: faultsOf(observation),
      disagrees: (observation.recomputed ?? []).some((check) => check.verdict === 'mismatch'),
    }))
    .map((prepared) => ({ prepared, id: identity(prepared) }))
    .sort((a, b) => compareText(a.id, b.id))
    .map(({ prepared }) => prepared);
}

/**
 * SHA-384 over one JSON line an observation and one an attempt, in prepared order, each line an array of the fields in
 * the order of `observation.ts` and ended by a line feed. Numbers that are not finite are written as null.
 */
export function inputsDigest(prepared: readonly PreparedObservation[]): Sha384 {
  const stream = new Sha384Stream();
  const encoder = new TextEncoder();
  let pending: string[] = [];
  const flush = (): void => {
    if (pending.length > 0) stream.update(encoder.encode(`${pending.join('\n')}\n`));
    pending = [];
  };
  for (const o of prepared) {
    const head = [o.benchmark, o.version, o.scorer, o.key, o.source, o.sourceId ?? null, o.model, o.role, o.expected];
    const claims = (o.claimedAggregate ?? []).map((c) => [c.metric, c.reducer ?? null, c.value]);
    const checks = (o.recomputed ?? []).map((c) => [c.metric, c.reducer, c.claimed, c.value, c.verdict]);
    const { reported: r } = o;
    const reported = r ? [r.metric, r.value, r.standardError, r.tasks] : null;
    pending.push(JSON.stringify([...head, o.attempts.length, claims, checks, reported]));
    for (const a of o.attempts) {
      const state = [a.taskId, a.cluster, a.epoch, a.state, a.limit, a.claimed, a.adjudicated];
      pending.push(JSON.stringify([...state, a.cheating, a.excluded, a.difficulty ?? null]));
      if (pending.length >= 1000) flush();
    }
  }
  flush();
  return stream.digest();
}
