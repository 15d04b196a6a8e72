/**
 * What became of one attempt. An attempt that hit a limit and was still scored is `scored` with `limit: true`; one
 * that hit a limit and has no score is `limit`.
 */
export type AttemptState = 'scored' | 'unscored' | 'errored' | 'invalidated' | 'limit';

/** One sample at one epoch, as the desk knows it. */
export interface AttemptObservation {
  /** The sample id as text. */
  readonly taskId: string;
  /** The task itself, or its family where tasks are not independent of each other. */
  readonly cluster: string;
  readonly epoch: number;
  readonly state: AttemptState;
  /** A limit (tokens, messages, time, cost) ended the attempt. */
  readonly limit: boolean;
  /** The value that the log or table gives; null, or not finite, where it gives none. */
  readonly claimed: number | null;
  /** The value after adjudication; null where no reviewer gave one. */
  readonly adjudicated: number | null;
  /** A reviewer flagged cheating. */
  readonly cheating: boolean;
  /** A reviewer took the attempt out. */
  readonly excluded: boolean;
  readonly difficulty?: string;
}

/** A number that the log or table states for a whole benchmark. */
export interface ClaimedAggregate {
  readonly metric: string;
  readonly reducer?: string | null;
  readonly value: number | null;
}

/** A claimed aggregate beside what the same samples give: `core/inspect` makes these. */
export interface ClaimCheck {
  readonly metric: string;
  readonly reducer: string | null;
  readonly claimed: number | null;
  readonly value: number | null;
  readonly verdict: 'match' | 'mismatch' | 'not-recomputable';
}

/** A reported result without its attempts: from an aggregate row of a score table, or typed by a reviewer. */
export interface ReportedResult {
  /** `mean` (or `accuracy`), `pass@k` with k a number, or `solved-any`. */
  readonly metric: string;
  readonly value: number;
  /** Clustered by task, in the unit of the value; null where it was not reported. */
  readonly standardError: number | null;
  /** How many tasks the value rests on; null where it was not reported. */
  readonly tasks: number | null;
}

/** One scorer's results for one benchmark and one model from one source. The desk builds these from the vault. */
export interface BenchmarkObservation {
  readonly benchmark: string;
  readonly version: string | null;
  readonly scorer: string;
  /** The key of a dict score, or null. */
  readonly key: string | null;
  readonly source: 'log' | 'table' | 'typed';
  /** Names the run, table or typed score within the case, for the trace. */
  readonly sourceId?: string;
  readonly model: string;
  readonly role: 'candidate' | 'reference';
  /** Attempts planned (samples times epochs); 0 where the source does not say. */
  readonly expected: number;
  readonly attempts: readonly AttemptObservation[];
  readonly claimedAggregate?: readonly ClaimedAggregate[];
  readonly recomputed?: readonly ClaimCheck[];
  /** Only where there are no attempts. */
  readonly reported?: ReportedResult;
}
