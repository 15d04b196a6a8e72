import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { caseFrom } from '../db/column.ts';
import { connectionOf } from '../db/handle.ts';
import { listAuditEvents } from '../db/repositories/audit-event.ts';
import { listRunsOfCase } from '../db/repositories/run.ts';
import { openVault, type Vault } from '../db/vault.ts';
import { importBoth } from '../test/desk-world/both-bundles.ts';
import { CAST, passphraseOf } from '../test/desk-world/people.ts';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { adjudicate } from './adjudicate.ts';
import { assessCase } from './assess-case.ts';
import { changeSettings } from './change-settings.ts';
import { checkVault } from './check-vault.ts';
import { concur } from './concur.ts';
import { determine } from './determine.ts';
import { listAttempts } from './list-attempts.ts';
import { recordScore } from './record-score.ts';
import { perform } from './use-case.ts';

let world: World;
let caseId = '';
/** A copy of the vault's folder for each test, changed on disk and opened again. */
let copy = '';
let opened: Vault | undefined;

const open = () => openVault(copy, { person: CAST.cora.id, passphrase: passphraseOf('cora') });

/** Writes to the database as somebody with the vault's key and another program would: no trigger, no chain in the way. */
function tamper(...statements: readonly string[]): void {
  const vault = open();
  const database = connectionOf(vault.db);
  const triggers = database
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all();
  database.pragma('foreign_keys = OFF');
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  let changes = 0;
  for (const statement of statements) changes += database.prepare(statement).run().changes;
  // Put back word for word, so that nothing but the rows tells of it.
  for (const { sql } of triggers) database.exec(sql);
  vault.close();
  expect(changes).toBeGreaterThan(0);
}

/** @returns code and detail of every step that failed, in a vault that was closed and opened again */
async function faults(): Promise<string[]> {
  opened = open();
  const { ok, steps } = await perform(checkVault, { ...world.as('axel'), vault: opened }, {});
  const failed = steps.filter(({ outcome }) => outcome === 'failed');
  expect(ok).toBe(failed.length === 0);
  return failed.map(({ code, detail }) => `${code}: ${detail}`);
}

beforeAll(async () => {
  world = await makeWorld({ suite: { samples: 4, epochs: 2 } });
  caseId = await importBoth(world);
  const [run] = listRunsOfCase(world.vault.db, caseFrom(caseId));
  const { attempts } = await perform(listAttempts, world.as('rita'), { runId: run?.runId ?? '' });
  const attempt = attempts.find(({ scores }) => scores.length > 0);
  await perform(adjudicate, world.as('rita'), {
    attemptId: attempt?.attemptId ?? 0,
    scorer: attempt?.scores[0]?.scorer ?? '',
    verdict: 'changed',
    value: 0,
    rationale: 'The flag stood in the prompt.',
  });
  const provenance = {
    source: 'Sheet 1',
    conductedBy: 'Desk One',
    conductedAt: '2026-09-19T12:00:00Z',
    procedure: 'By hand.',
  };
  await perform(recordScore, world.as('rita'), { caseId, benchmark: 'b', metric: 'mean', value: 0.5, provenance });
  await perform(changeSettings, world.as('cora'), { lockMinutes: 7 });
  await perform(assessCase, world.as('rita'), { caseId });
  await perform(determine, world.as('dora'), {
    caseId,
    determination: 'covered',
    rationale: [{ marking: '(U)', text: 'The evidence was read.' }],
  });
  await perform(concur, world.as('carl'), {
    caseId,
    position: 'comments',
    statement: [{ marking: '(U)', text: 'Thin.' }],
  });
  world.vault.close();
}, 60_000);
afterAll(() => rmSync(world.folder, { recursive: true, force: true }));

beforeEach(() => {
  copy = join(world.folder, 'copy');
  cpSync(world.vaultPath, copy, { recursive: true });
});
afterEach(() => {
  opened?.close();
  opened = undefined;
  rmSync(copy, { recursive: true, force: true });
});

describe('checking a vault', () => {
  it('finds nothing in one that nobody wrote to with other tools, and leaves nothing unchecked but checkpoints', async () => {
    opened = open();
    const { ok, steps } = await perform(checkVault, { ...world.as('axel'), vault: opened }, {});
    expect(steps.filter(({ outcome }) => outcome !== 'passed').map(({ step }) => step)).toEqual(['checkpoints']);
    expect(ok).toBe(true);
    expect(steps.find(({ step }) => step === 'numbers indexed from logs')?.detail).toMatch(/^8 logs and score tables/);
  });

  it.each([
    [
      'an adjudication was given another value',
      `UPDATE adjudication SET value_exact = '1', numeric = 1`,
      'adjudication',
    ],
    ['an adjudication was given another rationale', `UPDATE adjudication SET rationale = 'x'`, 'adjudication'],
    ['an adjudication was put to another reviewer', `UPDATE adjudication SET adjudicated_by = 'cora'`, 'adjudication'],
    ['a typed score was raised', `UPDATE typed_score SET value_exact = '0.9', numeric = 0.9`, 'typed score'],
    ['the detail of a typed score was changed', `UPDATE typed_score SET detail_json = '{}'`, 'typed score'],
    ['the word for a determination was changed', `UPDATE decision SET determination = 'not-covered'`, 'decision'],
    ['a position was turned', `UPDATE concurrence SET position = 'concurs'`, 'position'],
    ['a case was given another model', `UPDATE case_file SET model = 'other'`, 'case'],
    ['a person was given another card', `UPDATE person SET card = x'00' WHERE id = 'rita'`, undefined],
    ['the settings were changed', `UPDATE setting SET value_json = '60' WHERE name = 'lock.minutes'`, 'settings'],
    [
      'the ceiling was raised by a new row',
      `INSERT INTO setting (name, value_json, set_by, set_at)
       VALUES ('ceiling', '"TOP SECRET//NOFORN"', 'cora', '2026-09-20T12:00:00Z')`,
      'settings',
    ],
  ])('notices that %s', async (_what, statement, words) => {
    tamper(statement);
    const [fault = ''] = await faults();
    if (words !== undefined) expect(fault).toMatch(new RegExp(`^vault\\.record-changed: .*${words}.*what (it|they) w`));
    expect(fault).not.toBe('');
  });

  it.each([
    ['an adjudication', 'DELETE FROM adjudication'],
    ['a typed score', 'DELETE FROM typed_score'],
    ['a position', 'DELETE FROM concurrence'],
    ['a signature', 'DELETE FROM decision_signature'],
    ['a policy', 'DELETE FROM policy_version'],
  ])('notices that %s was taken away', async (_what, statement) => {
    tamper(statement);
    expect((await faults()).join('\n')).toContain('vault.record-missing');
  });

  it('notices an adjudication, a typed score and a step of a decision that no event names', async () => {
    tamper(
      `INSERT INTO adjudication SELECT '11111111-1111-4111-8111-111111111111', attempt, scorer, key, 'excluded', NULL, NULL,
         1, '[]', 'no', NULL, 'rita', adjudicated_at FROM adjudication LIMIT 1`,
      `INSERT INTO typed_score SELECT '22222222-2222-4222-8222-222222222222', case_id, role, model, benchmark, version,
         metric, '1', 1, detail_json, provenance, marking, NULL, NULL, typed_by, typed_at FROM typed_score LIMIT 1`,
      `INSERT INTO decision_event (decision, event, detail_json, by_person, at)
         SELECT id, 'completed', '{}', 'dora', drafted_at FROM decision LIMIT 1`,
    );
    const [fault = ''] = await faults();
    expect(fault).toMatch(/^vault\.record-unknown/);
    for (const words of ['adjudication 1111', 'typed score 2222', 'step "completed"']) expect(fault).toContain(words);
  });

  it.each([
    [
      'a score of one attempt',
      'UPDATE attempt_score SET numeric = 1 - numeric WHERE id = (SELECT max(id) FROM attempt_score)',
    ],
    ['the state of one attempt', `UPDATE attempt SET state = 'errored' WHERE id = 2`],
    ['a recomputed metric', `UPDATE run_score SET numeric = 0.99 WHERE level = 'samples'`],
    ['a claimed metric', `UPDATE run_score SET value_exact = '0.99' WHERE level = 'claimed'`],
    ['a row of a score table', 'UPDATE table_score SET numeric = 0.123 WHERE line = 3'],
    [
      'an attempt that was taken away',
      'DELETE FROM attempt_score WHERE attempt = 3',
      'DELETE FROM attempt WHERE id = 3',
    ],
    [
      'a score that was added',
      `INSERT INTO attempt_score (attempt, scorer, key, value_exact) VALUES (4, 'mine', NULL, '1')`,
    ],
    ['the header of a log', `UPDATE run SET model = 'other'`],
    ['a finding that was softened', `UPDATE finding SET severity = 'notice', detail = '' WHERE run IS NOT NULL`],
  ])('notices %s, and tells the log', async (_what, ...statements) => {
    tamper(...statements);
    const [fault = '', ...others] = await faults();
    expect(fault).toMatch(
      /^vault\.index-changed: not as imported: bundle [0-9a-f]{16}: the rows of (logs\/|scores\.csv)/,
    );
    expect(others).toEqual([]);
  });

  it('notices digests that were changed with their rows', async () => {
    tamper(
      'UPDATE attempt_score SET numeric = 1 - numeric',
      `UPDATE index_digest SET digest = '${'0'.repeat(96)}' WHERE member = (SELECT min(member) FROM index_digest)`,
    );
    expect((await faults()).join('\n')).toContain('its own rows, members, checklist or findings');
  });

  it('notices the rows of a bundle itself: its role, its marking, its checklist', async () => {
    tamper(`UPDATE bundle SET role = 'reference'`, `UPDATE checklist_step SET outcome = 'passed', detail = 'x'`);
    expect((await faults()).join('\n')).toContain('its own rows, members, checklist or findings');
  });

  it('notices a bundle that was taken out of its case', async () => {
    tamper('DELETE FROM bundle_acceptance WHERE bundle = (SELECT max(id) FROM bundle)');
    expect((await faults()).join('\n')).toMatch(/vault\.(record-missing|torn)/);
  });

  it('notices an event that was rewritten to fit a changed row', async () => {
    tamper(
      `UPDATE typed_score SET numeric = 0.9, value_exact = '0.9'`,
      `UPDATE audit_event SET detail_json = json_remove(detail_json, '$.recordDigest') WHERE act = 'score.recorded'`,
    );
    expect((await faults()).join('\n')).toContain('audit.edited');
  });

  it('notices a trigger that was not put back and a view that hides a row', async () => {
    const vault = open();
    connectionOf(vault.db).exec(
      'DROP VIEW current_adjudication; CREATE VIEW current_adjudication AS SELECT * FROM adjudication WHERE 0',
    );
    vault.close();
    expect(await faults()).toEqual([expect.stringMatching(/^vault\.schema-changed/)]);
  });

  it('says of records without a digest that they are not covered', async () => {
    const vault = open();
    const database = connectionOf(vault.db);
    database.exec('DROP TRIGGER index_digest_keeps_all; DROP TRIGGER audit_event_keeps_rows; DELETE FROM index_digest');
    database.exec(`UPDATE audit_event SET detail_json = json_remove(detail_json, '$.indexDigest', '$.recordDigest')`);
    vault.close();
    opened = open();
    const { steps } = await perform(checkVault, { ...world.as('axel'), vault: opened }, {});
    const told = steps.filter(({ outcome }) => outcome === 'not-checked').map(({ step }) => step);
    expect(told).toEqual(expect.arrayContaining(['records without a digest', 'bundles without a digest']));
  });

  it('tells no score in the log: a digest cannot be compared with a guess without the salt of the vault', () => {
    opened = open();
    const events = listAuditEvents(opened.db, null, 100);
    expect(events.filter(({ detail }) => 'recordDigest' in detail).length).toBeGreaterThan(8);
    const salt = connectionOf(opened.db).prepare('SELECT hex(salt) FROM digest_salt').pluck().get();
    expect(String(salt)).toMatch(/^[0-9A-F]{64}$/);
    expect(JSON.stringify(events)).not.toContain(String(salt).toLowerCase());
  });
});
