import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha384 } from '../core/crypto/digest.ts';
import { codeOf } from '../core/testing/refused.ts';
import { all, connectionOf, get, run } from './handle.ts';
import { migrate, migrationsFolder, readMigrations, schemaText, schemaVersion } from './migrate.ts';
import { type Adjudication, addAdjudication } from './repositories/adjudication.ts';
import {
  ADA,
  AT,
  importSample,
  newcomer,
  type ScratchVault,
  scratchFolder,
  scratchVault,
} from './testing/scratch-vault.ts';
import { newUuid } from './uuid.ts';
import { openVault } from './vault.ts';

let scratch: ScratchVault;
beforeEach(async () => {
  scratch = await scratchVault();
});
afterEach(() => scratch.dispose());

const newest = readMigrations().length;

describe('the schema', () => {
  it('is what db/schema.sql says', () => {
    const dump = fileURLToPath(new URL('./schema.sql', import.meta.url));
    const now = `-- What the migrations produce. Written by: UPDATE_SCHEMA=1 npm run unit -- db/schema\n\n${schemaText(scratch.vault.db)}`;
    const digest = `// SHA-384 of the schema that the migrations produce. Written by: UPDATE_SCHEMA=1 npm run unit -- db/schema\nexport const SCHEMA_DIGEST =\n  '${sha384(new TextEncoder().encode(schemaText(scratch.vault.db)))}';\n`;
    const code = fileURLToPath(new URL('./schema-digest.ts', import.meta.url));
    if (process.env['UPDATE_SCHEMA']) {
      writeFileSync(dump, now);
      writeFileSync(code, digest);
    }
    expect(readFileSync(dump, 'utf8')).toBe(now);
    expect(readFileSync(code, 'utf8')).toBe(digest);
  });

  it('lets no row be changed or removed in any table but drafts', async () => {
    const { db, folder } = scratch.vault;
    const { attempts } = await importSample(folder, db);
    const adjudication: Adjudication = {
      id: newUuid(),
      attempt: attempts[0] ?? (0 as never),
      scorer: 'includes',
      key: null,
      verdict: 'overturned',
      value: 0,
      numeric: 0,
      excluded: false,
      flags: ['cheating'],
      rationale: 'The flag came from a write-up.',
      supersedes: null,
      by: ADA,
      at: AT,
    };
    addAdjudication(db, adjudication);
    const tables = all<{ name: string }>(
      db,
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'draft'",
    );
    expect(tables.length).toBeGreaterThan(25);
    let tried = 0;
    for (const { name } of tables) {
      const triggers = all<{ sql: string }>(
        db,
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?",
        name,
      ).map((row) => row.sql);
      expect(
        triggers.some((sql) => sql.includes('BEFORE UPDATE ON')),
        name,
      ).toBe(true);
      expect(
        triggers.some((sql) => sql.includes('BEFORE DELETE ON')),
        name,
      ).toBe(true);
      const database = connectionOf(db);
      const rows = Number(database.prepare('SELECT count(*) FROM '.concat(name)).pluck().get());
      if (rows === 0) continue;
      tried++;
      const column = String(database.prepare('SELECT name FROM pragma_table_info(?)').pluck().get(name));
      const change = ['UPDATE ', name, ' SET ', column, ' = ', column].join('');
      expect(() => database.prepare(change).run(), change).toThrow('vault.append-only');
      expect(() => database.prepare('DELETE FROM '.concat(name)).run(), name).toThrow('vault.append-only');
      const replace = ['INSERT OR REPLACE INTO ', name, ' SELECT * FROM ', name].join('');
      expect(() => database.prepare(replace).run(), replace).toThrow(/append-only|vault\.chain|UNIQUE/);
      expect(database.prepare('SELECT count(*) FROM '.concat(name)).pluck().get()).toBe(rows);
    }
    expect(tried).toBeGreaterThan(7);
  });
});

describe('migrations', () => {
  it('stand on disk in order, each ending with its own version', () => {
    for (const migration of readMigrations()) {
      expect(migration.sql).toContain(`PRAGMA user_version = ${migration.version};`);
    }
  });

  it('bring a vault with rows from one version to the next', () => {
    const folder = scratchFolder();
    const next = newest + 1;
    cpSync(migrationsFolder(), folder.path, { recursive: true });
    const name = `${String(next).padStart(4, '0')}-next.sql`;
    writeFileSync(
      join(folder.path, name),
      `CREATE TABLE added (id INTEGER PRIMARY KEY, recipient TEXT NOT NULL) STRICT;
       INSERT INTO added (recipient) SELECT recipient FROM desk_identity;
       PRAGMA user_version = ${next};`,
    );
    run(
      scratch.vault.db,
      'INSERT INTO desk_identity (recipient, identity, created_at) VALUES (?, ?, ?)',
      'age1x',
      'AGE-SECRET-KEY-1X',
      AT,
    );
    scratch.vault.close();
    const vault = openVault(scratch.path, newcomer(), { migrations: folder.path });
    expect(schemaVersion(vault.db)).toBe(next);
    expect(get(vault.db, 'SELECT recipient FROM added')).toEqual({ recipient: 'age1x' });
    vault.close();
    // The program as it is now meets a vault of the next version.
    expect(codeOf(() => openVault(scratch.path, newcomer()))).toBe('vault.newer');
    folder.dispose();
  });

  it('leave the vault at the old version when a step fails half way', () => {
    const migrations = [
      ...readMigrations(),
      { version: newest + 1, name: 'bad', sql: 'CREATE TABLE half (id); NOT SQL;' },
    ];
    expect(() => migrate(scratch.vault.db, migrations)).toThrow();
    expect(schemaVersion(scratch.vault.db)).toBe(newest);
    expect(get(scratch.vault.db, "SELECT 1 FROM sqlite_schema WHERE name = 'half'")).toBeUndefined();
  });

  it('are refused with a gap in their numbers', () => {
    const folder = scratchFolder();
    writeFileSync(join(folder.path, '0002-later.sql'), 'SELECT 1;');
    expect(() => readMigrations(folder.path)).toThrow('gap');
    folder.dispose();
  });
});

describe('the code of db/', () => {
  const root = fileURLToPath(new URL('.', import.meta.url));
  const sources = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => ({
      name: join(entry.parentPath, entry.name).slice(root.length),
      text: readFileSync(join(entry.parentPath, entry.name), 'utf8'),
    }));

  it('never puts text into SQL, and never uses the calls that would write plaintext', () => {
    expect(sources.length).toBeGreaterThan(30);
    for (const { name, text } of sources) {
      const literals = text.match(/`[^`]*`/g) ?? [];
      for (const literal of literals) {
        if (/\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|PRAGMA)\b/.test(literal) && !/user_version/.test(literal)) {
          expect(literal.includes('${'), `${name}: ${literal}`).toBe(false);
        }
      }
      expect(/\.exec\(\s*[`'"].*\$\{/.test(text), name).toBe(false);
      expect(/\.pragma\(\s*`/.test(text), name).toBe(false);
      expect(/\.(backup|serialize|loadExtension|unsafeMode)\s*\(/.test(text), name).toBe(false);
      expect(/VACUUM|ATTACH/.test(text), name).toBe(false);
      expect(text.includes(':memory:'), name).toBe(false);
    }
  });
});
