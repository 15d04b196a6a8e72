import { counted } from '../counted.ts';
import type { Outcome } from './logic.ts';
import type { Criterion } from './policy.ts';
import type { PreparedObservation } from './prepare.ts';
import { answersTo, judgeRun, nameRun, type RunGroup, type Setting } from './run.ts';
import type { CriterionTrace, RunTrace } from './trace.ts';
import { list } from './words.ts';

interface Selection {
  readonly groups: readonly RunGroup[];
  /** Why nothing can be judged; null where something can. */
  readonly missing: string | null;
}

/** Finds the runs of one role that the criterion speaks of. */
function select(
  criterion: Criterion,
  observations: readonly PreparedObservation[],
  role: 'candidate' | 'reference',
): Selection {
  const { name, versions } = criterion.benchmark;
  const who = role === 'candidate' ? 'the candidate' : 'the reference model';
  const none = (missing: string): Selection => ({ groups: [], missing });
  const named = observations.filter((o) => o.role === role && o.benchmark === name);
  if (named.length === 0) return none(`There is no result of ${who} on "${name}".`);
  const inVersion = named.filter((o) => !versions || (o.version !== null && versions.includes(o.version)));
  if (inVersion.length === 0) {
    const found = [...new Set(named.map((o) => o.version ?? 'none stated'))];
    return none(`"${name}" is there in version ${list(found)} only; the policy asks for ${list(versions ?? [])}.`);
  }
  const matching = inVersion.filter(
    (o) =>
      (criterion.scorer === undefined || o.scorer === criterion.scorer) &&
      (criterion.key === undefined || o.key === criterion.key),
  );
  const answering = matching.filter((o) => !o.reported || answersTo(o.reported.metric, criterion.estimator));
  // A number of another kind is no rival measurement, unless there is nothing else to speak of.
  const chosen = answering.length > 0 ? answering : matching;
  const [first] = chosen;
  if (!first) return none(`No result of ${who} on "${name}" has the scorer and key that the policy names.`);
  const scorers = new Set(chosen.map((o) => JSON.stringify([o.scorer, o.key])));
  // Choosing among scorers after seeing the scores is no measurement.
  if (scorers.size > 1) return none(`"${name}" has several scorers, and the policy does not say which one counts.`);
  if (criterion.runs === 'pooled') return { groups: [[first, ...chosen.slice(1)]], missing: null };
  return { groups: chosen.map((run): RunGroup => [run]), missing: null };
}

/** Runs that disagree decide nothing: nobody may pick the one they like. */
function agree(runs: readonly RunTrace[]): { outcome: Outcome; why: string[] } {
  const [first] = runs;
  if (first && runs.length === 1) return { outcome: first.outcome, why: [...first.why] };
  const outcomes = new Set(runs.map((run) => run.outcome));
  const each = runs.map((run) => `${nameRun(run)}: ${run.outcome}. ${run.why.join(' ')}`);
  if (first && outcomes.size === 1) {
    return { outcome: first.outcome, why: [`All ${runs.length} runs say ${first.outcome}.`, ...each] };
  }
  return { outcome: 'indeterminate', why: [`${counted(runs.length, 'run')} were judged and do not agree.`, ...each] };
}

/** Holds one criterion against everything observed. Whatever is missing leaves it indeterminate, never not met. */
export function judgeCriterion(
  criterion: Criterion,
  path: string,
  observations: readonly PreparedObservation[],
  setting: Setting,
): CriterionTrace {
  const candidate = select(criterion, observations, 'candidate');
  const reference = criterion.relativeTo ? select(criterion, observations, 'reference') : null;
  const missing = [candidate.missing, reference?.missing ?? null].filter((reason) => reason !== null);
  const runs: RunTrace[] = [];
  if (missing.length === 0) {
    for (const group of candidate.groups) {
      if (!reference) runs.push(judgeRun(group, null, criterion, setting));
      else for (const other of reference.groups) runs.push(judgeRun(group, other, criterion, setting));
    }
  }
  const { outcome, why } = missing.length > 0 ? { outcome: 'indeterminate' as const, why: missing } : agree(runs);
  return {
    kind: 'criterion',
    path,
    id: criterion.id,
    title: criterion.title,
    benchmark: criterion.benchmark.name,
    comparison: criterion.comparison,
    threshold: criterion.threshold,
    basis: criterion.basis,
    confidence: criterion.confidence,
    outcome,
    why,
    runs,
  };
}
