import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importBundle } from '../../desk/import-bundle.ts';
import { perform } from '../../desk/use-case.ts';
import { codeOf } from '../desk-world/code-of.ts';
import { expectSound, rowsBut, tracesOf } from '../desk-world/traces.ts';
import { makeWorld, type World } from '../desk-world/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld({ suite: { samples: 20, epochs: 2 } });
});
afterEach(() => world.dispose());

describe('an import that is cancelled', () => {
  it('leaves nothing but the event that says so, at whatever step', { timeout: 120_000 }, async () => {
    let steps = 0;
    const counting = await makeWorld({ suite: { samples: 20, epochs: 2 } });
    await perform(importBundle, counting.as('tom', undefined, { onProgress: () => steps++ }), {
      path: counting.candidate,
    });
    counting.dispose();
    expect(steps).toBeGreaterThan(8);
    for (let at = 1; at <= steps; at += Math.ceil(steps / 10)) {
      const before = tracesOf(world.vault);
      const cancel = new AbortController();
      let seen = 0;
      const onProgress = () => {
        seen += 1;
        if (seen === at) cancel.abort();
      };
      const tom = world.as('tom', undefined, { onProgress, signal: cancel.signal });
      expect(await codeOf(perform(importBundle, tom, { path: world.candidate }))).toBe('cancelled');
      const after = tracesOf(world.vault);
      expect(rowsBut(after, 'audit_event')).toEqual(rowsBut(before, 'audit_event'));
      expect(after.rows['audit_event']).toBe((before.rows['audit_event'] ?? 0) + 1);
      expect([after.evidence, after.quarantine]).toEqual([[], []]);
    }
    await expectSound(world.vault);
    expect((await perform(importBundle, world.as('tom'), { path: world.candidate })).ok).toBe(true);
  });

  it('leaves nothing where the program itself fails in the middle', async () => {
    const before = tracesOf(world.vault);
    const onProgress = (step: string, done: number) => {
      if (step === 'read attempts' && done > 0) throw new TypeError('a defect');
    };
    const tom = world.as('tom', undefined, { onProgress });
    await expect(perform(importBundle, tom, { path: world.candidate })).rejects.toThrow('a defect');
    expect(tracesOf(world.vault)).toEqual(before);
    expect((await perform(importBundle, world.as('tom'), { path: world.candidate })).ok).toBe(true);
  });

  it('is alone in its vault', async () => {
    const first = perform(importBundle, world.as('tom'), { path: world.candidate });
    const second = perform(importBundle, world.as('tom'), { path: world.reference });
    expect(await codeOf(second)).toBe('vault.busy');
    expect((await first).ok).toBe(true);
    expect((await perform(importBundle, world.as('tom'), { path: world.reference })).ok).toBe(true);
  });
});
