import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importBundle } from '../../desk/import-bundle.ts';
import { openDesk } from '../../desk/open-desk.ts';
import { perform } from '../../desk/use-case.ts';
import { seededRandom } from '../../sample/generator/random.ts';
import { CAST, passphraseOf } from '../desk-world/people.ts';
import { expectSound, rowsBut, type Traces, tracesOf } from '../desk-world/traces.ts';
import { makeWorld, type World } from '../desk-world/world.ts';

const CHILD = fileURLToPath(new URL('./import-child.ts', import.meta.url));
const ROUNDS = 60;
/** What unlocking adds whatever the import did. */
const OF_OPENING = ['audit_event', 'unlock_attempt'];

/** When to kill: at a line of the child's progress, and so many milliseconds after it. */
interface Moment {
  readonly line: number;
  readonly delay: number;
}

let world: World;
let prepared: Traces;
let vault: string;

beforeAll(async () => {
  world = await makeWorld({ suite: { samples: 40, epochs: 2 } });
  prepared = tracesOf(world.vault);
  // Closed, so that its files can be copied for each round.
  world.vault.close();
  vault = join(world.folder, 'victim');
});
afterAll(() => world.dispose());

/** Runs an import in another process and kills it. @returns the lines it had said, with their times in milliseconds */
async function importAndKill(moment?: Moment): Promise<{ line: string; at: number }[]> {
  rmSync(vault, { recursive: true, force: true });
  cpSync(world.vaultPath, vault, { recursive: true });
  const child = spawn(process.execPath, [CHILD, vault, world.candidate, String(world.now)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (bytes) => errors.push(String(bytes)));
  const ended = once(child, 'exit');
  const lines: { line: string; at: number }[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push({ line, at: performance.now() });
    if (lines.length - 1 !== moment?.line) continue;
    await wait(moment.delay);
    child.kill('SIGKILL');
  }
  await ended;
  expect(errors.join('')).toBe('');
  return lines;
}

/** What the killed import had left before the next opening swept it: how far it had come. */
type Phase = 'nothing' | 'a copied file' | 'rows' | 'all';

/** Opens the vault again and expects all of the bundle or none. @returns how far the import had come */
async function expectAllOrNone(complete: Traces): Promise<Phase> {
  const { desk, swept } = openDesk(vault, { person: CAST.tom.id, passphrase: passphraseOf('tom') }, () => world.now);
  try {
    await expectSound(desk.vault);
    const left = tracesOf(desk.vault);
    const isIn = left.rows['bundle_acceptance'] === 1;
    const expected = isIn ? complete : prepared;
    expect(rowsBut(left, ...OF_OPENING)).toEqual(rowsBut(expected, ...OF_OPENING));
    expect([left.evidence, left.quarantine]).toEqual([expected.evidence, expected.quarantine]);
    if (isIn) return 'all';
    if (desk.vault.swept.unfinishedBundles.length > 0) return 'rows';
    return swept ? 'a copied file' : 'nothing';
  } finally {
    desk.vault.close();
  }
}

describe('an import that is killed', () => {
  it(`leaves all of the bundle or none of it, at ${ROUNDS} random moments`, { timeout: 900_000 }, async () => {
    const whole = await importAndKill();
    expect(whole.map(({ line }) => line).at(-1)).toBe('done');
    const opened = openDesk(vault, { person: CAST.tom.id, passphrase: passphraseOf('tom') }, () => world.now);
    const complete = tracesOf(opened.desk.vault);
    opened.desk.vault.close();
    expect(complete.rows['attempt']).toBeGreaterThan(200);
    const start = whole[0]?.at ?? 0;
    const duration = (whole.at(-1)?.at ?? 0) - start;

    const random = seededRandom('kills');
    const phases = new Map<Phase, number>();
    for (let round = 0; round < ROUNDS; round++) {
      // By turns: at any time of the whole duration, and shortly after any one step, the last ones among them.
      const moment =
        round % 2 === 0
          ? { line: 0, delay: random.float() * duration }
          : { line: random.int(round % 4 === 1 ? 0 : whole.length - 3, whole.length - 2), delay: random.float() * 12 };
      await importAndKill(moment);
      const phase = await expectAllOrNone(complete);
      phases.set(phase, (phases.get(phase) ?? 0) + 1);
    }
    console.log(`${ROUNDS} kills over ${Math.round(duration)} ms left:`, Object.fromEntries(phases));
    // The kills met the import itself, not only its ends.
    expect(phases.get('rows') ?? 0).toBeGreaterThan(4);
    expect((phases.get('a copied file') ?? 0) + (phases.get('all') ?? 0)).toBeGreaterThan(1);
    expect(phases.size).toBeGreaterThan(1);
  });

  it('can be done again after it', async () => {
    const lines = await importAndKill({ line: 8, delay: 0 });
    expect(lines.map(({ line }) => line)).not.toContain('done');
    const { desk } = openDesk(vault, { person: CAST.tom.id, passphrase: passphraseOf('tom') }, () => world.now);
    expect((await perform(importBundle, desk, { path: world.candidate })).ok).toBe(true);
    await expectSound(desk.vault);
    desk.vault.close();
  });
});
