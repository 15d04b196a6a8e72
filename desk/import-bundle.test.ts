import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generatePrivateKey } from '../core/crypto/private-key.ts';
import { caseFrom } from '../db/column.ts';
import { listAuditEvents } from '../db/repositories/audit-event.ts';
import { listBundles } from '../db/repositories/bundle.ts';
import { listCases as listCaseFiles } from '../db/repositories/case-file.ts';
import { listRunsOfCase } from '../db/repositories/run.ts';
import { listRunScores } from '../db/repositories/run-score.ts';
import { listTableScoresOfCase } from '../db/repositories/table-score.ts';
import { fullSpec } from '../sample/generator/log-spec.ts';
import { CASE_KEY } from '../test/desk-world/bundles.ts';
import { codeOf } from '../test/desk-world/code-of.ts';
import { expectSound, rowsBut, tracesOf } from '../test/desk-world/traces.ts';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { importBundle, proveWitness } from './import-bundle.ts';
import { listCases } from './list-cases.ts';
import { listQuarantine } from './list-quarantine.ts';
import { showCase } from './show-case.ts';
import { showQuarantine } from './show-quarantine.ts';
import { perform } from './use-case.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld({ suite: { samples: 4, epochs: 2 } });
});
afterEach(() => world.dispose());

const take = (path: string, more: { acceptGap?: boolean } = {}) =>
  perform(importBundle, world.as('tom'), { path, ...more });
const acts = () =>
  listAuditEvents(world.vault.db, null, 100)
    .map(({ act }) => act)
    .reverse();
const failed = (steps: readonly { step: string; outcome: string; code: string | null }[]) =>
  steps.flatMap(({ step, outcome, code }) => (outcome === 'failed' ? [`${step}: ${code}`] : []));

describe('importing a sealed bundle', () => {
  it('opens a case with every run, attempt, metric and table row of it, and keeps the file as it came', async () => {
    const before = acts().length;
    const result = await take(world.candidate);
    expect(failed(result.steps)).toEqual([]);
    expect(result).toMatchObject({ ok: true, quarantined: false, runs: 3, attempts: 24 });
    const { db, folder } = world.vault;
    const id = caseFrom(result.caseId ?? '');
    const runs = listRunsOfCase(db, id);
    expect(runs.map(({ task, totalSamples, role }) => [task, totalSamples, role])).toEqual(
      world.suite.candidate.slice(0, 3).map((spec) => [spec.benchmark.task, fullSpec(spec).samples * 2, 'candidate']),
    );
    for (const run of runs) {
      const scores = listRunScores(db, run.row);
      expect(new Set(scores.map(({ level }) => level))).toEqual(new Set(['claimed', 'reductions', 'samples']));
      expect(scores.filter(({ verdict }) => verdict === 'mismatch')).toEqual([]);
    }
    expect(listTableScoresOfCase(db, id).length).toBeGreaterThan(8);
    expect(readFileSync(join(folder.evidence, `${result.digest}.seb`))).toEqual(readFileSync(world.candidate));
    expect(acts().slice(before)).toEqual(['case.opened', 'bundle.imported']);
    await expectSound(world.vault);
  });

  it('grows the case by the reference bundle of the same key', async () => {
    const first = await take(world.candidate);
    const second = await take(world.reference);
    expect(second.caseId).toBe(first.caseId);
    const [summary, ...others] = await perform(listCases, world.as('rita'), {});
    expect(others).toEqual([]);
    expect(summary).toMatchObject({ model: 'meridian-4', bundles: 2, runs: 7, state: 'collecting' });
    expect(summary?.determination).toBe('undetermined');
    const shown = await perform(showCase, world.as('rita'), { caseId: first.caseId ?? '' });
    expect(shown.bundles.map(({ role, model }) => [role, model])).toEqual([
      ['candidate', 'meridian-4'],
      ['reference', 'meridian-3'],
    ]);
    expect(shown.findings.length).toBe(first.findings.length + second.findings.length);
  });

  it('lets the reference come first, and takes the model under review from the candidate', async () => {
    const reference = await world.seal({ sequence: 7, role: 'reference', logs: world.suite.reference.slice(0, 1) });
    const candidate = await world.seal({ sequence: 8, role: 'candidate', logs: world.suite.candidate.slice(0, 1) });
    expect((await take(reference.path)).ok).toBe(true);
    const [waiting] = await perform(listCases, world.as('rita'), {});
    expect(waiting).toMatchObject({ model: CASE_KEY, version: 'candidate not received yet', window: null });
    expect((await take(candidate.path)).ok).toBe(true);
    const [summary] = await perform(listCases, world.as('rita'), {});
    expect(summary).toMatchObject({ model: 'meridian-4', version: '2026-09-01', bundles: 2 });
  });

  it('runs the clock of the access window from the candidate bundle', async () => {
    await take(world.candidate);
    const window = async () => (await perform(listCases, world.as('rita'), {}))[0]?.window;
    expect(await window()).toMatchObject({ daysLeft: 30, overdue: false });
    world.now += 29.5 * 86_400_000;
    expect(await window()).toMatchObject({ daysLeft: 1, overdue: false });
    world.now += 86_400_000;
    expect(await window()).toMatchObject({ daysLeft: 0, overdue: true });
  });

  it('asks for a second person where the workstation does', async () => {
    world.dispose();
    world = await makeWorld({ suite: { samples: 2, epochs: 1 }, twoPersonRule: true });
    expect(await codeOf(take(world.candidate))).toBe('desk.second-person');
    expect(await codeOf(perform(importBundle, world.as('tom', 'dora'), { path: world.candidate }))).toBe(
      'desk.not-allowed',
    );
    expect((await perform(importBundle, world.as('tom', 'rita'), { path: world.candidate })).ok).toBe(true);
    expect(listBundles(world.vault.db)[0]?.witness).toBe('rita');
  });

  it('proves the witness before any file is taken, and counts a wrong passphrase once', async () => {
    world.dispose();
    world = await makeWorld({ bundles: false, twoPersonRule: true });
    const before = acts().length;
    expect(await codeOf(proveWitness(world.as('tom')))).toBe('desk.second-person');
    expect(await codeOf(proveWitness(world.as('tom', 'dora')))).toBe('desk.not-allowed');
    expect(await codeOf(proveWitness(world.as('tom', 'axel')))).toBe('desk.not-allowed');
    expect(await codeOf(proveWitness(world.as('rita', 'tom')))).toBe('desk.not-allowed');
    const mistyped = { person: world.as('rita').actor, passphrase: new TextEncoder().encode('mistyped passphrase') };
    expect(await codeOf(proveWitness({ ...world.as('tom'), second: mistyped }))).toBe('crypto.passphrase-wrong');
    const { attempts } = world.vault.folder;
    expect(JSON.parse(readFileSync(attempts, 'utf8'))).toMatchObject({ people: { rita: { failures: 1 } } });
    await proveWitness(world.as('tom', 'rita'));
    expect(acts().length).toBe(before);
  });

  it('is for transfer agents alone', async () => {
    for (const name of ['cora', 'rita', 'dora', 'carl', 'axel'] as const) {
      expect(await codeOf(perform(importBundle, world.as(name), { path: world.candidate }))).toBe('desk.not-allowed');
    }
    expect(listBundles(world.vault.db)).toEqual([]);
  });

  it('refuses the same file again without a second copy of it', async () => {
    await take(world.candidate);
    const before = tracesOf(world.vault);
    const again = await take(world.candidate);
    expect(again).toMatchObject({ ok: false, quarantined: false, caseId: null });
    expect(failed(again.steps)).toEqual(['not-seen-before: bundle.replayed']);
    expect(again.steps.find(({ outcome }) => outcome === 'failed')?.detail).toMatch(
      /^This very file was imported on \d{4}-\d\d-\d\d as bundle 1 of /,
    );
    const after = tracesOf(world.vault);
    expect(rowsBut(after, 'audit_event')).toEqual(rowsBut(before, 'audit_event'));
    expect([after.evidence, after.quarantine]).toEqual([before.evidence, before.quarantine]);
    expect(acts().at(-1)).toBe('import.refused');
  });

  it('quarantines an altered copy of what was imported, and says what it is', async () => {
    await take(world.candidate);
    const bytes = readFileSync(world.candidate);
    const at = bytes.length - 100_000;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const path = join(world.folder, 'altered.seb');
    writeFileSync(path, bytes);
    const copy = await take(path);
    expect(copy).toMatchObject({ ok: false, quarantined: true, caseId: null });
    expect(failed(copy.steps)).toEqual(['not-seen-before: bundle.copy-differs']);
    expect(copy.steps.find(({ outcome }) => outcome === 'failed')?.detail).toMatch(
      /same manifest came in on \d{4}-\d\d-\d\d, but this file’s bytes differ/,
    );
  });

  it('takes a bundle after a gap only where a person accepts the gap', async () => {
    await take(world.candidate);
    const { path } = await world.seal({ sequence: 5, role: 'candidate', logs: world.suite.candidate.slice(0, 1) });
    const refused = await take(path);
    expect(failed(refused.steps)).toEqual(['not-seen-before: bundle.sequence-gap']);
    const accepted = await take(path, { acceptGap: true });
    expect(accepted.ok).toBe(true);
    const shown = await perform(showCase, world.as('rita'), { caseId: accepted.caseId ?? '' });
    expect(shown.bundles[1]?.steps[5]).toMatchObject({ outcome: 'warning', code: 'bundle.sequence-gap' });
  });

  it('shows an exaggerated claim as an alarm on the case', async () => {
    const { writeLogFile } = await import('../sample/generator/suite.ts');
    const { sealFiles } = await import('../test/desk-world/bundles.ts');
    const [spec] = world.suite.candidate;
    if (spec === undefined) throw new Error('no log');
    const log = await writeLogFile(world.folder, spec, {
      tamper: {
        text: (name, text) => (name === 'header.json' ? text.replace(/"value": ?0\.\d+/, '"value":0.99') : text),
      },
    });
    const path = join(world.folder, 'lie.seb');
    const common = { key: world.labKey, recipients: [world.recipient], now: world.now };
    await sealFiles({ ...common, path, sequence: 1, role: 'candidate' }, [
      { path: log.path, name: 'logs/lie.eval', role: 'inspect-log' },
    ]);
    const { ok, caseId, findings } = await take(path);
    expect(ok).toBe(true);
    expect(findings.filter(({ severity }) => severity === 'alarm').map(({ code }) => code)).toContain(
      'log.claim-mismatch',
    );
    const { summary, runs } = await perform(showCase, world.as('rita'), { caseId: caseId ?? '' });
    expect(summary.alarms).toBeGreaterThan(0);
    expect(runs[0]?.scores.some(({ verdict }) => verdict === 'mismatch')).toBe(true);
  });
});

describe('a bundle that fails a check', () => {
  const cases: readonly [string, string, () => Promise<string>][] = [
    [
      'was cut short',
      'readable: bundle.torn',
      async () => {
        const path = join(world.folder, 'cut.seb');
        writeFileSync(path, readFileSync(world.candidate).subarray(0, -1000));
        return path;
      },
    ],
    [
      'is no sealed file',
      'readable: bundle.unreadable',
      async () => {
        const path = join(world.folder, 'empty.seb');
        writeFileSync(path, '');
        return path;
      },
    ],
    [
      'is sealed to another desk',
      'addressed-to-this-desk: bundle.not-for-us',
      async () => {
        const { generateAgeIdentity } = await import('../core/crypto/age/identity.ts');
        const { recipient } = await generateAgeIdentity('x25519');
        const logs = world.suite.candidate.slice(0, 1);
        return (await world.seal({ sequence: 3, role: 'candidate', logs, recipients: [recipient] })).path;
      },
    ],
    [
      'is by nobody whom the roster knows',
      'producer-trusted: bundle.producer-unknown',
      async () => {
        const key = generatePrivateKey('ed25519');
        const logs = world.suite.candidate.slice(0, 1);
        return (await world.seal({ sequence: 3, role: 'candidate', logs, key })).path;
      },
    ],
    [
      'is marked above the ceiling',
      'marking-within-ceiling: bundle.above-ceiling',
      async () => {
        const logs = world.suite.candidate.slice(0, 1);
        const changes = { marking: 'TOP SECRET//NOFORN' };
        return (await world.seal({ sequence: 3, role: 'candidate', logs, changes })).path;
      },
    ],
    [
      'has a log that cannot be read after logs that can',
      'logs-readable: bundle.log-unreadable',
      async () => {
        const logs = world.suite.candidate;
        const extra = [{ name: 'logs/z.eval', role: 'inspect-log' as const, bytes: Buffer.from('no log') }];
        return (await world.seal({ sequence: 3, role: 'candidate', logs, extra })).path;
      },
    ],
    [
      'has a score table that cannot be read',
      'logs-readable: bundle.scores-unreadable',
      async () => {
        const bytes = Buffer.from('benchmark,metric,value\nx,mean,not a number\n');
        const extra = [{ name: 'scores.csv', role: 'scores' as const, bytes }];
        return (await world.seal({ sequence: 3, role: 'candidate', logs: world.suite.candidate.slice(0, 1), extra }))
          .path;
      },
    ],
    [
      'has a stated number that fits two series of its table',
      'logs-readable: bundle.scores-unreadable',
      async () => {
        const rows = ['b,a,m,s1,1', 'b,c,m,s1,0', 'b,,mean,,0.5'];
        const bytes = Buffer.from(`benchmark,scorer,metric,sample,value\n${rows.join('\n')}\n`);
        const extra = [{ name: 'scores.csv', role: 'scores' as const, bytes }];
        return (await world.seal({ sequence: 3, role: 'candidate', logs: [], extra })).path;
      },
    ],
    [
      'has a score table without rows',
      'logs-readable: bundle.scores-unreadable',
      async () => {
        const bytes = Buffer.from('benchmark,metric,value\n');
        const extra = [{ name: 'scores.csv', role: 'scores' as const, bytes }];
        return (await world.seal({ sequence: 3, role: 'candidate', logs: [], extra })).path;
      },
    ],
    [
      'speaks of another model than its case',
      'model-of-its-case: desk.model-differs',
      async () => {
        await take(world.candidate);
        await take(world.reference);
        const about = {
          developer: 'Fathomworks',
          model: 'meridian-5',
          version: '2026-09-01',
          role: 'candidate' as const,
        };
        const changes = { case: { ...about, caseKey: CASE_KEY } };
        const logs = world.suite.candidate.slice(0, 1);
        return (await world.seal({ sequence: 3, role: 'candidate', logs, changes })).path;
      },
    ],
  ];

  it.each(cases)(
    'because it %s is quarantined whole with its reasons and leaves no other trace',
    async (_, what, make) => {
      const path = await make();
      const before = tracesOf(world.vault);
      const result = await take(path);
      expect(failed(result.steps)).toEqual([what]);
      expect(result).toMatchObject({ ok: false, quarantined: true, caseId: null, runs: 0, attempts: 0 });
      const after = tracesOf(world.vault);
      const rest = ['quarantine', 'checklist_step', 'audit_event'];
      expect(rowsBut(after, ...rest)).toEqual(rowsBut(before, ...rest));
      expect(after.rows['quarantine']).toBe((before.rows['quarantine'] ?? 0) + 1);
      expect(after.rows['audit_event']).toBe((before.rows['audit_event'] ?? 0) + 1);
      expect(after.evidence).toEqual(before.evidence);
      expect(after.quarantine).toEqual([`${result.digest}.seb`]);
      expect(readFileSync(join(world.vault.folder.quarantine, `${result.digest}.seb`))).toEqual(readFileSync(path));
      const [listed] = await perform(listQuarantine, world.as('cora'), {});
      expect(listed).toMatchObject({ digest: result.digest, code: what.split(': ')[1] });
      expect(listed?.reason).not.toBe('');
      const shown = await perform(showQuarantine, world.as('cora'), { digest: result.digest.slice(0, 8) });
      expect(shown.steps).toEqual(result.steps);
      await expectSound(world.vault);
    },
  );

  it('may come again: the file is kept once, and both times are on record', async () => {
    const path = join(world.folder, 'cut.seb');
    copyFileSync(world.candidate, path);
    writeFileSync(path, readFileSync(world.candidate).subarray(0, -1));
    await take(path);
    await take(path);
    expect(await perform(listQuarantine, world.as('cora'), {})).toHaveLength(2);
    expect(tracesOf(world.vault).quarantine).toHaveLength(1);
    expect(await codeOf(perform(showQuarantine, world.as('cora'), { digest: 'ffffffff' }))).toBe(
      'desk.no-such-quarantine',
    );
  });

  it('does not stand in the way of the right one that comes later', async () => {
    const extra = [{ name: 'logs/z.eval', role: 'inspect-log' as const, bytes: Buffer.from('no log') }];
    const logs = world.suite.candidate.slice(0, 1);
    const bad = await world.seal({ sequence: 1, role: 'candidate', logs, extra, name: 'bad.seb' });
    expect((await take(bad.path)).ok).toBe(false);
    expect((await take(world.candidate)).ok).toBe(true);
    expect(listCaseFiles(world.vault.db)).toHaveLength(1);
  });
});
