import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAuditEvents } from '../db/repositories/audit-event.ts';
import { importBoth } from '../test/desk-world/both-bundles.ts';
import { codeOf } from '../test/desk-world/code-of.ts';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { assessCase } from './assess-case.ts';
import { showAssessment } from './show-assessment.ts';
import { perform } from './use-case.ts';

let world: World;
let caseId = '';
beforeAll(async () => {
  world = await makeWorld();
  caseId = await importBoth(world);
}, 60_000);
afterAll(() => world.dispose());

describe('the recorded assessment', () => {
  it('is none before somebody assessed the case', async () => {
    expect(await perform(showAssessment, world.as('axel'), { caseId })).toBeNull();
    const nowhere = '00000000-0000-4000-8000-000000000000';
    expect(await codeOf(perform(showAssessment, world.as('axel'), { caseId: nowhere }))).toBe('desk.no-such-case');
  });

  it('reads as it was made, to everybody who may look, and looking records nothing', async () => {
    const made = await perform(assessCase, world.as('rita'), { caseId });
    const before = listAuditEvents(world.vault.db, null, 1000).length;
    const shown = await perform(showAssessment, world.as('axel'), { caseId });
    expect(shown).toMatchObject({ digest: made.digest, outcome: made.outcome, by: 'rita' });
    expect(shown?.explanation).toEqual(made.explanation);
    expect(shown?.document).toEqual(JSON.parse(JSON.stringify(made.document)));
    expect(listAuditEvents(world.vault.db, null, 1000).length).toBe(before);
  });
});
