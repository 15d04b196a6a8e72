import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { caseFrom } from '../../db/column.ts';
import { iterateAuditEvents } from '../../db/repositories/audit-event.ts';
import { listDecisionsOfCase } from '../../db/repositories/decision.ts';
import { listDecisionSignatures } from '../../db/repositories/decision-signature.ts';
import type { Vault } from '../../db/vault.ts';
import { assessCase } from '../../desk/assess-case.ts';
import { concur } from '../../desk/concur.ts';
import { determine } from '../../desk/determine.ts';
import { importBundle } from '../../desk/import-bundle.ts';
import { openDesk } from '../../desk/open-desk.ts';
import { showWorkstation } from '../../desk/show-workstation.ts';
import { perform } from '../../desk/use-case.ts';
import { CAST, type Name, passphraseOf } from '../desk-world/people.ts';
import { expectSound } from '../desk-world/traces.ts';
import { makeWorld, type World } from '../desk-world/world.ts';

const CHILD = fileURLToPath(new URL('./act-child.ts', import.meta.url));
const FRESH = 'eleven entirely new words for the mill';

/** An act that has more than one step is killed at each reading of the clock, which stands between its steps. */
describe('an act that is killed between its steps', () => {
  let world: World;
  let caseId = '';
  let drafted: string;
  let complete: string;
  const victim = () => join(world.folder, 'victim');
  const out = () => join(world.folder, 'killed-out');

  beforeAll(async () => {
    world = await makeWorld({ now: Date.now() - 60_000, suite: { samples: 2, epochs: 1 } });
    const closedCopy = (name: string) => {
      world.vault.close();
      const path = join(world.folder, name);
      cpSync(world.vaultPath, path, { recursive: true });
      world.reopen();
      return path;
    };
    caseId = String((await perform(importBundle, world.as('tom'), { path: world.candidate })).caseId);
    await perform(assessCase, world.as('rita'), { caseId });
    const rationale = [{ marking: '(U)', text: 'The evidence was read.' }];
    await perform(determine, world.as('dora'), { caseId, determination: 'covered', rationale });
    drafted = closedCopy('drafted');
    await perform(concur, world.as('carl'), { caseId, position: 'concurs', statement: [] });
    complete = closedCopy('complete');
    return () => world.dispose();
  }, 60_000);

  /** Does the act until it is through, killed one step later each time; after each kill somebody looks. */
  async function killedEverywhere(
    asked: { from?: string; by: Name; act: string; input: object; fresh?: string },
    look: (isThrough: boolean) => void | Promise<void>,
  ): Promise<number> {
    for (let at = 1; ; at++) {
      for (const path of [victim(), out()]) rmSync(path, { recursive: true, force: true });
      mkdirSync(out());
      if (asked.from !== undefined) cpSync(asked.from, victim(), { recursive: true });
      const given = [victim(), asked.by, asked.act, JSON.stringify(asked.input), String(at)];
      const done = spawnSync(process.execPath, [CHILD, ...given, ...(asked.fresh ? [asked.fresh] : [])], {
        encoding: 'utf8',
      });
      expect(done.stderr).toBe('');
      await look(done.signal === null);
      if (done.signal === null) return at - 1;
      expect(done.signal).toBe('SIGKILL');
    }
  }

  /** Opens what the kill left, expects a sound vault, and looks into it. */
  async function looking(look: (vault: Vault, acts: readonly string[]) => void | Promise<void>): Promise<void> {
    const { desk } = openDesk(victim(), { person: CAST.cora.id, passphrase: passphraseOf('cora') });
    try {
      await expectSound(desk.vault);
      await look(
        desk.vault,
        [...iterateAuditEvents(desk.vault.db)].map(({ act }) => act),
      );
    } finally {
      desk.vault.close();
    }
    expect(readdirSync(victim()).filter((name) => name.endsWith('.new') || name.includes('-journal'))).toEqual([]);
  }

  it('leaves no decision open that everybody has signed', async () => {
    const asked = {
      from: drafted,
      by: 'carl',
      act: 'concur',
      input: { caseId, position: 'concurs', statement: [] },
    } as const;
    const kills = await killedEverywhere(asked, (isThrough) =>
      looking(({ db }, acts) => {
        const [decision] = listDecisionsOfCase(db, caseFrom(caseId));
        expect(decision?.state).toBe(isThrough ? 'complete' : 'draft');
        expect(listDecisionSignatures(db, decision?.id ?? '')).toHaveLength(isThrough ? 2 : 1);
        expect(acts.includes('decision.completed')).toBe(isThrough);
      }),
    );
    expect(kills).toBeGreaterThan(2);
  });

  it('records no export of which nothing can be found, and leaves nothing with a name that the log does not know', async () => {
    const input = { caseId, what: 'decision', folder: out(), recipients: [] };
    const kills = await killedEverywhere({ from: complete, by: 'tom', act: 'exportDecision', input }, (isThrough) => {
      const named = readdirSync(out()).filter((name) => !name.startsWith('.'));
      expect(named.length > 0).toBe(isThrough);
      return looking((_, acts) => {
        expect(acts.includes('decision.exported')).toBe(isThrough);
        expect(acts.includes('checkpoint.signed')).toBe(isThrough);
      });
    });
    expect(kills).toBeGreaterThan(2);
  });

  it('leaves a person one passphrase, and no change of it without its record', async () => {
    const asked = { from: drafted, by: 'rita', act: 'changePassphrase', input: {}, fresh: FRESH } as const;
    const kills = await killedEverywhere(asked, async (isThrough) => {
      const passphrase = isThrough ? new TextEncoder().encode(FRESH) : passphraseOf('rita');
      openDesk(victim(), { person: CAST.rita.id, passphrase }).desk.vault.close();
      await looking((_, acts) => expect(acts.includes('passphrase.changed')).toBe(isThrough));
    });
    expect(kills).toBeGreaterThan(1);
  });

  it('leaves a whole vault or none at all', async () => {
    const asked = { by: 'cora', act: 'init', input: { rootPem: world.rootPem } } as const;
    const kills = await killedEverywhere(asked, async (isThrough) => {
      expect(existsSync(join(victim(), 'vault.json'))).toBe(isThrough);
      if (!isThrough) return;
      const { desk } = openDesk(victim(), { person: CAST.cora.id, passphrase: passphraseOf('cora') });
      expect((await perform(showWorkstation, desk, {})).name).toBe('Desk Two');
      desk.vault.close();
    });
    expect(kills).toBeGreaterThan(2);
  });
});
