import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../core/failure.ts';
import { connectionOf, type ReadableDb, type WritableDb } from './handle.ts';
import { transaction } from './transaction.ts';

/** SQLite's `application_id` of a vault: the letters SCRV. The first migration sets the same number. */
export const APPLICATION_ID = 0x53435256;

/** One step of the schema. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** Where the migrations lie beside this file. A bundled program hands over its own place. */
export function migrationsFolder(): string {
  return fileURLToPath(new URL('./migrations/', import.meta.url));
}

/**
 * Reads the migrations of a folder: `0001-name.sql`, `0002-name.sql`, … without a gap.
 * @throws Error where a file is missing or misnamed, which is a defect of the program's package
 */
export function readMigrations(folder: string = migrationsFolder()): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const migrations = names.map((name, index) => {
    const version = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]);
    if (version !== index + 1) throw new Error(`The migrations are not numbered without a gap at ${name}.`);
    return { version, name, sql: readFileSync(join(folder, name), 'utf8') };
  });
  if (migrations.length === 0) throw new Error('The program came without its migrations.');
  return migrations;
}

/** @returns the schema version of an open vault; 0 for an empty file. */
export function schemaVersion(db: WritableDb): number {
  return Number(connectionOf(db).pragma('user_version', { simple: true }));
}

/**
 * Brings a vault to the newest version this program knows. Each step is one transaction with its version number, so a
 * kill leaves the vault at one version or the next.
 * @returns the versions that were applied, in order
 * @throws Refusal `vault.newer` where the vault is ahead of the program
 */
export function migrate(db: WritableDb, migrations: readonly Migration[]): number[] {
  const newest = migrations.length;
  refuseNewer(schemaVersion(db), newest);
  const applied: number[] = [];
  for (const migration of migrations) {
    if (migration.version <= schemaVersion(db)) continue;
    transaction(db, () => {
      connectionOf(db).exec(migration.sql);
      if (schemaVersion(db) !== migration.version) {
        throw new Error(`${migration.name} does not end with PRAGMA user_version = ${migration.version}.`);
      }
      if (connectionOf(db).prepare('PRAGMA foreign_key_check').all().length > 0) {
        throw new Error(`${migration.name} leaves rows that point nowhere.`);
      }
    });
    applied.push(migration.version);
  }
  return applied;
}

/** @throws Refusal `vault.newer` */
export function refuseNewer(version: number, newest: number): void {
  if (version <= newest) return;
  throw new Refusal('vault.newer', `This vault has version ${version}; this program knows versions up to ${newest}.`, {
    remedy: 'Open it with the newer program that last used it. Nothing was changed.',
  });
}

/** @returns every statement of the schema, in a stable order: what `db/schema.sql` holds. */
export function schemaText(db: ReadableDb): string {
  const rows = connectionOf(db)
    .prepare<[], { sql: string }>(
      `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
       ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'view' THEN 2 WHEN 'index' THEN 3 ELSE 4 END, name`,
    )
    .all();
  return rows.map((row) => `${row.sql};\n`).join('\n');
}
