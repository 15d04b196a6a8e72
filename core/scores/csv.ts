import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { Refusal } from '../failure.ts';
import { badRow, type Column, checkHeader, type RawRow } from './row.ts';

/** The longest row that is read, in bytes of UTF-8. */
export const LONGEST_ROW = 65_536;

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Decodes strictly, so that a wrong byte refuses the table instead of turning into a replacement character. */
async function* decode(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new Refusal('scores.row', 'The score table is not UTF-8.', {
      remedy: 'The producer has to write the table as UTF-8 and seal it again.',
      cause,
    });
  }
}

/**
 * Reads the rows of a CSV table as RFC 4180 has them: commas, double quotes, a header, and every row of its length.
 * @throws Refusal `scores.header`, `scores.row`
 */
export async function* readCsv(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawRow> {
  const text = Readable.from(decode(chunks));
  const parser = parse({ bom: true, info: true, max_record_size: LONGEST_ROW, record_delimiter: ['\r\n', '\n'] });
  text.on('error', (error) => parser.destroy(error));
  text.pipe(parser);
  let columns: Column[] | null = null;
  let line = 1;
  try {
    // csv-parse types its output as any; with `info` it is this.
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (columns === null) {
        columns = checkHeader(record);
      } else {
        const cells: Partial<Record<Column, string>> = {};
        for (const [index, column] of columns.entries()) cells[column] = record[index] ?? '';
        yield { line, cells };
      }
      line = info.lines + 1;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw badRow(lineOf(error, line), null, COMPLAINTS[error.code] ?? 'it is not CSV as RFC 4180 has it');
  } finally {
    text.destroy();
    parser.destroy();
  }
  if (columns === null) checkHeader([]);
}

/** Where the parser stood when it gave up; it drops the rows before that, so our own count is behind. */
function lineOf(error: CsvError, otherwise: number): number {
  const { lines } = error as { lines?: unknown }; // not in the library's types
  return typeof lines === 'number' ? lines : otherwise;
}

// The library's own messages repeat the row, and with it scores.
const COMPLAINTS: Readonly<Partial<Record<string, string>>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'it has more or fewer cells than the header',
  CSV_MAX_RECORD_SIZE: `it is longer than ${LONGEST_ROW} bytes`,
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a closing quote is followed by something else than a comma or the end of the line',
};
