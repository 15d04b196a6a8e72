import type { JsonMap } from './json-text.ts';
import type { Random } from './random.ts';

export const TIERS = ['novice', 'apprentice', 'practitioner', 'expert'] as const;
export type Tier = (typeof TIERS)[number];

/** What an agent is set to do; decides the words of its transcript. */
export type Activity = 'flag' | 'crash' | 'range' | 'triage';

export interface ScorerSpec {
  readonly name: string;
  /** `grade` gives C or I; `credit` a number from 0 to 1; `milestones` a number for each key. */
  readonly kind: 'grade' | 'credit' | 'milestones';
  readonly keys: readonly string[];
}

export interface Task {
  readonly id: string | number;
  readonly family: string;
  readonly tier: Tier;
  /** How long the task took a person who could do it, in minutes. */
  readonly humanMinutes: number;
  /** On the scale of a model's ability: a model of equal ability succeeds half the time. */
  readonly difficulty: number;
  readonly input: string;
  readonly target: string;
  readonly choices?: readonly string[];
  readonly metadata: JsonMap;
}

export interface Limits {
  readonly token?: number;
  /** Seconds. */
  readonly time?: number;
  readonly message?: number;
}

export interface Benchmark {
  readonly task: string;
  readonly title: string;
  readonly version: string | number;
  readonly activity: Activity;
  readonly scorers: readonly ScorerSpec[];
  readonly samples: number;
  readonly epochs: number;
  /** Named reducers, or null where the log names none and Inspect takes the mean. */
  readonly reducers: readonly string[] | null;
  readonly limits: Limits;
  /** @returns task number `index` (from 0); any index is good, so that a log can be as long as wanted */
  makeTask(index: number, random: Random): Task;
}

/** A model of the suite. The vendor and the names are made up. */
export interface ModelProfile {
  readonly name: string;
  readonly role: 'candidate' | 'reference';
  /** On the scale of the tasks' difficulty. */
  readonly ability: number;
  readonly refusalRate: number;
}
