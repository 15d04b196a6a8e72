import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importBundle } from '../../desk/import-bundle.ts';
import { listAttempts } from '../../desk/list-attempts.ts';
import { readAttempt } from '../../desk/read-attempt.ts';
import { showCase } from '../../desk/show-case.ts';
import { perform } from '../../desk/use-case.ts';
import { sealFiles } from './bundles.ts';
import { makeWorld, type World } from './world.ts';

const LOGS = fileURLToPath(new URL('../../../shared/data/inspect-logs', import.meta.url));
const folders = ['real', 'derived'].map((name) => join(LOGS, name)).filter((path) => existsSync(path));
const skipped = folders.length > 0 ? '' : ' (SKIPPED: ../shared/data/inspect-logs is not here)';

let world: World;
beforeAll(async () => {
  world = await makeWorld({ bundles: false });
});
afterAll(() => world.dispose());

describe.skipIf(folders.length === 0)(`logs as Inspect wrote them${skipped}`, () => {
  it('come in as one bundle, every attempt of every log, and each log can be read again', async () => {
    const paths = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.(eval|json)$/.test(name))
        .map((name, at) => ({
          path: join(folder, name),
          name: `logs/${at}-${name.replace(/[^\w.-]/g, '_')}`,
          role: 'inspect-log' as const,
        })),
    );
    expect(paths.length).toBeGreaterThan(20);
    const path = join(world.folder, 'real.seb');
    const common = { key: world.labKey, recipients: [world.recipient], now: world.now };
    await sealFiles({ ...common, path, sequence: 1, role: 'candidate' }, paths);
    const result = await perform(importBundle, world.as('tom'), { path });
    expect(result.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(result.runs).toBe(paths.length);
    const { runs, summary } = await perform(showCase, world.as('rita'), { caseId: result.caseId ?? '' });
    expect(summary.attempts).toBe(result.attempts);
    for (const { runId } of runs) {
      const { attempts } = await perform(listAttempts, world.as('rita'), { runId, limit: 1 });
      for (const { attemptId, messages } of attempts) {
        const read = await perform(readAttempt, world.as('rita'), { attemptId, count: 5 });
        expect(read.total).toBe(messages);
      }
    }
  });
});
