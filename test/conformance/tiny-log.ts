import type { TinyMember } from './tiny-zip.ts';

/** Plain JSON of a test's own making. */
export type Plain = Record<string, unknown>;

/** A header of a finished log with one scorer `match`, to be changed at will. */
export function tinyHeader(changes: Plain = {}): Plain {
  return {
    version: 2,
    status: 'success',
    eval: {
      eval_id: 'e1',
      run_id: 'r1',
      created: '2026-01-02T03:04:05+00:00',
      task: 'tiny',
      task_id: 't1',
      model: 'vendor/model',
      dataset: { name: 'tiny', samples: 2 },
      config: { epochs: 1 },
      packages: { inspect_ai: '0.3.260' },
      scorers: [{ name: 'match', metrics: [{ name: 'inspect_ai/accuracy', options: {} }] }],
    },
    plan: { name: 'plan', steps: [] },
    results: {
      total_samples: 2,
      completed_samples: 2,
      scores: [{ name: 'match', scorer: 'match', metrics: { accuracy: { name: 'accuracy', value: 0.5, params: {} } } }],
    },
    stats: { started_at: '2026-01-02T03:04:05+00:00', completed_at: '2026-01-02T03:05:05+00:00', model_usage: {} },
    ...changes,
  };
}

/** A sample with one message and one event, to be changed at will. */
export function tinySample(id: unknown, epoch: number, value: unknown, changes: Plain = {}): Plain {
  return {
    id,
    epoch,
    input: `What is ${String(id)}?`,
    target: 'C',
    messages: [{ role: 'user', content: `What is ${String(id)}?` }],
    output: { choices: [] },
    scores: { match: { value } },
    metadata: { difficulty: 'novice' },
    store: {},
    events: [{ event: 'info', timestamp: '2026-01-02T03:04:06+00:00', data: 'x' }],
    attachments: {},
    ...changes,
  };
}

/** The members of a log of whole samples. */
export function tinyMembers(samples: readonly Plain[], header: Plain = tinyHeader()): TinyMember[] {
  return [
    ...samples.map((sample) => ({
      name: `samples/${String(sample['id'])}_epoch_${String(sample['epoch'])}.json`,
      data: JSON.stringify(sample),
    })),
    { name: 'header.json', data: JSON.stringify(header) },
  ];
}

/** The usual two samples, one right and one wrong. */
export function twoSamples(): Plain[] {
  return [tinySample('a', 1, 'C'), tinySample('b', 1, 'I')];
}
