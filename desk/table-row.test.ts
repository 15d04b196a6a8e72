import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScoreRow } from '../core/scores/row.ts';
import { exactJson, exactJsonFrom, objectFrom } from '../db/column.ts';
import { asBundleRow, asMemberRow } from '../db/row-id.ts';
import { storedTableRow, tableRowOf } from './table-row.ts';

const text = fc.string({ minLength: 1, maxLength: 20 });
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
// SQLite and JSON know one zero.
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const head = {
  line: fc.integer({ min: 1, max: 1_000_000 }),
  benchmark: text,
  version: maybe(text),
  metric: text,
  model: maybe(text),
  scorer: maybe(text),
  note: maybe(text),
};
const attempt = fc.record({
  kind: fc.constant('attempt' as const),
  ...head,
  sample: text,
  epoch: fc.integer({ min: 1, max: 1_000_000 }),
  value: maybe(number),
  state: fc.constantFrom('scored', 'unscored', 'errored', 'invalidated', 'limit'),
  limit: fc.boolean(),
  difficulty: maybe(text),
  cluster: maybe(text),
});
const aggregate = fc.record({
  kind: fc.constant('aggregate' as const),
  ...head,
  value: number,
  stderr: maybe(number),
  n: maybe(fc.integer({ min: 1, max: 1_000_000 })),
});

describe('a row of a score table', () => {
  it('comes out of the vault as the table gave it, every column of it', () => {
    fc.assert(
      fc.property(fc.oneof(attempt, aggregate), (row: ScoreRow) => {
        const kept = storedTableRow(row, asBundleRow(1), asMemberRow(2));
        // What the columns do to it on the way.
        const value = exactJsonFrom(exactJson(kept.value));
        const extra = objectFrom(JSON.stringify(kept.extra));
        expect(tableRowOf({ ...kept, value, extra, role: 'candidate', model: 'm' })).toEqual(row);
      }),
    );
  });
});
