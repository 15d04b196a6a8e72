import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicKeysFromPem } from '../core/crypto/public-key.ts';
import { verifyAny } from '../core/decision/verify-signed.ts';
import { toInstant } from '../core/instant.ts';
import { listAuditEvents } from '../db/repositories/audit-event.ts';
import { importBoth } from '../test/desk-world/both-bundles.ts';
import { codeOf } from '../test/desk-world/code-of.ts';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { assessCase } from './assess-case.ts';
import { changeSettings } from './change-settings.ts';
import { concur } from './concur.ts';
import { determine } from './determine.ts';
import { exportDecision } from './export-decision.ts';
import { importBundle } from './import-bundle.ts';
import { listCases } from './list-cases.ts';
import { makeNotice } from './make-notice.ts';
import { recordScore } from './record-score.ts';
import { rollUpMarkings } from './roll-up-markings.ts';
import { showSettings } from './show-settings.ts';
import { perform } from './use-case.ts';

let world: World;
let caseId = '';
const set = (asked: object, who: 'cora' | 'rita' = 'cora') => perform(changeSettings, world.as(who), asked);
const events = () => listAuditEvents(world.vault.db, null, 100).filter(({ act }) => act === 'settings.changed');
const portion = (marking: string, text = 'What was found is told here.') => ({ marking, text });
const authority = { classifiedBy: 'Dora', derivedFrom: 'Guide 1', declassifyOn: '20511120' };

// Each test stands on what the ones before it set.
beforeAll(async () => {
  world = await makeWorld();
  caseId = await importBoth(world);
}, 60_000);
afterAll(() => world.dispose());

describe('the settings of a vault', () => {
  it('read as the program comes until somebody sets them', async () => {
    expect(await perform(showSettings, world.as('axel'), {})).toEqual({
      markingProfile: 'IC',
      lockMinutes: 60,
      setBy: { markingProfile: null, lockMinutes: null },
    });
  });

  it('are changed by a custodian alone, within their bounds', async () => {
    expect(await codeOf(set({ lockMinutes: 5 }, 'rita'))).toBe('desk.not-allowed');
    for (const wrong of [
      {},
      { lockMinutes: 0 },
      { lockMinutes: 61 },
      { lockMinutes: 1.5 },
      { markingProfile: 'NATO' },
    ]) {
      expect(await codeOf(set(wrong))).toBe('input.invalid');
    }
    expect(events()).toEqual([]);
  });

  it('are on record with who changed them, once, and outlive the session', async () => {
    const changed = await set({ lockMinutes: 5 });
    expect(changed).toMatchObject({
      lockMinutes: 5,
      setBy: { lockMinutes: { personId: 'cora' }, markingProfile: null },
    });
    expect(await set({ lockMinutes: 5 })).toEqual(changed);
    expect(events()).toMatchObject([{ actor: 'cora', subject: 'lock.minutes', detail: { to: '5' } }]);
    world.reopen();
    expect(await perform(showSettings, world.as('rita'), {})).toEqual(changed);
  });
});

describe('the marking profile', () => {
  const provenance = {
    source: 'Sheet 1',
    conductedBy: 'Desk One',
    conductedAt: '2026-09-19T12:00:00Z',
    procedure: 'By hand.',
  };
  const score = (marking: string) => ({ caseId, benchmark: 'b', metric: 'mean', value: 0.5, marking, provenance });
  const draft = (rationale: object[], more: object = {}) =>
    perform(determine, world.as('dora'), {
      caseId,
      determination: 'covered',
      rationale: rationale as ReturnType<typeof portion>[],
      ...more,
    });

  it('takes in and records by the IC rules what those allow', async () => {
    await perform(recordScore, world.as('rita'), score('UNCLASSIFIED//NOFORN'));
    const nofornBundle = await world.seal({
      sequence: 3,
      role: 'reference',
      logs: world.suite.reference.slice(0, 1),
      changes: { marking: 'UNCLASSIFIED//NOFORN' },
    });
    expect((await perform(importBundle, world.as('tom'), { path: nofornBundle.path })).ok).toBe(true);
    expect((await perform(listCases, world.as('rita'), {}))[0]?.marking).toBe('UNCLASSIFIED//NOFORN');
  });

  it('is DoD from the moment that it is set, for bundles, scores and passages alike', async () => {
    await set({ markingProfile: 'DoD' });
    expect(await codeOf(perform(recordScore, world.as('rita'), score('UNCLASSIFIED//NOFORN')))).toBe('marking.profile');
    const another = await world.seal({
      sequence: 4,
      role: 'reference',
      logs: world.suite.reference.slice(1, 2),
      changes: { marking: 'UNCLASSIFIED//NOFORN' },
    });
    const taken = await perform(importBundle, world.as('tom'), { path: another.path });
    expect(taken).toMatchObject({ ok: false, quarantined: true });
    expect(taken.steps.find(({ step }) => step === 'marking-within-ceiling')).toMatchObject({
      outcome: 'failed',
      code: 'bundle.marking-unreadable',
      detail: expect.stringContaining('DoD'),
    });
    await perform(assessCase, world.as('rita'), { caseId });
    expect(await codeOf(draft([portion('(U//NF)')]))).toBe('marking.profile');
    const typed = await perform(rollUpMarkings, world.as('dora'), { banners: [], portions: ['(U//NF)', '(U)'] });
    expect(typed.unreadable.map((one) => one.portion)).toEqual(['(U//NF)']);
  });

  it('still shows what came in under the other profile', async () => {
    expect((await perform(listCases, world.as('rita'), {}))[0]?.marking).toBe('UNCLASSIFIED//NOFORN');
  });

  it('gives the banner of a decision, which a stranger verifies without knowing the profile', async () => {
    // CUI drops out of a classified DoD banner and would stand in an IC one.
    await draft([portion('(S)'), portion('(CUI)')], { authority });
    expect(
      await codeOf(
        perform(concur, world.as('carl'), { caseId, position: 'comments', statement: [portion('(U//NF)')], authority }),
      ),
    ).toBe('marking.profile');
    await perform(concur, world.as('carl'), { caseId, position: 'concurs', statement: [portion('(U)')] });
    const { files, marking } = await perform(exportDecision, world.as('tom'), {
      caseId,
      folder: join(world.folder, 'dod'),
    });
    expect(marking).toMatch(/^SECRET\/\/NOFORN$/);
    const decision = files.find(({ kind }) => kind === 'decision')?.path ?? '';
    const payload = JSON.parse(Buffer.from(JSON.parse(readFileSync(decision, 'utf8')).payload, 'base64').toString());
    expect(payload.predicate.marking).toBe('SECRET');
    const verified = await verifyAny(readFileSync(decision), {
      roster: readFileSync(world.rosterPath),
      root: publicKeysFromPem(world.rootPem),
      at: toInstant(world.now),
    });
    expect(verified.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(await codeOf(perform(makeNotice, world.as('dora'), { caseId, marking: 'UNCLASSIFIED//NOFORN' }))).toBe(
      'marking.profile',
    );
    await set({ markingProfile: 'IC' });
    expect((await perform(listCases, world.as('rita'), {}))[0]).toMatchObject({ state: 'decided' });
  });

  it('is not taken where it does not allow the ceiling of the workstation', async () => {
    const other = await makeWorld({ ceiling: 'TOP SECRET//SI', bundles: false });
    try {
      expect(await codeOf(perform(changeSettings, other.as('cora'), { markingProfile: 'DoD' }))).toBe(
        'marking.profile',
      );
      expect((await perform(showSettings, other.as('cora'), {})).markingProfile).toBe('IC');
    } finally {
      other.dispose();
    }
  });
});
