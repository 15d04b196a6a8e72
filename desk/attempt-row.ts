import type { AttemptRecord, AttemptScore } from '../core/inspect/attempt-record.ts';
import type { LogHeader } from '../core/inspect/header.ts';
import { isUnscored, valueToFloat } from '../core/inspect/value-to-float.ts';
import { isJsonObject, type JsonValue, jsonText, member } from '../core/json/value.ts';
import type { AttemptState } from '../core/policy/observation.ts';
import type { AttemptScoreRow, NewAttempt } from '../db/repositories/attempt.ts';

/**
 * Knows the keys of scorers whose values are objects. A scorer that could not score an attempt gives NaN in the place of
 * the whole object; its keys are then unscored each, so that no attempt is missing from their series.
 */
export class ScoreKeys {
  readonly #keys = new Map<string, Set<string>>();

  constructor(header: LogHeader) {
    for (const { name, scorer } of header.scores) if (name !== scorer) this.#of(scorer).add(name);
  }

  #of(scorer: string): Set<string> {
    const known = this.#keys.get(scorer) ?? new Set();
    this.#keys.set(scorer, known);
    return known;
  }

  /** @returns the keys under which a score is filed: none where its value is one value. */
  of({ scorer, value }: AttemptScore): readonly string[] {
    if (isJsonObject(value)) {
      const known = this.#of(scorer);
      for (const key of Object.keys(value)) known.add(key);
      return Object.keys(value);
    }
    return isUnscored(value) ? [...(this.#keys.get(scorer) ?? [])] : [];
  }
}

/** @returns the record of an attempt as the vault keeps it. */
export function attemptRowOf(record: AttemptRecord, keys: ScoreKeys): NewAttempt {
  return {
    sampleId: record.sampleId,
    sampleIdText: record.sampleIdText,
    epoch: record.epoch,
    uuid: record.uuid,
    locator: record.locator,
    state: stateOf(record),
    error: record.error !== null,
    limitType: record.limit?.type ?? null,
    invalidated: record.invalidated,
    retries: record.retries,
    messages: record.messages,
    events: record.events,
    toolCalls: record.toolCalls,
    contentFilterStops: record.contentFilterStops,
    tokens: tokensOf(record),
    totalSeconds: record.totalTime,
    workingSeconds: record.workingTime,
    metadata: record.metadata,
    inputPreview: record.inputPreview,
    scores: record.scores.flatMap((score) => scoreRows(score, keys)),
  };
}

/** An attempt that ended in an error or at a limit and was scored all the same is scored, as Inspect counts it. */
function stateOf(record: AttemptRecord): AttemptState {
  if (record.invalidated) return 'invalidated';
  if (record.scores.some((score) => !score.unscored)) return 'scored';
  if (record.error !== null) return 'errored';
  return record.limit === null ? 'unscored' : 'limit';
}

function tokensOf({ modelUsage }: AttemptRecord): number | null {
  const counts = Object.values(modelUsage).flatMap((usage) => usage['total_tokens'] ?? []);
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

function scoreRows(score: AttemptScore, keys: ScoreKeys): AttemptScoreRow[] {
  const { scorer, value, answer } = score;
  const row = (key: string | null, leaf: JsonValue): AttemptScoreRow => {
    return { scorer, key, value: leaf, numeric: valueToFloat(leaf) ?? null, answer };
  };
  const named = keys.of(score);
  if (named.length === 0) return [row(null, value)];
  return named.map((key) => row(key, isJsonObject(value) ? (member(value, key) ?? null) : Number.NaN));
}

/** @returns a score's value in words for a list: text as it is, everything else as JSON. */
export function shownValue(value: JsonValue): string {
  return typeof value === 'string' ? value : jsonText(value);
}
