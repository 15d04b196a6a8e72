import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fileSource } from '../bytes/source.ts';
import { openLog } from '../inspect/open-log.ts';
import { valueToFloat } from '../inspect/value-to-float.ts';
import { passAtK, passHatK } from './attempts.ts';
import { mcnemarExact, pairedDifference } from './paired.ts';
import { wilson } from './proportion.ts';
import { type TaskValue, taskMean } from './task-mean.ts';

const CORPUS = join(import.meta.dirname, '../../../shared/data/inspect-logs');
const isThere = existsSync(join(CORPUS, 'expected-stats.json'));
const skipped = isThere ? '' : ' (skipped: ../shared/data/inspect-logs is not beside the project)';

const rates = z.record(z.string(), z.number());
const modelSchema = z.object({
  attempts: z.number(),
  successes: z.number(),
  mean: z.number(),
  stderr_task_means: z.number(),
  stderr_clustered_by_task: z.number(),
  stderr_clustered_by_family: z.number(),
  naive_binomial_se: z.number(),
  wilson95_attempts_naive: z.tuple([z.number(), z.number()]),
  tasks_solved_at_least_once: z.number(),
  wilson95_tasks_any: z.tuple([z.number(), z.number()]),
  pass_at: rates,
  pass_hat_k: rates,
  by_difficulty: rates,
});
const expectedSchema = z.object({
  candidate: modelSchema,
  reference: modelSchema,
  paired: z.object({
    mean_diff: z.number(),
    stderr_paired: z.number(),
    stderr_unpaired: z.number(),
    mcnemar_majority: z.object({ b: z.number(), c: z.number(), exact_two_sided_p: z.number() }),
  }),
});

interface Task {
  readonly taskId: string;
  readonly family: string;
  readonly difficulty: string;
  readonly values: number[];
}

async function readTasks(file: string): Promise<Task[]> {
  const source = await fileSource(join(CORPUS, 'derived', file));
  const tasks = new Map<string, Task>();
  try {
    const log = await openLog(source);
    for await (const record of log.attempts()) {
      const score = record.scores.find(({ scorer }) => scorer === 'flag');
      const value = valueToFloat(score?.value ?? null);
      if (value === undefined) throw new Error('an attempt has no value');
      const { task_family: family, difficulty } = record.metadata;
      const task = tasks.get(record.sampleIdText) ?? {
        taskId: record.sampleIdText,
        family: String(family),
        difficulty: String(difficulty),
        values: [],
      };
      task.values.push(value);
      tasks.set(record.sampleIdText, task);
    }
  } finally {
    await source.close();
  }
  return [...tasks.values()];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function taskValues(tasks: readonly Task[], by: 'task' | 'family' = 'task'): TaskValue[] {
  return tasks.map(({ taskId, family, values }) => ({
    taskId,
    cluster: by === 'task' ? taskId : family,
    value: mean(values),
  }));
}

describe.skipIf(!isThere)(`the synthetic pair of cyber logs${skipped}`, () => {
  let expected: z.infer<typeof expectedSchema>;
  const tasks: Record<'candidate' | 'reference', Task[]> = { candidate: [], reference: [] };

  beforeAll(async () => {
    expected = expectedSchema.parse(JSON.parse(readFileSync(join(CORPUS, 'expected-stats.json'), 'utf8')));
    tasks.candidate = await readTasks('cyber-candidate.eval');
    tasks.reference = await readTasks('cyber-reference.eval');
  });

  it.each(['candidate', 'reference'] as const)('has the mean and the clustered errors of the %s', (role) => {
    const wanted = expected[role];
    const all = tasks[role].flatMap(({ values }) => values);
    expect(all).toHaveLength(wanted.attempts);
    expect(all.filter((value) => value === 1)).toHaveLength(wanted.successes);
    const byTask = taskMean(taskValues(tasks[role]));
    expect(byTask?.mean).toBeCloseTo(wanted.mean, 13);
    expect(byTask?.standardError).toBeCloseTo(wanted.stderr_clustered_by_task, 13);
    expect(byTask?.standardError).toBeCloseTo(wanted.stderr_task_means, 13);
    const byFamily = taskMean(taskValues(tasks[role], 'family'));
    expect(byFamily?.standardError).toBeCloseTo(wanted.stderr_clustered_by_family, 13);
    // The naive error would overstate what is known about twofold; it is the root of p(1-p)/n over attempts.
    const naive = Math.sqrt((wanted.mean * (1 - wanted.mean)) / wanted.attempts);
    expect(naive).toBeCloseTo(wanted.naive_binomial_se, 13);
    expect((byTask?.standardError ?? 0) / naive).toBeGreaterThan(2);
  });

  it.each(['candidate', 'reference'] as const)('has pass@k, pass^k and the tiers of the %s', (role) => {
    const wanted = expected[role];
    const counts = tasks[role].map(({ values }) => ({
      attempts: values.length,
      successes: values.filter((value) => value === 1).length,
    }));
    for (const k of [1, 2, 5, 10]) {
      expect(mean(counts.map((task) => passAtK(task, k) ?? Number.NaN))).toBeCloseTo(wanted.pass_at[k] ?? 9, 12);
      expect(mean(counts.map((task) => passHatK(task, k) ?? Number.NaN))).toBeCloseTo(wanted.pass_hat_k[k] ?? 9, 12);
    }
    for (const [difficulty, rate] of Object.entries(wanted.by_difficulty)) {
      const tier = tasks[role].filter((task) => task.difficulty === difficulty);
      expect(mean(taskValues(tier).map(({ value }) => value))).toBeCloseTo(rate, 12);
    }
  });

  it.each(['candidate', 'reference'] as const)('has the Wilson intervals of the %s', (role) => {
    const wanted = expected[role];
    const solved = tasks[role].filter(({ values }) => values.includes(1)).length;
    expect(solved).toBe(wanted.tasks_solved_at_least_once);
    const any = wilson(solved, tasks[role].length, 0.95);
    expect(any.lower).toBeCloseTo(wanted.wilson95_tasks_any[0], 10);
    expect(any.upper).toBeCloseTo(wanted.wilson95_tasks_any[1], 10);
    const attempts = wilson(wanted.successes, wanted.attempts, 0.95);
    expect(attempts.lower).toBeCloseTo(wanted.wilson95_attempts_naive[0], 10);
    expect(attempts.upper).toBeCloseTo(wanted.wilson95_attempts_naive[1], 10);
  });

  it('has the paired difference and the McNemar test on the majority of attempts', () => {
    const made = pairedDifference(taskValues(tasks.candidate), taskValues(tasks.reference));
    expect(made?.tasks).toBe(20);
    expect(made?.difference).toBeCloseTo(expected.paired.mean_diff, 13);
    expect(made?.standardError).toBeCloseTo(expected.paired.stderr_paired, 13);
    expect(made?.unpairedStandardError).toBeCloseTo(expected.paired.stderr_unpaired, 13);
    const majority = (role: 'candidate' | 'reference'): Map<string, boolean> =>
      new Map(tasks[role].map(({ taskId, values }) => [taskId, mean(values) > 0.5]));
    const [first, second] = [majority('candidate'), majority('reference')];
    const only = (a: Map<string, boolean>, b: Map<string, boolean>): number =>
      [...a].filter(([taskId, solved]) => solved && !b.get(taskId)).length;
    const { b, c, exact_two_sided_p } = expected.paired.mcnemar_majority;
    expect([only(first, second), only(second, first)]).toEqual([b, c]);
    expect(mcnemarExact(b, c)).toBeCloseTo(exact_two_sided_p, 13);
  });
});
