import { setImmediate as turn } from 'node:timers/promises';
import type { ByteSource } from '../core/bytes/source.ts';
import { Refusal } from '../core/failure.ts';
import { tableObservations } from '../core/scores/observations.ts';
import type { ScoreRow } from '../core/scores/row.ts';
import { readScoreTable } from '../core/scores/table.ts';
import { addTableScores, type TableScore } from '../db/repositories/table-score.ts';
import { transaction } from '../db/transaction.ts';
import type { Indexed, IndexOptions, IndexPlace } from './index-log.ts';
import { writing } from './index-write.ts';
import { storedTableRow } from './table-row.ts';

const BATCH = 2000;

/**
 * Reads a score table row by row into the vault. A table without rows, or with a stated number that fits several series,
 * is refused here: later it could not be assessed.
 * @throws Refusal `scores.*`; what the vault refuses comes wrapped, see `index-write.ts`
 */
export async function indexTable(place: IndexPlace, source: ByteSource, options: IndexOptions = {}): Promise<Indexed> {
  const { db, bundle, member } = place;
  const outline = new TableOutline();
  let batch: TableScore[] = [];
  let done = 0;
  const keep = async (): Promise<void> => {
    writing(() => transaction(db, () => addTableScores(db, batch)));
    done += batch.length;
    batch = [];
    options.onProgress?.(done, done);
    await turn();
  };
  for await (const row of readScoreTable(source, options.signal ? { signal: options.signal } : {})) {
    outline.add(row);
    batch.push(storedTableRow(row, bundle, member));
    if (batch.length >= BATCH) await keep();
  }
  if (done + batch.length === 0) {
    throw new Refusal('scores.row', 'The score table has no rows.', { where: 'line 2' });
  }
  await keep();
  await outline.requireUnambiguous();
  return { reading: { findings: [], claims: { matched: 0, mismatched: 0, notRecomputable: 0 } }, attempts: 0 };
}

/** One row of every series and every stated number: all it takes to know which number belongs to which series. */
class TableOutline {
  readonly #rows = new Map<string, ScoreRow>();

  add(row: ScoreRow): void {
    const { kind, benchmark, version, model, scorer, metric } = row;
    const key = JSON.stringify([kind, benchmark, version, model, scorer, metric]);
    if (!this.#rows.has(key)) this.#rows.set(key, row);
  }

  async requireUnambiguous(): Promise<void> {
    const rows = this.#rows;
    async function* all() {
      yield* rows.values();
    }
    await tableObservations(all(), { model: '', role: 'candidate' });
  }
}
