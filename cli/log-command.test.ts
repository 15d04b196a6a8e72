import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyHeader, tinyMembers, twoSamples } from '../test/conformance/tiny-log.ts';
import { tinyZip } from '../test/conformance/tiny-zip.ts';
import { scrutineer, scrutineerJson } from './testing/program.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-log-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KEYS = [
  'format',
  'version',
  'status',
  'inspectVersion',
  'evalId',
  'created',
  'task',
  'model',
  'epochs',
  'totalSamples',
  'completedSamples',
  'sampleRecords',
  'uniqueSampleIds',
  'scores',
  'sampleErrors',
  'invalidatedSamples',
  'retriedSamples',
  'scoreEdits',
  'messages',
  'events',
  'attachments',
  'unresolvedReferences',
  'recomputed',
  'findings',
];

function logWith(accuracy: number): string {
  const header = tinyHeader();
  const metrics = { accuracy: { name: 'accuracy', value: accuracy, params: {} } };
  header['results'] = {
    total_samples: 2,
    completed_samples: 2,
    scores: [{ name: 'match', scorer: 'match', metrics }],
  };
  const path = join(folder, `accuracy-${accuracy}.eval`);
  writeFileSync(path, tinyZip(tinyMembers(twoSamples(), header)));
  return path;
}

describe('scrutineer log', () => {
  it('gives a program the keys that are promised, and no other', () => {
    const { status, value } = scrutineerJson(['log', logWith(0.5)]);
    expect(status).toBe(0);
    expect(Object.keys(value)).toEqual(KEYS);
    expect(value).toMatchObject({
      format: 'eval',
      sampleRecords: 2,
      recomputed: [{ name: 'match', metric: 'accuracy', claimed: 0.5, value: 0.5, verdict: 'match' }],
    });
  });

  it('shows a claim that does not recompute before anything else, and ends with 0: it refuses nothing', () => {
    const run = scrutineer(['log', logWith(0.9)]);
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^!! ALARM {2}match accuracy: the header claims 0\.9, the samples give 0\.5/);
    expect(run.stdout).toMatch(/DIFFERS +match +- +accuracy +0\.9 +0\.5/);
  });
});
