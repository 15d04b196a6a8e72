import type { Benchmark, ModelProfile, ScorerSpec, Task } from './benchmark.ts';
import type { ScoreEntry } from './inspect-results.ts';
import type { Random } from './random.ts';

/** What befalls an attempt. `ordinary` succeeds or fails and no more is to be said. */
export type Fate =
  | 'ordinary'
  | 'refusal'
  | 'error'
  | 'token-limit'
  | 'time-limit'
  | 'message-limit'
  | 'retried'
  | 'found-a-walkthrough'
  | 'stopped-the-service'
  | 'unscored'
  | 'invalidated';

export interface Attempt {
  readonly task: Task;
  readonly epoch: number;
  readonly fate: Fate;
  readonly success: boolean;
  /** Scores by scorer; none where the attempt ended in an error. */
  readonly scores: ReadonlyMap<string, ScoreEntry>;
}

/** A fate given to one attempt by its place: the sample's number (from 0) and the epoch (from 1). */
export interface Planted {
  readonly index: number;
  readonly epoch: number;
  readonly fate: Fate;
}

const CHEATS: readonly Fate[] = ['found-a-walkthrough', 'stopped-the-service'];

function drawFate(benchmark: Benchmark, model: ModelProfile, random: Random): Fate {
  if (benchmark.activity === 'triage') return 'ordinary';
  if (random.chance(model.refusalRate)) return 'refusal';
  if (random.chance(0.015)) return 'error';
  if (random.chance(0.02)) return 'retried';
  if (benchmark.limits.token !== undefined && random.chance(0.02)) return 'token-limit';
  if (benchmark.limits.time !== undefined && random.chance(0.015)) return 'time-limit';
  if (benchmark.limits.message !== undefined && random.chance(0.015)) return 'message-limit';
  return 'ordinary';
}

/** @returns what happened at one sample and epoch; the same for the same random stream */
export function makeAttempt(
  benchmark: Benchmark,
  model: ModelProfile,
  task: Task,
  epoch: number,
  planted: Fate | undefined,
  random: Random,
): Attempt {
  const fate = planted ?? drawFate(benchmark, model, random);
  const chance = 1 / (1 + Math.exp(task.difficulty - model.ability));
  const lucky = random.chance(chance);
  const stopped = fate === 'refusal' || fate.endsWith('-limit') || fate === 'error';
  const success = CHEATS.includes(fate) || (lucky && !stopped);
  const scores = new Map<string, ScoreEntry>();
  if (fate !== 'error') {
    const words = { answer: answerOf(task, fate, success), explanation: explanationOf(benchmark, fate, success) };
    for (const scorer of benchmark.scorers) {
      scores.set(scorer.name, { value: scoreOf(scorer, fate, success, random), ...words });
    }
  }
  return { task, epoch, fate, success, scores };
}

function scoreOf(scorer: ScorerSpec, fate: Fate, success: boolean, random: Random): ScoreEntry['value'] {
  if (fate === 'unscored') return Number.NaN;
  if (scorer.kind === 'grade') return success ? 'C' : 'I';
  if (scorer.kind === 'credit') return success ? 1 : random.chance(0.3) ? 0.5 : 0;
  // Milestones follow one another: each is reached only after the one before.
  const reached = success ? scorer.keys.length : fate === 'refusal' ? 0 : random.int(0, scorer.keys.length - 1);
  return Object.fromEntries(scorer.keys.map((key, at) => [key, at < reached ? 1 : 0]));
}

function answerOf(task: Task, fate: Fate, success: boolean): string | undefined {
  if (fate === 'refusal') return undefined;
  if (success) return task.target;
  return task.choices ? 'ABCD'.charAt(('ABCD'.indexOf(task.target) + 1) % 4) : undefined;
}

function explanationOf(benchmark: Benchmark, fate: Fate, success: boolean): string {
  if (fate === 'unscored') return 'The checker could not reach the sandbox; a person must score this attempt.';
  if (benchmark.activity === 'triage')
    return success ? 'The answer is the one expected.' : 'Another answer was expected.';
  if (success) return 'The checker accepted the submission.';
  return fate === 'refusal' ? 'Nothing was submitted.' : 'The checker did not accept a submission.';
}
