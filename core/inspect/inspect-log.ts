import type { JsonValue } from '../json/value.ts';
import type { Attempt } from './attempt.ts';
import type { AttemptLocator, AttemptRecord } from './attempt-record.ts';
import type { Finding } from './finding.ts';
import type { LogHeader } from './header.ts';

/** A per-sample score after the epochs were reduced, as `reductions.json` has it. */
export interface ReducedSample {
  readonly scorer: string;
  readonly reducer: string | null;
  readonly sampleIdText: string;
  readonly value: JsonValue;
}

/** An opened log. Everything after the header is read when asked for, and nothing is kept between reads. */
export interface InspectLog {
  readonly format: 'eval' | 'json';
  readonly header: LogHeader;
  /** Which document the header came from. */
  readonly headerSource: 'header.json' | '_journal/start.json' | 'json';
  /** `_journal/start.json` where a finished log still has it. */
  readonly startHeader: LogHeader | null;
  /** What directory and header tell, and attempts that stand twice once they were read; a record has its own besides. */
  readonly findings: readonly Finding[];
  /** How many attempts the directory names, before any is read. */
  readonly attemptCount: number;
  /** Every attempt once, in the log's order, one at a time. */
  attempts(): AsyncGenerator<AttemptRecord>;
  /** @throws Refusal `log.attempt-missing` where the log has nothing there */
  readAttempt(locator: AttemptLocator): Promise<Attempt>;
  /** The rows of the summaries, the journal's where there are no others; later rows win. */
  summaries(): AsyncGenerator<JsonValue>;
  reductions(): AsyncGenerator<ReducedSample>;
}
