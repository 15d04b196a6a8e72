import type { Interval } from '../stats/interval.ts';
import type { Outcome } from './logic.ts';
import type { ClaimCheck, ClaimedAggregate, ReportedResult } from './observation.ts';
import type { Criterion } from './policy.ts';

/**
 * Whose word an estimate rests on: the samples of the log alone, the samples after the reviewers' adjudications, or a
 * single number that was reported without its samples. What the log's header claims is never an estimate of ours.
 */
export type Level = 'recomputed' | 'adjudicated' | 'reported';

/** How many attempts there were and what became of them. Stands beside every number. */
export interface Coverage {
  /** Attempts planned, or those present where more are present than were planned. */
  readonly expected: number;
  readonly scored: number;
  readonly unscored: number;
  readonly errored: number;
  /** Hit a limit and have no score. */
  readonly limit: number;
  readonly invalidated: number;
  readonly missing: number;
  /** Hit a limit, scored or not: a lower bound on what more budget would show. */
  readonly limitHits: number;
  readonly adjudicated: number;
  readonly cheating: number;
  /** Taken out by adjudication. */
  readonly excluded: number;
  /** Entered the estimate with a value of their own. */
  readonly used: number;
  /** Entered the estimate as failures because the policy says so. */
  readonly countedAsFailure: number;
  /** used / expected, from 0 to 1; null where nothing was expected. */
  readonly share: number | null;
}

/** An estimate over tasks. Lengths and rates are in the unit of the scorer's values. */
export interface Estimate {
  readonly level: Level;
  readonly point: number;
  /** Clustered; null with fewer than two clusters. */
  readonly standardError: number | null;
  readonly tasks: number;
  readonly clusters: number;
  /** Clusters of equal size that would tell as much: N²/Σn². Null for a reported result. */
  readonly effectiveClusters: number | null;
  readonly attempts: number;
  /** Tasks for which the estimator is not defined (fewer than k attempts for pass@k). */
  readonly undefinedTasks: number;
  /** Two-sided, at the stated confidence; null where none can be given. */
  readonly interval: Interval | null;
  /** The two one-sided bounds, each at the stated confidence. */
  readonly lowerBound: number | null;
  readonly upperBound: number | null;
  /** What a reader must know of the interval, as sentences. */
  readonly notes: readonly string[];
}

/** How candidate and reference were brought together task by task. */
export interface Pairing {
  readonly referenceModel: string;
  readonly tasks: number;
  readonly onlyCandidate: number;
  readonly onlyReference: number;
  readonly unpairedStandardError: number | null;
}

/** One criterion held against one run (or against several pooled into one). */
export interface RunTrace {
  readonly source: 'log' | 'table' | 'typed';
  readonly sourceIds: readonly string[];
  readonly model: string;
  readonly version: string | null;
  readonly scorer: string;
  readonly key: string | null;
  readonly outcome: Outcome;
  /** The level on which the outcome rests. */
  readonly level: Level;
  readonly why: readonly string[];
  readonly coverage: Coverage;
  readonly claimed: readonly ClaimedAggregate[];
  readonly recomputed: Estimate | null;
  readonly adjudicated: Estimate | null;
  readonly reported: Estimate | null;
  readonly pairing: Pairing | null;
  /** True distance from the threshold that this much data would notice in four cases of five. */
  readonly detectableEffect: number | null;
}

export interface CriterionTrace {
  readonly kind: 'criterion';
  readonly path: string;
  readonly id: string;
  readonly title: string;
  readonly benchmark: string;
  readonly comparison: Criterion['comparison'];
  readonly threshold: number;
  readonly basis: Criterion['basis'];
  readonly confidence: number;
  readonly outcome: Outcome;
  readonly why: readonly string[];
  readonly runs: readonly RunTrace[];
}

export interface JoinTrace {
  readonly kind: 'all' | 'any' | 'at-least';
  readonly path: string;
  readonly title: string | null;
  /** How many parts must be met. */
  readonly needed: number;
  readonly outcome: Outcome;
  readonly why: readonly string[];
  readonly parts: readonly RuleTrace[];
}

/** A rule with its outcome and the reasons for it, down to the numbers. */
export type RuleTrace = CriterionTrace | JoinTrace;

/** Something nobody may overlook. */
export interface Alarm {
  readonly code: 'claim-mismatch' | 'several-models' | 'observation-fault';
  readonly benchmark: string;
  readonly sourceId: string | null;
  readonly detail: string;
}

/** One source of one benchmark, described apart from any rule: mean over tasks at 95 %. */
export interface BenchmarkSummary {
  readonly benchmark: string;
  readonly version: string | null;
  readonly scorer: string;
  readonly key: string | null;
  readonly source: 'log' | 'table' | 'typed';
  readonly sourceId: string | null;
  readonly model: string;
  readonly role: 'candidate' | 'reference';
  readonly coverage: Coverage;
  readonly claimed: readonly ClaimedAggregate[];
  readonly checks: readonly ClaimCheck[];
  readonly recomputed: Estimate | null;
  readonly adjudicated: Estimate | null;
  readonly reported: ReportedResult | null;
  /** The level of `adjudicated`; empty where there are more than 100 tiers. */
  readonly byDifficulty: readonly { readonly difficulty: string; readonly tasks: number; readonly mean: number }[];
}

/** What the outcome would be under another treatment of the same evidence. */
export interface SensitivityRow {
  readonly scenario: string;
  readonly title: string;
  readonly outcome: Outcome;
  /** The overall outcome differs from the policy's own. */
  readonly changes: boolean;
  readonly criteria: readonly {
    readonly id: string;
    readonly outcome: Outcome;
    /** The estimate where one run was judged; null otherwise. */
    readonly point: number | null;
    /** Its one-sided bounds, of which the policy names the one that decides. */
    readonly lower: number | null;
    readonly upper: number | null;
    readonly changes: boolean;
  }[];
}
