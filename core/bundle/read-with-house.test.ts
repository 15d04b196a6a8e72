import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { cryptoReady } from '../crypto/ready.ts';
import { readWithHouse } from './read-with-house.ts';
import { goodBundle, type Lab, type LabFile, makeLab, outcomeOf, verify } from './testing/lab.ts';

let lab: Lab;

beforeAll(async () => {
  await cryptoReady();
  lab = await makeLab();
});

const check = async (...files: LabFile[]) =>
  verify(lab, await goodBundle(lab, {}, files), { readMember: readWithHouse });
const table = (text: string): LabFile => ({ name: 'scores.csv', role: 'scores', bytes: Buffer.from(text) });
const log = (json: unknown): LabFile => ({
  name: 'a.json',
  role: 'inspect-log',
  bytes: Buffer.from(JSON.stringify(json)),
});

/** A log of two samples that claims an accuracy. */
const claiming = (accuracy: number) =>
  log({
    version: 2,
    status: 'success',
    eval: {
      run_id: 'r',
      created: '2026-08-01T00:00:00+00:00',
      task: 'ctf',
      task_id: 't',
      model: 'm',
      dataset: { samples: 2, sample_ids: ['a', 'b'] },
      config: { epochs: 1 },
    },
    results: {
      total_samples: 2,
      completed_samples: 2,
      scores: [
        {
          name: 's',
          scorer: 's',
          params: {},
          metrics: { accuracy: { name: 'accuracy', value: accuracy, params: {} } },
        },
      ],
    },
    stats: { started_at: '2026-08-01T00:00:00+00:00', completed_at: '2026-08-01T00:01:00+00:00', model_usage: {} },
    samples: ['a', 'b'].map((id, i) => ({
      id,
      epoch: 1,
      input: 'q',
      target: 'x',
      messages: [],
      events: [],
      scores: { s: { value: i, answer: 'x' } },
    })),
  });

describe('reading the members of a bundle as the house does', () => {
  it('passes a log whose claim recomputes, and warns of one whose claim does not', async () => {
    const honest = await check(claiming(0.5));
    expect(outcomeOf(honest)).toBe('ok');
    expect(honest.steps.at(-1)).toMatchObject({
      outcome: 'passed',
      detail: expect.stringContaining('1 claimed values recompute'),
    });
    const boasting = await check(claiming(1));
    expect(outcomeOf(boasting)).toBe('ok');
    expect(boasting.steps.at(-1)?.outcome).toBe('warning');
    expect(boasting.findings).toContainEqual(
      expect.objectContaining({ code: 'log.claim-mismatch', severity: 'alarm', member: 'a.json' }),
    );
  });

  it('refuses what is no log, and a score table with a bad row', async () => {
    const noLog = { name: 'a.eval', role: 'inspect-log', bytes: Buffer.from('hello') } as const;
    expect(outcomeOf(await check(noLog))).toBe('logs-readable: bundle.log-unreadable');
    expect(outcomeOf(await check({ ...noLog, bytes: new Uint8Array(0) }))).toBe('logs-readable: bundle.log-unreadable');
    expect(outcomeOf(await check(table('benchmark,metric,value\nctf,solved,1\n')))).toBe('ok');
    expect(outcomeOf(await check(table('benchmark,metric,value\nctf,solved,many\n')))).toBe(
      'logs-readable: bundle.scores-unreadable',
    );
  });
});

const corpus = fileURLToPath(new URL('../../../shared/data/inspect-logs', import.meta.url));
const hasCorpus = existsSync(corpus);
const logsIn = (folder: string): LabFile[] =>
  readdirSync(join(corpus, folder))
    .filter((name) => /\.(eval|json)$/.test(name))
    .map((name) => ({ name, role: 'inspect-log', bytes: readFileSync(join(corpus, folder, name)) }));

describe.skipIf(!hasCorpus)(
  `the logs of the shared corpus${hasCorpus ? '' : ' (SKIPPED: ../shared is not here)'}`,
  () => {
    it('pass in one bundle, each read to its end', async () => {
      const logs = logsIn('real');
      expect(logs.length).toBeGreaterThan(10);
      const verdict = await check(...logs);
      expect(verdict.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
      expect(outcomeOf(verdict)).toBe('ok');
      expect(new Set(verdict.findings.map(({ member }) => member)).size).toBeGreaterThan(0);
    });

    it('are refused or told of where they are broken', async () => {
      for (const log of logsIn('invalid')) {
        const verdict = await check(log);
        const told = verdict.findings.filter(({ severity }) => severity === 'alarm').length > 0;
        expect([log.name, outcomeOf(verdict), told]).toEqual([
          log.name,
          expect.stringMatching(/^(ok|logs-readable: bundle\.log-unreadable)$/),
          outcomeOf(verdict) === 'ok',
        ]);
      }
    });
  },
);
