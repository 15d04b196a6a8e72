import { beforeAll, describe, expect, it } from 'vitest';
import { codeOnceDone } from '../core/testing/refused.ts';
import { addCase } from '../db/repositories/case-file.ts';
import { sampleCase } from '../db/testing/scratch-vault.ts';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { importBundle } from './import-bundle.ts';
import { listCases } from './list-cases.ts';
import { recordScore } from './record-score.ts';
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

const record = (value: number, more: { supersedes?: string; caseId?: string } = {}) =>
  perform(recordScore, world.as('rita'), {
    caseId,
    benchmark: 'desk/exercise',
    metric: 'mean',
    value,
    provenance: {
      source: 'Sheet 1',
      conductedBy: 'Desk One',
      conductedAt: '2026-09-19T12:00:00Z',
      procedure: 'By hand.',
    },
    ...more,
  });
const standing = async () => {
  const { typedScores } = await perform(showCase, world.as('rita'), { caseId });
  return typedScores.map(({ value }) => value);
};

describe('a correction of a typed score', () => {
  it('takes the place of the score that it names', async () => {
    const { scoreId } = await record(0.9);
    await record(0.5);
    await record(0.1, { supersedes: scoreId });
    expect((await standing()).toSorted()).toEqual([0.1, 0.5]);
  });

  it('is refused for a score that was corrected before, that is not there, or that is of another case', async () => {
    const { scoreId } = await record(0.3);
    await record(0.4, { supersedes: scoreId });
    const other = sampleCase('halden/kestrel-9');
    addCase(world.vault.db, other);
    const { scoreId: elsewhere } = await record(0.7, { caseId: other.id });
    const before = await standing();
    for (const supersedes of [scoreId, '6f1d2c3b-0000-4000-8000-000000000000', elsewhere])
      expect(await codeOnceDone(() => record(0.2, { supersedes }))).toBe('desk.no-such-score');
    expect(await standing()).toEqual(before);
    const { typedScores } = await perform(showCase, world.as('rita'), { caseId: other.id });
    expect(typedScores.map(({ value }) => value)).toEqual([0.7]);
  });
});
