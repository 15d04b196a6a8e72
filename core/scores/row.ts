import { Refusal } from '../failure.ts';
import type { AttemptState } from '../policy/observation.ts';

/** The columns of a score table. The first three must be there; no other may be. */
export const COLUMNS = [
  'benchmark',
  'metric',
  'value',
  'version',
  'model',
  'scorer',
  'sample',
  'epoch',
  'state',
  'limit',
  'difficulty',
  'cluster',
  'stderr',
  'n',
  'note',
] as const;
export type Column = (typeof COLUMNS)[number];
const REQUIRED: readonly Column[] = ['benchmark', 'metric', 'value'];

/** What both shapes of a table come down to: the text of each cell, empty where it is absent, and the line it is on. */
export interface RawRow {
  readonly line: number;
  readonly cells: Readonly<Partial<Record<Column, string>>>;
}

interface RowHead {
  readonly line: number;
  readonly benchmark: string;
  readonly version: string | null;
  readonly metric: string;
  readonly model: string | null;
  readonly scorer: string | null;
  readonly note: string | null;
}

/** A row about one attempt. */
export interface AttemptRow extends RowHead {
  readonly kind: 'attempt';
  readonly sample: string;
  /** From 1. */
  readonly epoch: number;
  /** Null where the table says NaN or nothing. */
  readonly value: number | null;
  readonly state: AttemptState;
  readonly limit: boolean;
  readonly difficulty: string | null;
  readonly cluster: string | null;
}

/** A row that states one number for a whole benchmark. */
export interface AggregateRow extends RowHead {
  readonly kind: 'aggregate';
  readonly value: number;
  readonly stderr: number | null;
  /** Tasks the number rests on. */
  readonly n: number | null;
}

export type ScoreRow = AttemptRow | AggregateRow;

const STATES: readonly AttemptState[] = ['scored', 'unscored', 'errored', 'invalidated', 'limit'];
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const LONGEST: Readonly<Partial<Record<Column, number>>> = { sample: 1024, note: 4000 };
const LONGEST_OTHER = 200;

/** @returns the text as a column's name, or undefined where it is none. */
export function asColumn(text: string): Column | undefined {
  return COLUMNS.find((column) => column === text);
}

/**
 * @param names the header's cells
 * @throws Refusal `scores.header` where a column is unknown, doubled or missing
 */
export function checkHeader(names: readonly string[]): Column[] {
  const columns = names.map((name, index) => {
    const column = asColumn(name);
    if (column === undefined) throw badHeader(`column ${index + 1} has a name that is not one of a score table`);
    if (names.indexOf(name) !== index) throw badHeader(`the column "${column}" stands twice`);
    return column;
  });
  for (const column of REQUIRED) {
    if (!columns.includes(column)) throw badHeader(`the column "${column}" is missing`);
  }
  return columns;
}

function badHeader(what: string): Refusal {
  return new Refusal('scores.header', `The header of the score table is not right: ${what}.`, {
    where: 'line 1',
    remedy: 'The columns are told in docs/formats/score-table.md.',
  });
}

/** @returns a refusal of one row; it names the place and never repeats what stands there. */
export function badRow(line: number, column: Column | null, what: string): Refusal {
  const where = column === null ? `line ${line}` : `line ${line}, column ${column}`;
  return new Refusal('scores.row', `A row of the score table cannot be read: ${what}.`, {
    where,
    remedy: 'The producer has to correct the table and seal it again.',
  });
}

/**
 * Gives a row its meaning: with a sample it is about an attempt, without one it is an aggregate.
 * @throws Refusal `scores.row`
 */
export function parseRow(raw: RawRow): ScoreRow {
  const { line } = raw;
  for (const column of COLUMNS) checkText(raw, column);
  const head = {
    line,
    benchmark: required(raw, 'benchmark'),
    version: optional(raw, 'version'),
    metric: required(raw, 'metric'),
    model: optional(raw, 'model'),
    scorer: optional(raw, 'scorer'),
    note: optional(raw, 'note'),
  };
  return cell(raw, 'sample') === '' ? parseAggregate(raw, head) : parseAttempt(raw, head);
}

function parseAttempt(raw: RawRow, head: RowHead): AttemptRow {
  refuseCells(raw, ['stderr', 'n'], 'a row with a sample is about one attempt, which has none');
  const value = score(raw);
  const state = stateOf(raw, value);
  return {
    kind: 'attempt',
    ...head,
    sample: required(raw, 'sample'),
    epoch: wholeNumber(raw, 'epoch') ?? 1,
    value,
    state,
    limit: flag(raw, 'limit') || state === 'limit',
    difficulty: optional(raw, 'difficulty'),
    cluster: optional(raw, 'cluster'),
  };
}

function parseAggregate(raw: RawRow, head: RowHead): AggregateRow {
  const reason = 'a row without a sample states a number for the whole benchmark';
  refuseCells(raw, ['epoch', 'state', 'limit', 'difficulty', 'cluster'], reason);
  const value = score(raw);
  if (value === null) throw badRow(raw.line, 'value', 'a row without a sample needs a number');
  const stderr = cell(raw, 'stderr') === '' ? null : decimal(raw, 'stderr');
  if (stderr !== null && stderr < 0) throw badRow(raw.line, 'stderr', 'a standard error is not negative');
  return { kind: 'aggregate', ...head, value, stderr, n: wholeNumber(raw, 'n') };
}

function cell(raw: RawRow, column: Column): string {
  return raw.cells[column] ?? '';
}

function checkText(raw: RawRow, column: Column): void {
  const text = cell(raw, column);
  if (text === '') return;
  if (text.length > (LONGEST[column] ?? LONGEST_OTHER)) throw badRow(raw.line, column, 'the text is too long');
  if (!text.isWellFormed()) throw badRow(raw.line, column, 'the text holds half of a surrogate pair');
  // A note may have lines; names go into lists and sentences, where control characters could rewrite what is shown.
  const inNote = column === 'note' ? text.replace(/[\t\n\r]/g, '') : text;
  if (/\p{Cc}/u.test(inNote)) throw badRow(raw.line, column, 'the text holds a control character');
}

function required(raw: RawRow, column: Column): string {
  const text = cell(raw, column);
  if (text === '') throw badRow(raw.line, column, 'the cell is empty');
  return text;
}

function optional(raw: RawRow, column: Column): string | null {
  const text = cell(raw, column);
  return text === '' ? null : text;
}

function refuseCells(raw: RawRow, columns: readonly Column[], reason: string): void {
  for (const column of columns) {
    if (cell(raw, column) !== '') throw badRow(raw.line, column, `the cell must be empty: ${reason}`);
  }
}

/** A finite decimal number; an integer that a double cannot hold exactly is refused rather than rounded. */
function decimal(raw: RawRow, column: Column): number {
  const text = cell(raw, column);
  if (!DECIMAL.test(text)) throw badRow(raw.line, column, 'the cell is not a decimal number');
  const value = Number(text);
  if (!Number.isFinite(value)) throw badRow(raw.line, column, 'the number is out of range');
  if (/^[+-]?\d+$/.test(text) && !Number.isSafeInteger(value)) {
    throw badRow(raw.line, column, 'the integer is beyond 2^53 and would be rounded');
  }
  return value;
}

function score(raw: RawRow): number | null {
  const text = cell(raw, 'value');
  return text === '' || text.toLowerCase() === 'nan' ? null : decimal(raw, 'value');
}

function wholeNumber(raw: RawRow, column: Column): number | null {
  const text = cell(raw, column);
  if (text === '') return null;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 1_000_000) {
    throw badRow(raw.line, column, 'the cell is not a whole number from 1 to 1000000');
  }
  return value;
}

function flag(raw: RawRow, column: Column): boolean {
  const text = cell(raw, column);
  if (text !== '' && text !== 'true' && text !== 'false')
    throw badRow(raw.line, column, 'the cell is not true or false');
  return text === 'true';
}

function stateOf(raw: RawRow, value: number | null): AttemptState {
  const text = cell(raw, 'state');
  if (text === '') return value === null ? 'unscored' : 'scored';
  const state = STATES.find((name) => name === text);
  if (state === undefined) throw badRow(raw.line, 'state', 'the cell is not a state of an attempt');
  if (state === 'scored' && value === null) throw badRow(raw.line, 'value', 'a scored attempt needs a value');
  if ((state === 'unscored' || state === 'limit') && value !== null) {
    throw badRow(raw.line, 'value', 'an attempt without a score has a value');
  }
  return state;
}
