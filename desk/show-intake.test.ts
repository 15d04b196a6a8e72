import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../test/desk-world/code-of.ts';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { importBundle } from './import-bundle.ts';
import { showIntake } from './show-intake.ts';
import { perform } from './use-case.ts';

let world: World;
const record = (digest: string) => perform(showIntake, world.as('axel'), { digest });
beforeAll(async () => {
  world = await makeWorld({ suite: { samples: 2, epochs: 1 }, twoPersonRule: true });
}, 60_000);
afterAll(() => world.dispose());

describe('the intake record', () => {
  it('tells who took a bundle in and who stood by, what it is, how it was checked, and where that is on record', async () => {
    const taken = await perform(importBundle, world.as('tom', 'rita'), { path: world.candidate });
    const shown = await record(taken.digest);
    expect(shown).toMatchObject({
      outcome: 'imported',
      digest: taken.digest,
      fileName: basename(world.candidate),
      workstation: { name: 'Desk One', ceiling: 'SECRET//NOFORN', vaultId: world.vault.vaultId },
      receivedBy: { personId: 'tom', name: expect.not.stringMatching(/^tom$/) },
      witness: { personId: 'rita' },
      bundle: { producerId: 'fathomworks', sequence: 1, marking: 'UNCLASSIFIED', role: 'candidate', members: 4 },
      caseId: taken.caseId,
      findings: taken.findings.length,
      recorded: { sequence: expect.any(Number), digest: expect.stringMatching(/^[0-9a-f]{96}$/) },
    });
    expect(shown.steps).toEqual(taken.steps);
    expect(shown.kept).toContain(taken.digest);
    expect(await record(taken.digest.slice(0, 8))).toEqual(shown);
  });

  it('tells the same of a file that was quarantined, whether or not its manifest was believed', async () => {
    const above = await world.seal({
      sequence: 2,
      role: 'candidate',
      logs: world.suite.candidate.slice(0, 1),
      changes: { marking: 'TOP SECRET//NOFORN' },
    });
    const late = await world.seal({
      sequence: 1,
      role: 'reference',
      logs: world.suite.reference.slice(0, 1),
      name: 'late.seb',
    });
    const { digest } = await perform(importBundle, world.as('tom', 'cora'), { path: above.path });
    expect(await record(digest)).toMatchObject({
      outcome: 'quarantined',
      bundle: null,
      caseId: null,
      fileName: basename(above.path),
      witness: { personId: 'cora' },
    });
    const rolledBack = await perform(importBundle, world.as('tom', 'rita'), { path: late.path });
    expect(await record(rolledBack.digest)).toMatchObject({
      outcome: 'quarantined',
      fileName: 'late.seb',
      bundle: { sequence: 1, role: 'reference' },
    });
  });

  it('is refused for a digest of nothing that came in', async () => {
    expect(await codeOf(record('000000'))).toBe('desk.no-such-intake');
  });
});
