import type { JsonObject, JsonValue } from '../core/json/value.ts';
import type { AttemptState } from '../core/policy/observation.ts';
import type { ScoreRow } from '../core/scores/row.ts';
import type { StoredTableScore, TableScore } from '../db/repositories/table-score.ts';
import type { BundleRow, MemberRow } from '../db/row-id.ts';

const STATES: readonly AttemptState[] = ['scored', 'unscored', 'errored', 'invalidated', 'limit'];

/** @returns a row of a score table as the vault keeps it; `tableRowOf` gives the very same row back. */
export function storedTableRow(row: ScoreRow, bundle: BundleRow, member: MemberRow): TableScore {
  const { line, benchmark, version, metric, value, model, scorer, note } = row;
  const own: JsonObject =
    row.kind === 'attempt'
      ? { state: row.state, limit: row.limit, difficulty: row.difficulty, cluster: row.cluster }
      : { stderr: row.stderr, n: row.n };
  return {
    bundle,
    member,
    line,
    benchmark,
    version,
    metric,
    key: null,
    sample: row.kind === 'attempt' ? row.sample : null,
    epoch: row.kind === 'attempt' ? row.epoch : null,
    value,
    numeric: value,
    extra: { model, scorer, note, ...own },
  };
}

/** @returns the row of a score table, as `readScoreTable` gave it when the bundle was imported. */
export function tableRowOf(stored: StoredTableScore): ScoreRow {
  const { line, benchmark, version, metric, extra, sample } = stored;
  const head = {
    line,
    benchmark,
    version,
    metric,
    model: textOf(extra['model']),
    scorer: textOf(extra['scorer']),
    note: textOf(extra['note']),
  };
  const value = numberOf(stored.value);
  if (sample !== null) {
    const state = STATES.find((one) => one === extra['state']);
    if (state === undefined || stored.epoch === null) throw new Error('a stored attempt of a table lacks its state');
    return {
      kind: 'attempt',
      ...head,
      sample,
      epoch: stored.epoch,
      value,
      state,
      limit: extra['limit'] === true,
      difficulty: textOf(extra['difficulty']),
      cluster: textOf(extra['cluster']),
    };
  }
  if (value === null) throw new Error('a stored aggregate of a table lacks its number');
  return { kind: 'aggregate', ...head, value, stderr: numberOf(extra['stderr']), n: numberOf(extra['n']) };
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOf(value: JsonValue | undefined): number | null {
  // A number beyond 2^53 without a fraction reads as an exact integer; the table's rows hold numbers alone.
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : null;
}
