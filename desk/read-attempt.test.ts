import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestFrom } from '../db/column.ts';
import { sealedPath } from '../db/evidence.ts';
import { listAuditEvents } from '../db/repositories/audit-event.ts';
import { codeOf } from '../test/desk-world/code-of.ts';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { importBundle } from './import-bundle.ts';
import { listAttempts } from './list-attempts.ts';
import { listCases } from './list-cases.ts';
import { readAttempt } from './read-attempt.ts';
import { showCase } from './show-case.ts';
import { perform } from './use-case.ts';

let world: World;
let evidence: string;
beforeEach(async () => {
  world = await makeWorld({ suite: { samples: 4, epochs: 2 } });
  const { digest } = await perform(importBundle, world.as('tom'), { path: world.candidate });
  evidence = sealedPath(world.vault.folder, 'evidence', digestFrom(digest));
});
afterEach(() => world.dispose());

const read = (input: { attemptId: number; from?: number; count?: number }) =>
  perform(readAttempt, world.as('rita'), input);
async function firstRun() {
  const [{ caseId } = { caseId: '' }] = await perform(listCases, world.as('rita'), {});
  const { runs } = await perform(showCase, world.as('rita'), { caseId });
  const [run] = runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

describe('the attempts of a run', () => {
  it('come page by page, each once, in the order of the log', async () => {
    const { runId, attempts } = await firstRun();
    const seen: string[] = [];
    let after = 0;
    for (let pages = 0; pages < 10; pages++) {
      const page = await perform(listAttempts, world.as('rita'), { runId, after, limit: 3 });
      seen.push(...page.attempts.map(({ sample, epoch }) => `${sample}/${epoch}`));
      if (page.next === null) break;
      after = page.next;
    }
    expect(seen).toHaveLength(attempts);
    expect(new Set(seen).size).toBe(attempts);
  });

  it('are counted, opened anywhere, and found by id, text and state', async () => {
    const { runId, attempts } = await firstRun();
    const list = (more: object) => perform(listAttempts, world.as('rita'), { runId, limit: 1000, ...more });
    const all = await list({});
    expect(all).toMatchObject({ total: attempts, next: null });
    expect((await list({ skip: 5, limit: 3 })).attempts).toEqual(all.attempts.slice(5, 8));
    const one = all.attempts[7];
    const found = await list({ text: one?.sample.toUpperCase(), limit: 1 });
    const fitting = all.attempts.filter(({ sample, preview }) =>
      `${sample}\n${preview}`.toLowerCase().includes(one?.sample.toLowerCase() ?? ''),
    );
    expect(found.total).toBe(fitting.length);
    expect(found.attempts).toEqual(fitting.slice(0, 1));
    const unscored = all.attempts.filter(({ state }) => state === 'unscored');
    expect(unscored).not.toEqual([]);
    expect(await list({ state: 'unscored' })).toMatchObject({ total: unscored.length, attempts: unscored });
  });

  it('keep every key of a dict score, also where the scorer could not score', async () => {
    const { runId } = await firstRun();
    const { attempts } = await perform(listAttempts, world.as('rita'), { runId });
    const unscored = attempts.find(({ state }) => state === 'unscored');
    expect(unscored?.scores.map(({ scorer, key, value }) => [scorer, key, value])).toEqual([
      ['flag', null, 'NaN'],
      ['milestones', 'recon', 'NaN'],
      ['milestones', 'foothold', 'NaN'],
      ['milestones', 'solution', 'NaN'],
    ]);
  });
});

describe('reading an attempt', () => {
  it('gives the same messages whether its log was read just before, another one was, or none', async () => {
    const [{ caseId } = { caseId: '' }] = await perform(listCases, world.as('rita'), {});
    const { runs } = await perform(showCase, world.as('rita'), { caseId });
    const ids: number[] = [];
    for (const { runId } of runs.slice(0, 2)) {
      const { attempts } = await perform(listAttempts, world.as('rita'), { runId, limit: 2 });
      ids.push(...attempts.map(({ attemptId }) => attemptId));
    }
    expect(ids).toHaveLength(4);
    const order = [0, 1, 2, 0, 3, 2, 1].map((at) => ids[at] ?? 0);
    const inTurn = [];
    for (const attemptId of order) inTurn.push(await read({ attemptId }));
    const atOnce = await Promise.all(order.map((attemptId) => read({ attemptId })));
    const alone = [];
    for (const attemptId of order) {
      world.reopen();
      alone.push(await read({ attemptId }));
    }
    expect(inTurn).toEqual(alone);
    expect(atOnce).toEqual(alone);
    expect(new Set(alone.map((one) => JSON.stringify(one))).size).toBe(4);
  });

  it('gives its messages as plain text with their tool calls, page by page, out of the sealed evidence', async () => {
    const first = await read({ attemptId: 1, count: 3 });
    expect(first.messages.map(({ index, role }) => [index, role])).toEqual([
      [0, 'system'],
      [1, 'user'],
      [2, 'assistant'],
    ]);
    expect(first.messages[2]?.toolCalls[0]).toMatch(/^bash\(\{"cmd":/);
    const rest = await read({ attemptId: 1, from: 3, count: 500 });
    expect(rest.messages[0]?.index).toBe(3);
    expect(first.messages.length + rest.messages.length).toBe(first.total);
    expect((await read({ attemptId: 1, from: 100_000 })).messages).toEqual([]);
  });

  it('is recorded each time', async () => {
    await read({ attemptId: 2 });
    const [event] = listAuditEvents(world.vault.db, null, 1);
    expect(event).toMatchObject({ act: 'evidence.viewed', actor: 'rita' });
    expect(event?.detail).toMatchObject({ epoch: 1 });
  });

  it('is refused where there is no such attempt', async () => {
    expect(await codeOf(read({ attemptId: 99_999 }))).toBe('desk.no-such-attempt');
  });

  it('notices another sealed file in the place of the imported one, before and after it was first read', async () => {
    const own = `${world.folder}/own.seb`;
    copyFileSync(evidence, own);
    // Sealed again to this desk, with the same logs: only its bytes differ.
    const [table, ...logs] = world.suite.candidate.toReversed();
    if (table === undefined) throw new Error('no table');
    const twin = await world.seal({ sequence: 1, role: 'candidate', logs: logs.toReversed(), table, name: 'twin.seb' });
    copyFileSync(twin.path, evidence);
    expect(await codeOf(read({ attemptId: 1 }))).toBe('bundle.evidence-changed');
    copyFileSync(own, evidence);
    expect((await read({ attemptId: 1 })).total).toBeGreaterThan(0);
    copyFileSync(twin.path, evidence);
    expect(await codeOf(read({ attemptId: 1 }))).toBe('bundle.evidence-changed');
  });

  it('notices a changed byte, an exchanged file and an absent one', async () => {
    const bytes = readFileSync(evidence);
    bytes[bytes.length - 5000] = (bytes[bytes.length - 5000] ?? 0) ^ 1;
    writeFileSync(evidence, bytes);
    expect(await codeOf(read({ attemptId: 1 }))).toBe('age.payload-torn');
    writeFileSync(evidence, readFileSync(world.reference));
    expect(await codeOf(read({ attemptId: 1 }))).toBe('bundle.evidence-changed');
    rmSync(evidence);
    expect(await codeOf(read({ attemptId: 1 }))).toBe('vault.evidence-missing');
  });
});
