import { beforeAll, describe, expect, it } from 'vitest';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { draftKey } from './contract/drafts.ts';
import { importBundle } from './import-bundle.ts';
import { keepDraft } from './keep-draft.ts';
import { listAttempts } from './list-attempts.ts';
import { listCases } from './list-cases.ts';
import { listDrafts } from './list-drafts.ts';
import { showCase } from './show-case.ts';
import { perform } from './use-case.ts';

let world: World;
let caseId: string;

beforeAll(async () => {
  world = await makeWorld();
  await perform(importBundle, world.as('tom'), { path: world.candidate });
  [{ caseId } = { caseId: '' }] = await perform(listCases, world.as('rita'), {});
  return () => world.dispose();
});

const keep = (key: string, text: string) => keepDraft(world.as('rita'), { key, text, portions: ['(U)'], banner: '' });
const waiting = (person: 'rita' | 'tom' = 'rita') => perform(listDrafts, world.as(person), {});

describe('what a person has begun', () => {
  it('is listed with its case, and nobody else sees it', async () => {
    await keep(draftKey('score', caseId), 'half a score');
    const [draft, ...others] = await waiting();
    expect(others).toEqual([]);
    expect(draft).toMatchObject({ form: 'score', file: { caseId, developer: 'Fathomworks' }, attempt: null });
    expect(await waiting('tom')).toEqual([]);
    expect(JSON.stringify(draft)).not.toContain('half a score');
  });

  it('names the attempt that is being adjudicated', async () => {
    const { runs } = await perform(showCase, world.as('rita'), { caseId });
    const runId = runs[0]?.runId ?? '';
    const { attempts } = await perform(listAttempts, world.as('rita'), { runId });
    const attempt = attempts[1];
    await keep(draftKey('adjudication', attempt?.attemptId), 'half a rationale');
    const found = (await waiting()).find(({ form }) => form === 'adjudication');
    expect(found?.file?.caseId).toBe(caseId);
    expect(found?.attempt).toEqual({
      attemptId: attempt?.attemptId,
      runId,
      sample: attempt?.sample,
      epoch: attempt?.epoch,
    });
  });

  it('belongs to no case where the desk has none of it', async () => {
    await keep(draftKey('position', 'a-decision-of-another-desk'), 'half a statement');
    await keep(draftKey('enrolment'), 'half a name');
    const found = (await waiting()).filter(({ form }) => form === 'position' || form === 'enrolment');
    expect(found.map(({ file }) => file)).toEqual([null, null]);
  });

  it('is gone from the list once it was handed in or emptied', async () => {
    for (const key of [draftKey('score', caseId), draftKey('enrolment')]) await keep(key, '');
    const forms = (await waiting()).map(({ form }) => form);
    expect(forms.toSorted()).toEqual(['adjudication', 'position']);
  });
});
