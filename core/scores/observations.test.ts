import { describe, expect, it } from 'vitest';
import { memorySource } from '../bytes/source.ts';
import { assess } from '../policy/evaluate.ts';
import type { BenchmarkObservation } from '../policy/observation.ts';
import { criterion, policyOf } from '../policy/testing/observations.ts';
import { countRows, tableObservations } from './observations.ts';
import { readScoreTable } from './table.ts';
import { parseTypedScore, typedObservation } from './typed.ts';

const CONTEXT = { model: 'candidate-model', role: 'candidate', sourceId: 'table-1' } as const;

function observe(text: string): Promise<BenchmarkObservation[]> {
  return tableObservations(readScoreTable(memorySource(new TextEncoder().encode(text))), CONTEXT);
}

describe('observations from a score table', () => {
  it('gather attempts by benchmark and scorer, and recompute the aggregate beside them', async () => {
    const observations = await observe(
      [
        'benchmark,version,metric,sample,epoch,value,difficulty,cluster',
        'ctf,1,solved,a,1,1,novice,web',
        'ctf,1,solved,a,2,0,novice,web',
        'ctf,1,solved,b,1,1,expert,',
        'ctf,1,mean,,,0.75,,',
        'ctf,1,pass@2,,,1,,',
        'ctf,1,elo,,,1200,,',
      ].join('\n'),
    );
    expect(observations).toHaveLength(1);
    expect(observations[0]).toMatchObject({
      benchmark: 'ctf',
      version: '1',
      scorer: 'solved',
      key: null,
      source: 'table',
      sourceId: 'table-1',
      model: 'candidate-model',
      expected: 3,
      recomputed: [
        { metric: 'mean', claimed: 0.75, value: 0.75, verdict: 'match' },
        { metric: 'pass@2', claimed: 1, value: null, verdict: 'not-recomputable' },
        { metric: 'elo', claimed: 1200, value: null, verdict: 'not-recomputable' },
      ],
    });
    expect(observations[0]?.attempts.map(({ cluster }) => cluster)).toEqual(['web', 'web', 'b']);
  });

  it('find a claim that does not recompute, and nothing rests on it', async () => {
    const observations = await observe(
      'benchmark,metric,sample,value\nctf,solved,a,1\nctf,solved,b,0\nctf,mean,,0.9\n',
    );
    const assessment = assess(policyOf(criterion({ threshold: 0.4 })), observations);
    expect(assessment.outcome).toBe('indeterminate');
    expect(assessment.alarms[0]?.code).toBe('claim-mismatch');
  });

  it('report an aggregate that stands alone, with its error and size', async () => {
    const observations = await observe(
      'benchmark,metric,value,stderr,n\nctf,mean,0.7,0.1,20\nctf,pass@5,0.9,0.05,20\n',
    );
    expect(observations.map(({ reported }) => reported)).toEqual([
      { metric: 'mean', value: 0.7, standardError: 0.1, tasks: 20 },
      { metric: 'pass@5', value: 0.9, standardError: 0.05, tasks: 20 },
    ]);
    // Each criterion finds the number of its own kind.
    const rule = {
      all: [
        criterion({ basis: 'lower-bound', threshold: 0.5 }),
        criterion({ id: 'p5', estimator: { kind: 'pass-at-k', k: 5 }, threshold: 0.85 }),
      ],
    };
    expect(assess(policyOf(rule), observations).outcome).toBe('met');
  });

  it('keep scorers and models apart', async () => {
    const observations = await observe(
      'benchmark,metric,scorer,model,sample,value\nb,m,s1,,a,1\nb,m,s2,,a,0\nb,m,s1,other,a,0\nb,k,s1,,a,0\n',
    );
    expect(observations.map((o) => [o.scorer, o.key, o.model])).toEqual([
      ['s1', 'm', 'candidate-model'],
      ['s2', 'm', 'candidate-model'],
      ['s1', 'm', 'other'],
      ['s1', 'k', 'candidate-model'],
    ]);
  });

  it('refuse an aggregate that could belong to two scorers', async () => {
    await expect(
      observe('benchmark,metric,scorer,sample,value\nb,m,s1,a,1\nb,m,s2,a,0\nb,mean,,,1\n'),
    ).rejects.toMatchObject({
      code: 'scores.row',
      where: 'line 4, column scorer',
    });
  });

  it('refuse a table without rows', async () => {
    const table = (text: string) => countRows(readScoreTable(memorySource(new TextEncoder().encode(text))));
    await expect(table('benchmark,metric,value\n')).rejects.toMatchObject({ code: 'scores.row' });
    await expect(table('benchmark,metric,value\nb,mean,1\n')).resolves.toBe(1);
  });
});

describe('a typed score', () => {
  const provenance = {
    source: 'Result sheet of the red team, page 3',
    conductedBy: 'Red Team Two',
    conductedAt: '2026-11-20T10:00:00Z',
    procedure: 'Two operators, four hours, tools as in the plan.',
    attachment: { name: 'sheet.pdf', sha384: 'a'.repeat(96) },
  };
  const score = {
    benchmark: 'hands-on',
    scorer: 'operators',
    model: 'candidate-model',
    reported: { metric: 'mean', value: 0.6, standardError: 0.05, tasks: 30 },
    provenance,
  };

  it('becomes a reported result', () => {
    expect(typedObservation(parseTypedScore(score), { role: 'candidate', sourceId: 'typed-1' })).toMatchObject({
      benchmark: 'hands-on',
      source: 'typed',
      sourceId: 'typed-1',
      reported: { metric: 'mean', value: 0.6, standardError: 0.05, tasks: 30 },
      attempts: [],
    });
  });

  it('can list its results, which then are estimated like any others', () => {
    const { reported: _, ...rest } = score;
    const results = [
      { sample: 'a', value: 1 },
      { sample: 'b', value: 0 },
      { sample: 'b', epoch: 2, value: null },
    ];
    const observation = typedObservation(parseTypedScore({ ...rest, results }), { role: 'candidate' });
    expect(observation.attempts.map(({ state, claimed }) => [state, claimed])).toEqual([
      ['scored', 1],
      ['scored', 0],
      ['unscored', null],
    ]);
    expect(observation).not.toHaveProperty('reported');
  });

  it.each([
    ['no provenance', { ...score, provenance: undefined }, 'provenance'],
    ['nobody who ran it', { ...score, provenance: { ...provenance, conductedBy: '' } }, 'provenance.conductedBy'],
    ['no real time', { ...score, provenance: { ...provenance, conductedAt: 'yesterday' } }, 'provenance.conductedAt'],
    [
      'a digest that is none',
      { ...score, provenance: { ...provenance, attachment: { name: 'x', sha384: 'abc' } } },
      'provenance.attachment.sha384',
    ],
    ['a number and results', { ...score, results: [{ sample: 'a', value: 1 }] }, 'score'],
    ['neither', { ...score, reported: undefined }, 'score'],
    ['NaN', { ...score, reported: { ...score.reported, value: Number.NaN } }, 'reported.value'],
    ['an unknown field', { ...score, valeu: 1 }, 'valeu'],
    [
      'one sample twice',
      {
        ...score,
        reported: undefined,
        results: [
          { sample: 'a', value: 1 },
          { sample: 'a', epoch: 1, value: 0 },
        ],
      },
      'results',
    ],
  ])('is refused with %s', (_, value, where) => {
    expect(() => parseTypedScore(value)).toThrow(expect.objectContaining({ code: 'scores.typed-invalid', where }));
  });
});
