import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../core/instant.ts';
import { listAuditEvents } from '../db/repositories/audit-event.ts';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { assessCase } from './assess-case.ts';
import { determine } from './determine.ts';
import { importBundle } from './import-bundle.ts';
import { recordScore } from './record-score.ts';
import { showCase } from './show-case.ts';
import { perform } from './use-case.ts';
import { verifyAudit } from './verify-audit.ts';
import { withdrawDecision } from './withdraw-decision.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let world: World;
let caseId = '';
const show = () => perform(showCase, world.as('rita'), { caseId });
const windowUntil = (days: number) => ({
  accessWindow: { opensAt: toInstant(world.now), closesAt: toInstant(world.now + days * DAY) },
});
const draft = async () => {
  const rationale = [{ marking: '(U)', text: 'The evidence was read.' }];
  const order = { caseId, determination: 'covered', rationale } as const;
  return (await perform(determine, world.as('dora'), order)).decisionId;
};

// A day ahead by mistake when the desk begins its work, and right afterwards.
beforeAll(async () => {
  world = await makeWorld({ bundles: false, suite: { samples: 2, epochs: 1 } });
  const logs = world.suite.candidate;
  const paths = [
    (await world.seal({ sequence: 1, role: 'candidate', logs, changes: windowUntil(10) })).path,
    (await world.seal({ sequence: 2, role: 'candidate', logs: logs.slice(0, 1), changes: windowUntil(30) })).path,
  ];
  world.now += DAY;
  for (const path of paths) {
    caseId = String((await perform(importBundle, world.as('tom'), { path })).caseId);
    await perform(assessCase, world.as('rita'), { caseId });
    world.now -= path === paths[0] ? DAY - HOUR : 0;
  }
}, 60_000);
afterAll(() => world.dispose());

describe('a clock that was set back', () => {
  it('leaves the window of the bundle that came last in force', async () => {
    expect((await show()).summary.window?.daysLeft).toBe(30);
  });

  it('leaves the decision that was drafted last the first on the list', async () => {
    const first = await draft();
    await perform(withdrawDecision, world.as('dora'), { caseId, reason: 'A word was wrong.' });
    world.now -= HOUR / 2;
    const second = await draft();
    expect((await show()).decisions.map(({ decisionId }) => decisionId)).toEqual([second, first]);
    await perform(withdrawDecision, world.as('dora'), { caseId, reason: 'A word was wrong.' });
  });

  it('changes nothing in what an assessment rests on and what came after it', async () => {
    expect((await show()).assessment?.isStale).toBe(false);
    world.now -= HOUR / 4;
    const provenance = {
      source: 'Sheet 1',
      conductedBy: 'Desk',
      conductedAt: '2026-09-19T12:00:00Z',
      procedure: 'By hand.',
    };
    await perform(recordScore, world.as('rita'), { caseId, benchmark: 'b', metric: 'mean', value: 0.5, provenance });
    expect((await show()).assessment?.isStale).toBe(true);
    await perform(assessCase, world.as('rita'), { caseId });
    expect((await show()).assessment?.isStale).toBe(false);
  });

  it('is told by the audit log, whose order it does not change', async () => {
    const told = listAuditEvents(world.vault.db, null, 1000).filter(({ act }) => act === 'clock.moved-back');
    expect(told.length).toBeGreaterThan(1);
    const { ok, steps } = await perform(verifyAudit, world.as('axel'), {});
    expect(steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(ok).toBe(true);
  });
});
