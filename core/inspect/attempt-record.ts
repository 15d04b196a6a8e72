import type { JsonObject, JsonValue } from '../json/value.ts';
import type { Finding } from './finding.ts';
import type { SampleShape } from './sample-document.ts';

/** Where a sample lies in its log. Plain JSON, to be kept and given back to `readAttempt`. */
export type AttemptLocator =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'folder'; readonly name: string }
  | { readonly kind: 'span'; readonly start: number; readonly end: number };

/** What one scorer said of an attempt. */
export interface AttemptScore {
  readonly scorer: string;
  /** The value as the log has it: scalar, list or object; NaN and bigint kept. */
  readonly value: JsonValue;
  readonly answer: string | null;
  readonly explanation: string | null;
  /** True where the value says "not scored": NaN, or null as older writers had it. */
  readonly unscored: boolean;
  /** True where the scorer asks for a person's score (`manual-scoring` in its metadata). */
  readonly manual: boolean;
  /** Entries of the edit history; the first is the original. 0 where the score was never edited. */
  readonly historyLength: number;
  readonly history: readonly JsonValue[];
}

/** Tokens as the log counts them, by kind (`input_tokens`, `output_tokens`, `total_tokens`, ...). */
export type TokenUsage = Readonly<Record<string, number>>;

/** One attempt, light: everything a list, an index or a statistic needs, and where to read the whole again. */
export interface AttemptRecord {
  readonly locator: AttemptLocator;
  readonly shape: SampleShape;
  /** The id as JSON (1 and "1" differ). */
  readonly sampleId: JsonValue;
  /** The id as text, as Inspect groups by it. */
  readonly sampleIdText: string;
  readonly epoch: number;
  readonly uuid: string | null;
  readonly scores: readonly AttemptScore[];
  readonly error: { readonly message: string } | null;
  readonly limit: { readonly type: string; readonly limit: JsonValue } | null;
  readonly invalidated: boolean;
  readonly invalidation: JsonValue;
  readonly retries: number;
  readonly messages: number;
  readonly events: number;
  readonly eventTypes: Readonly<Record<string, number>>;
  /** The models that the transcript's model events name, those of a role (as a grader's) left out; at most 20. */
  readonly eventModels: readonly string[];
  readonly attachments: number;
  readonly toolCalls: number;
  readonly unresolvedReferences: number;
  /** Model outputs that stopped for `content_filter`: a hint at refusals. */
  readonly contentFilterStops: number;
  readonly modelUsage: Readonly<Record<string, TokenUsage>>;
  /** Seconds; null where the log does not say. */
  readonly totalTime: number | null;
  readonly workingTime: number | null;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  /** The sample's metadata (difficulty, category, family, human minutes, ... as the task names them). */
  readonly metadata: JsonObject;
  readonly target: JsonValue;
  /** The start of the input, at most 240 characters. */
  readonly inputPreview: string;
  /** What is odd about this attempt alone. */
  readonly findings: readonly Finding[];
}
