import type { Sha384 } from '../brand.ts';
import { Refusal } from '../failure.ts';
import type { BootstrapSettings } from '../stats/bootstrap.ts';
import { estimateTasks, type IntervalRequest } from './estimate.ts';
import type { Outcome } from './logic.ts';
import type { AttemptObservation, BenchmarkObservation } from './observation.ts';
import type { Policy, Treatment } from './policy.ts';
import { inputsDigest, type PreparedObservation, prepareObservations } from './prepare.ts';
import { judgeRule } from './rule.ts';
import { sensitivityTable } from './sensitivity.ts';
import type { Alarm, BenchmarkSummary, Estimate, RuleTrace, SensitivityRow } from './trace.ts';
import { isReviewed, treatAttempts } from './treatment.ts';
import { list, number } from './words.ts';

/** What an assessment records beside the evidence, so that it can be made again. */
export interface AssessmentSettings {
  /** SHA-384 of the policy's signed payload; null for a policy that is only tried out. */
  readonly policyDigest?: Sha384 | null;
  /** Name and version of the program, as text. */
  readonly software?: string;
  /** Seed of the bootstrap: a whole number in [0, 2^32). */
  readonly seed?: number;
  readonly resamples?: number;
}

/**
 * Estimates of a case held against a policy. Plain JSON without NaN or infinity: it can be written canonically, and the
 * same policy, observations, seed and software give the same bytes.
 */
export interface Assessment {
  readonly format: 'assessment/v1';
  readonly software: string;
  readonly policy: { readonly policyId: string; readonly version: string; readonly digest: Sha384 | null };
  readonly treatment: Treatment;
  readonly inputsDigest: Sha384;
  readonly bootstrap: BootstrapSettings;
  readonly alarms: readonly Alarm[];
  readonly benchmarks: readonly BenchmarkSummary[];
  readonly trace: RuleTrace;
  readonly outcome: Outcome;
  readonly sensitivity: readonly SensitivityRow[];
}

const SUMMARY_CONFIDENCE = 0.95;
const MOST_TIERS = 100;

/**
 * Holds what was observed against a policy. Pure: no clock, no chance beyond the seed, and the order of the
 * observations does not matter.
 * @throws Refusal `input.invalid` where the seed or the number of resamples is out of range
 */
export function assess(
  policy: Policy,
  observations: readonly BenchmarkObservation[],
  settings: AssessmentSettings = {},
): Assessment {
  const bootstrap = { seed: settings.seed ?? 20_260_602, resamples: settings.resamples ?? 2000 };
  if (!Number.isInteger(bootstrap.seed) || bootstrap.seed < 0 || bootstrap.seed >= 2 ** 32) {
    throw new Refusal('input.invalid', 'The seed is a whole number from 0 to 4294967295.', { where: 'seed' });
  }
  if (!Number.isInteger(bootstrap.resamples) || bootstrap.resamples < 100 || bootstrap.resamples > 100_000) {
    throw new Refusal('input.invalid', 'A bootstrap takes from 100 to 100000 resamples.', { where: 'resamples' });
  }
  const prepared = prepareObservations(observations);
  const setting = { treatment: policy.treatment, adjudications: true, bootstrap };
  const trace = judgeRule(policy.rule, 'rule', prepared, setting);
  return {
    format: 'assessment/v1',
    software: settings.software ?? 'unstated',
    policy: { policyId: policy.policyId, version: policy.version, digest: settings.policyDigest ?? null },
    treatment: policy.treatment,
    inputsDigest: inputsDigest(prepared),
    bootstrap,
    alarms: alarmsOf(prepared),
    benchmarks: prepared.map((observation) => summarize(observation, policy.treatment, bootstrap)),
    trace,
    outcome: trace.outcome,
    sensitivity: sensitivityTable(policy, prepared, setting, trace),
  };
}

function alarmsOf(observations: readonly PreparedObservation[]): Alarm[] {
  const alarms: Alarm[] = [];
  for (const o of observations) {
    const place = { benchmark: o.benchmark, sourceId: o.sourceId ?? null };
    for (const detail of o.faults) alarms.push({ code: 'observation-fault', ...place, detail });
    for (const check of o.recomputed ?? []) {
      if (check.verdict !== 'mismatch') continue;
      const [claimed, value] = [check.claimed, check.value].map((n) => (n === null ? 'no number' : number(n)));
      const detail = `The source claims ${check.metric} ${claimed}; its samples give ${value}.`;
      alarms.push({ code: 'claim-mismatch', ...place, detail });
    }
  }
  for (const role of ['candidate', 'reference'] as const) {
    const models = [...new Set(observations.filter((o) => o.role === role).map((o) => o.model))];
    if (models.length < 2) continue;
    const detail = `Results of the ${role} name more than one model: ${list(models)}.`;
    alarms.push({ code: 'several-models', benchmark: '', sourceId: null, detail });
  }
  return alarms;
}

function summarize(
  observation: PreparedObservation,
  treatment: Treatment,
  bootstrap: BootstrapSettings,
): BenchmarkSummary {
  const request: IntervalRequest = {
    interval: 't-clustered',
    confidence: SUMMARY_CONFIDENCE,
    bootstrap,
    proportion: true,
  };
  const estimateAt = (level: 'recomputed' | 'adjudicated', attempts: readonly AttemptObservation[]) => {
    const reading = { treatment, level, failureValue: 0 };
    const treated = treatAttempts(attempts, observation.expected, { kind: 'mean' }, reading);
    const { attempts: count, undefinedTasks, coverage } = treated;
    const estimate: Estimate | null = estimateTasks(level, treated.values, request, {
      attempts: count,
      undefinedTasks,
    });
    return { estimate, coverage };
  };
  const recomputed = estimateAt('recomputed', observation.attempts);
  const adjudicated = estimateAt('adjudicated', observation.attempts);
  const tiers = tiersOf(observation.attempts);
  return {
    benchmark: observation.benchmark,
    version: observation.version,
    scorer: observation.scorer,
    key: observation.key,
    source: observation.source,
    sourceId: observation.sourceId ?? null,
    model: observation.model,
    role: observation.role,
    coverage: adjudicated.coverage,
    claimed: observation.claimedAggregate ?? [],
    checks: observation.recomputed ?? [],
    recomputed: recomputed.estimate,
    adjudicated: isReviewed(observation) ? adjudicated.estimate : null,
    reported: observation.reported ?? null,
    byDifficulty: tiers.flatMap(([difficulty, attempts]) => {
      const { estimate } = estimateAt('adjudicated', attempts);
      return estimate ? [{ difficulty, tasks: estimate.tasks, mean: estimate.point }] : [];
    }),
  };
}

/** The attempts by tier, ordered by name; none where the log has so many tiers that they are no tiers. */
function tiersOf(attempts: readonly AttemptObservation[]): [string, AttemptObservation[]][] {
  const tiers = new Map<string, AttemptObservation[]>();
  for (const attempt of attempts) {
    if (attempt.difficulty === undefined) continue;
    const tier = attempt.difficulty.toWellFormed();
    const list = tiers.get(tier);
    if (list) list.push(attempt);
    else tiers.set(tier, [attempt]);
  }
  if (tiers.size > MOST_TIERS) return [];
  return [...tiers].sort(([a], [b]) => (a < b ? -1 : 1));
}
