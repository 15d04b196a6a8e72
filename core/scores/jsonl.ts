import { Refusal } from '../failure.ts';
import { parseStrictJson } from '../json/strict.ts';
import type { JsonValue } from '../json/value.ts';
import { LONGEST_ROW } from './csv.ts';
import { asColumn, badRow, type Column, type RawRow } from './row.ts';

const LINE_FEED = 0x0a;

interface Line {
  readonly line: number;
  readonly bytes: Uint8Array;
}

/** Cuts at line feeds; holds one line at a time. */
async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let pending: Uint8Array[] = [];
  let held = 0;
  let line = 1;
  const keep = (piece: Uint8Array): void => {
    held += piece.length;
    if (held > LONGEST_ROW) throw badRow(line, null, `it is longer than ${LONGEST_ROW} bytes`);
    pending.push(piece);
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      keep(chunk.subarray(from, end));
      yield { line, bytes: Buffer.concat(pending) };
      pending = [];
      held = 0;
      line += 1;
      from = end + 1;
    }
    // The chunk may be reused by its source, so what is kept beyond it is a copy.
    if (from < chunk.length) keep(chunk.slice(from));
  }
  if (held > 0) yield { line, bytes: Buffer.concat(pending) };
}

/**
 * Reads the rows of a JSONL table: one object a line, in strict JSON.
 * @throws Refusal `scores.header` where a key is no column, `scores.row`
 */
export async function* readJsonl(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawRow> {
  for await (const { line, bytes } of splitLines(chunks)) yield { line, cells: cellsOf(parseLine(line, bytes), line) };
}

function parseLine(line: number, bytes: Uint8Array): JsonValue {
  try {
    return parseStrictJson(bytes, { maxBytes: LONGEST_ROW, maxDepth: 2 });
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    throw badRow(line, null, 'it is not one object of strict JSON');
  }
}

function cellsOf(value: JsonValue, line: number): Partial<Record<Column, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRow(line, null, 'it is not one object of strict JSON');
  }
  const cells: Partial<Record<Column, string>> = {};
  for (const [key, inner] of Object.entries(value)) {
    const column = asColumn(key);
    if (column === undefined) {
      throw new Refusal('scores.header', 'A row has a key that is not a column of a score table.', {
        where: `line ${line}`,
        remedy: 'The columns are told in docs/formats/score-table.md.',
      });
    }
    cells[column] = cellText(inner, line, column);
  }
  return cells;
}

/** A cell as text; String() of a double gives back the same double when read. */
function cellText(value: JsonValue, line: number, column: Column): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean' && column === 'limit') return String(value);
  throw badRow(line, column, 'the value is neither text nor a number');
}
