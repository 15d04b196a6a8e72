import { describe, expect, it } from 'vitest';
import { memorySource } from '../../core/bytes/source.ts';
import { tableObservations } from '../../core/scores/observations.ts';
import { readScoreTable } from '../../core/scores/table.ts';
import { BENCHMARKS, MODELS } from './benchmarks.ts';
import { memorySink } from './file-sink.ts';
import type { LogSpec } from './log-spec.ts';
import { writeScoreCsv, writeScoreJsonl } from './score-tables.ts';

const specs: LogSpec[] = Object.values(BENCHMARKS).map((benchmark) => ({
  benchmark,
  model: MODELS.candidate,
  seed: 'tables',
  samples: 6,
  planted: [
    { index: 0, epoch: 1, fate: 'unscored' },
    { index: 1, epoch: 1, fate: 'error' },
    { index: 2, epoch: 1, fate: 'invalidated' },
  ],
}));

const observe = (bytes: Uint8Array) =>
  tableObservations(readScoreTable(memorySource(bytes)), { model: 'another/model', role: 'candidate' });

describe('a score table of the generator', () => {
  it.each(specs.map((spec) => [spec.benchmark.task, spec] as const))(
    'reads as it was written, as CSV and as JSON Lines: %s',
    async (_task, spec) => {
      for (const write of [writeScoreCsv, writeScoreJsonl]) {
        const sink = memorySink();
        const truth = await write(spec, sink.write);
        const observations = await observe(sink.bytes());
        expect(observations).toHaveLength(truth.series.length);
        for (const series of truth.series) {
          const found = observations.find(({ scorer, key }) => scorer === series.scorer && key === series.key);
          expect(found?.model).toBe(spec.model.name);
          expect(found?.attempts).toHaveLength(series.attempts);
          expect(found?.attempts.filter(({ state }) => state === 'scored')).toHaveLength(series.scored);
          expect(found?.attempts.some(({ state }) => state === 'errored')).toBe(true);
          for (const claim of found?.recomputed ?? []) expect(claim.verdict).toBe('match');
          const mean = found?.recomputed?.find(({ metric }) => metric === 'mean');
          if (series.key === null) expect(mean?.value).toBeCloseTo(series.mean, 9);
        }
      }
    },
  );

  it('is found out where it states a better mean than its rows give', async () => {
    const [spec] = specs;
    if (!spec) throw new Error('There is no benchmark.');
    const sink = memorySink();
    await writeScoreCsv(spec, sink.write, { exaggerate: 0.05 });
    const verdicts = (await observe(sink.bytes())).flatMap(({ recomputed }) => recomputed ?? []);
    expect(verdicts.find(({ metric }) => metric === 'mean')?.verdict).toBe('mismatch');
  });

  it('has the same bytes each time', async () => {
    const [spec] = specs;
    if (!spec) throw new Error('There is no benchmark.');
    const [one, other] = [memorySink(), memorySink()];
    await writeScoreCsv(spec, one.write);
    await writeScoreCsv(spec, other.write);
    expect(String(one.bytes())).toBe(String(other.bytes()));
  });
});
