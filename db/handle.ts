import { statSync } from 'node:fs';
import type { Database, Statement } from 'better-sqlite3';
import { Refusal } from '../core/failure.ts';
import { inWords } from './sqlite-failure.ts';

declare const readable: unique symbol;
declare const writable: unique symbol;

/**
 * A vault that may be read. It is opaque: the functions of this file take it, and only the repositories of `db/` call
 * them, so that all SQL of the project stays here.
 */
export interface ReadableDb {
  readonly [readable]: true;
}

/** A vault that may be written. A function that takes a `ReadableDb` cannot hand it to one that writes. */
export interface WritableDb extends ReadableDb {
  readonly [writable]: true;
}

/** What SQLite can hold. A `bigint` must fit 64 bits; a flag is 0 or 1. */
export type SqlValue = null | number | bigint | string | Uint8Array;

interface Inner {
  readonly database: Database;
  readonly statements: Map<string, Statement<unknown[], unknown>>;
  readonly path: string;
  /** Which file stood at the path when it was opened. */
  readonly file: bigint | undefined;
}

const inners = new WeakMap<ReadableDb, Inner>();

function innerOf(db: ReadableDb): Inner {
  const inner = inners.get(db);
  if (!inner) throw new Error('This is not a handle of an open vault.');
  return inner;
}

/** Wraps an open connection. `connection.ts` alone calls this. */
export function wrap(database: Database, path: string): WritableDb {
  // The brands exist for the type checker only; there is nothing to fill in.
  const db = Object.freeze({}) as WritableDb;
  inners.set(db, { database, statements: new Map(), path, file: fileAt(path) });
  return db;
}

const fileAt = (path: string): bigint | undefined => statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;

/**
 * Checks, before something is written, that the file at the vault's path is still the one that was opened. What is written
 * to a file that was moved, removed or exchanged would be found by nobody. (SQLite makes the same check, but not where it
 * keeps a write-ahead log.)
 * @throws Refusal `vault.gone`
 */
export function requireInPlace(db: WritableDb): void {
  const { database, path, file } = innerOf(db);
  if (database.inTransaction || fileAt(path) === file) return;
  throw new Refusal('vault.gone', 'The vault is not where it was opened: somebody moved, removed or exchanged it.', {
    where: path,
    remedy: 'Nothing was changed. Put the folder back as it was, or lock the desk and open the vault where it is now.',
  });
}

/** @returns the connection under a handle, for `connection.ts`, `migrate.ts` and `check.ts`. */
export function connectionOf(db: ReadableDb): Database {
  return innerOf(db).database;
}

/** Closes the connection under a handle. Closing twice is harmless. */
export function closeDb(db: ReadableDb): void {
  const inner = inners.get(db);
  if (!inner) return;
  inner.statements.clear();
  inner.database.close();
}

/** One prepared statement for each text, kept for the life of the connection. */
function prepared(inner: Inner, sql: string): Statement<unknown[], unknown> {
  let statement = inner.statements.get(sql);
  if (!statement) {
    statement = inner.database.prepare<unknown[], unknown>(sql);
    inner.statements.set(sql, statement);
  }
  return statement;
}

function reading(inner: Inner, sql: string): Statement<unknown[], unknown> {
  const statement = prepared(inner, sql);
  if (!statement.readonly) throw new Error('A reading function was given a statement that writes.');
  return statement;
}

/** @returns every row. The shape of `Row` is the schema's promise: tables are STRICT and columns are checked. */
export function all<Row>(db: ReadableDb, sql: string, ...parameters: SqlValue[]): Row[] {
  const inner = innerOf(db);
  try {
    return reading(inner, sql).all(...parameters) as Row[]; // the schema is STRICT; each repository names its columns
  } catch (error) {
    throw inWords(error, inner.path);
  }
}

/** @returns the first row, or undefined where there is none. */
export function get<Row>(db: ReadableDb, sql: string, ...parameters: SqlValue[]): Row | undefined {
  const inner = innerOf(db);
  try {
    return reading(inner, sql).get(...parameters) as Row | undefined; // as in `all`
  } catch (error) {
    throw inWords(error, inner.path);
  }
}

/**
 * Reads rows one by one, for lists too long to hold. The connection takes no write until the loop ends, so a caller who
 * writes while it reads uses a second connection.
 */
export function* iterate<Row>(db: ReadableDb, sql: string, ...parameters: SqlValue[]): Generator<Row, void> {
  const inner = innerOf(db);
  // A statement of its own: a kept one that is still being read could not be started a second time.
  try {
    const statement = inner.database.prepare<unknown[], unknown>(sql);
    if (!statement.readonly) throw new Error('A reading function was given a statement that writes.');
    for (const row of statement.iterate(...parameters)) yield row as Row; // as in `all`
  } catch (error) {
    throw inWords(error, inner.path);
  }
}

/** What a write did. `id` is the row id that an INSERT gave. */
export interface Written {
  readonly changes: number;
  readonly id: number;
}

/** Runs one writing statement. */
export function run(db: WritableDb, sql: string, ...parameters: SqlValue[]): Written {
  const inner = innerOf(db);
  requireInPlace(db);
  try {
    const result = prepared(inner, sql).run(...parameters);
    return { changes: result.changes, id: Number(result.lastInsertRowid) };
  } catch (error) {
    throw inWords(error, inner.path);
  }
}
