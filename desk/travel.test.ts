import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../test/desk-world/code-of.ts';
import { passphraseOf } from '../test/desk-world/people.ts';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { assessCase } from './assess-case.ts';
import { determine } from './determine.ts';
import { exportDecision } from './export-decision.ts';
import { importBundle } from './import-bundle.ts';
import { openDesk } from './open-desk.ts';
import { receivePositions } from './receive-positions.ts';
import { showCase } from './show-case.ts';
import { showDecision } from './show-decision.ts';
import { showDecisionFile } from './show-decision-file.ts';
import { signDecisionFile } from './sign-decision-file.ts';
import { perform } from './use-case.ts';

let world: World;
let caseId = '';
let draft = '';
const folder = (name: string) => join(world.folder, name);

/** The consulted official at a desk of their own, which has the roster but not the case. */
async function atOtherDesk(position: 'concurs' | 'does-not-concur', path: string, into: string) {
  const { desk } = openDesk(
    folder('other-desk'),
    { person: world.as('carl').actor, passphrase: passphraseOf('carl') },
    () => world.now,
  );
  try {
    const statement = [{ marking: '(U)', text: 'Read and considered.' }];
    return await perform(signDecisionFile, desk, { path, position, statement, folder: folder(into) });
  } finally {
    desk.vault.close();
  }
}

beforeAll(async () => {
  world = await makeWorld();
  world.vault.close();
  cpSync(world.vaultPath, folder('other-desk'), { recursive: true });
  world.reopen();
  caseId = (await perform(importBundle, world.as('tom'), { path: world.candidate })).caseId ?? '';
  await perform(assessCase, world.as('dora'), { caseId });
  const rationale = [{ marking: '(U)', text: 'Held against the policy.' }];
  await perform(determine, world.as('dora'), { caseId, determination: 'insufficient-evidence', rationale });
  const { files } = await perform(exportDecision, world.as('tom'), {
    caseId,
    what: 'draft',
    folder: folder('outbound'),
  });
  draft = files.find(({ kind }) => kind === 'decision')?.path ?? '';
  return () => world.dispose();
}, 60_000);

/** The decision of the case as the window shows it at its own desk. */
async function shown() {
  const { decisions } = await perform(showCase, world.as('rita'), { caseId });
  return perform(showDecision, world.as('rita'), { caseId, decisionId: decisions[0]?.decisionId ?? '' });
}

describe('a decision that travels to another desk', () => {
  it('is read whole before anybody signs it, with who may still fill which place', async () => {
    const own = await shown();
    expect(own.rationale).toEqual([{ marking: '(U)', text: 'Held against the policy.' }]);
    expect(own.signers).toMatchObject([{ personId: 'dora', counts: true }]);
    expect(own.quorum).toMatchObject({ isComplete: false, counted: 1 });
    const open = own.quorum.places.filter(({ asked, filled }) => filled < asked);
    expect(open.map(({ role, mayFill }) => [role, mayFill.map(({ personId }) => personId)])).toEqual([
      ['consulted-official', ['carl']],
    ]);
    expect(own.consulted).toMatchObject([{ personId: 'carl', position: 'no-position-seen', statements: [] }]);
    const foreign = await perform(showDecisionFile, world.as('carl'), { path: draft });
    expect(foreign.payloadDigest).toBe(own.payloadDigest);
    expect(foreign.rationale).toEqual(own.rationale);
  });

  it('is not shown as the decision of another case', async () => {
    const { decisionId } = await shown();
    const stranger = perform(showDecision, world.as('rita'), { caseId: crypto.randomUUID(), decisionId });
    expect(await codeOf(stranger)).toBe('desk.no-such-case');
    const none = perform(showDecision, world.as('rita'), { caseId, decisionId: 'no-such-decision' });
    expect(await codeOf(none)).toBe('desk.no-decision');
  });

  it('comes back with a dissent that is kept and does not count', async () => {
    const { files } = await atOtherDesk('does-not-concur', draft, 'dissent');
    expect(files.map(({ kind }) => kind)).toEqual(['concurrence']);
    const got = await perform(receivePositions, world.as('tom'), { caseId, paths: files.map(({ path }) => path) });
    expect(got).toMatchObject({ positions: 1, signers: [], state: 'draft' });
    const [carl] = (await shown()).consulted;
    expect(carl).toMatchObject({ position: 'does-not-concur' });
    expect(carl?.statements[0]?.statement).toEqual([{ marking: '(U)', text: 'Read and considered.' }]);
  });

  it('is refused at the other desk when it was altered on the way', async () => {
    const envelope: { payload: string } = JSON.parse(readFileSync(draft, 'utf8'));
    const altered = Buffer.from(envelope.payload, 'base64').toString().replace('insufficient-evidence', 'not-covered');
    const path = folder('altered.decision.dsse.json');
    writeFileSync(path, JSON.stringify({ ...envelope, payload: Buffer.from(altered).toString('base64') }));
    expect(await codeOf(atOtherDesk('concurs', path, 'never'))).toBe('decision.signature-bad');
    expect(await codeOf(perform(showDecisionFile, world.as('carl'), { path }))).toBe('decision.signature-bad');
  });

  it('comes back signed, completes, and comes in twice without a trace', async () => {
    world.now += 60_000;
    const { files } = await atOtherDesk('concurs', draft, 'agreed');
    expect(files.map(({ kind }) => kind)).toEqual(['concurrence', 'decision']);
    const paths = files.map(({ path }) => path);
    const got = await perform(receivePositions, world.as('tom'), { caseId, paths });
    expect(got).toMatchObject({ positions: 1, state: 'complete', missing: [] });
    expect(got.signers).toContain('carl');
    expect((await shown()).quorum).toMatchObject({ isComplete: true, missing: [] });
    const again = await perform(receivePositions, world.as('tom'), { caseId, paths });
    expect(again).toMatchObject({ positions: 0, state: 'complete' });
  });

  it('is not taken where it is the decision of something else', async () => {
    const forged = folder('outbound-roster');
    writeFileSync(forged, readFileSync(world.rosterPath));
    const wrong = perform(receivePositions, world.as('tom'), { caseId, paths: [forged] });
    expect(await codeOf(wrong)).toMatch(/^decision\./);
  });
});
