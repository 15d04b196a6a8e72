import type { ByteSource } from '../bytes/source.ts';
import { Refusal } from '../failure.ts';
import { readCsv } from './csv.ts';
import { readJsonl } from './jsonl.ts';
import { parseRow, type ScoreRow } from './row.ts';
import { SeenRows } from './seen-rows.ts';

/** How a score table is written. */
export type TableFormat = 'csv' | 'jsonl';

export interface TableOptions {
  /** The most rows that are read; default one million. */
  readonly maxRows?: number;
  readonly signal?: AbortSignal;
}

const CHUNK = 65_536;

async function* chunksOf(source: ByteSource, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.size; at += CHUNK) {
    if (signal?.aborted) throw new Refusal('cancelled', 'Reading the score table was cancelled.');
    yield await source.read(at, Math.min(CHUNK, source.size - at));
  }
}

/** @returns `jsonl` where the first byte opens an object, else `csv`. The name of the file decides nothing. */
export async function tableFormat(source: ByteSource): Promise<TableFormat> {
  const [first] = source.size > 0 ? await source.read(0, 1) : [];
  return first === 0x7b ? 'jsonl' : 'csv';
}

/**
 * Reads a score table in long format, row by row, in memory that does not grow with the cells. The first fault ends
 * the reading: a table is taken whole or not at all.
 * @param source the table's bytes, CSV or JSONL
 * @throws Refusal `scores.header`, `scores.row`, `scores.duplicate`, `scores.too-large`, `cancelled`
 */
export async function* readScoreTable(source: ByteSource, options: TableOptions = {}): AsyncGenerator<ScoreRow> {
  const maxRows = options.maxRows ?? 1_000_000;
  const chunks = chunksOf(source, options.signal);
  const rows = (await tableFormat(source)) === 'jsonl' ? readJsonl(chunks) : readCsv(chunks);
  const seen = new SeenRows();
  let count = 0;
  for await (const raw of rows) {
    count += 1;
    if (count > maxRows) {
      throw new Refusal('scores.too-large', `The score table has more than ${maxRows} rows.`, {
        where: `line ${raw.line}`,
        remedy: 'The producer can cut the table into several members of the bundle.',
      });
    }
    const row = parseRow(raw);
    const [sample, epoch] = row.kind === 'attempt' ? [row.sample, row.epoch] : [null, null];
    if (!seen.add([row.benchmark, row.version, row.model, row.scorer, row.metric, sample, epoch])) {
      throw new Refusal('scores.duplicate', 'A row of the score table speaks of what an earlier row spoke of.', {
        where: `line ${row.line}`,
        remedy: 'The producer has to decide which of the two rows stands, and seal the table again.',
      });
    }
    yield row;
  }
}
