import { describe, expect, it } from 'vitest';
import { type Plain, tinyHeader, tinyMembers, tinySample, twoSamples } from '../../test/conformance/tiny-log.ts';
import { type TinyMember, tinyZip } from '../../test/conformance/tiny-zip.ts';
import { memorySource } from '../bytes/source.ts';
import { openLog } from './open-log.ts';
import { type LogSummary, summarizeLog } from './summary.ts';

async function summarize(members: readonly TinyMember[]): Promise<LogSummary> {
  return summarizeLog(await openLog(memorySource(tinyZip(members))));
}

const metric = (name: string, value: unknown, params: Plain = {}): Plain => ({ [name]: { name, value, params } });
const row = (name: string, metrics: Plain, more: Plain = {}): Plain => ({ name, scorer: name, metrics, ...more });

/** A header that claims these rows over so many attempts. */
function claiming(total: number, scores: readonly Plain[], config: Plain = { epochs: 1 }): Plain {
  const base = tinyHeader();
  return tinyHeader({
    eval: { ...(base['eval'] as Plain), config }, // the helper's own object
    results: { total_samples: total, completed_samples: total, scores },
  });
}

const verdicts = (summary: LogSummary): (string | number | null)[][] =>
  summary.recomputed.map((each) => [each.name, each.reducer, each.metric, each.verdict]);
const codes = (summary: LogSummary): string[] => summary.findings.map((finding) => finding.code);

describe('the summary of a log', () => {
  it('has the keys of `scrutineer log --json` and nothing to say of an honest log', async () => {
    const summary = await summarize(tinyMembers(twoSamples()));
    expect(summary).toEqual({
      format: 'eval',
      version: 2,
      status: 'success',
      inspectVersion: '0.3.260',
      evalId: 'e1',
      created: '2026-01-02T03:04:05+00:00',
      task: 'tiny',
      model: 'vendor/model',
      epochs: 1,
      totalSamples: 2,
      completedSamples: 2,
      sampleRecords: 2,
      uniqueSampleIds: 2,
      scores: [{ name: 'match', scorer: 'match', reducer: null, metrics: { accuracy: 0.5 } }],
      sampleErrors: 0,
      invalidatedSamples: 0,
      retriedSamples: 0,
      scoreEdits: 0,
      messages: 2,
      events: 2,
      attachments: 0,
      unresolvedReferences: 0,
      recomputed: [{ name: 'match', reducer: null, metric: 'accuracy', claimed: 0.5, value: 0.5, verdict: 'match' }],
      findings: [],
    });
  });

  it('finds a claim that the samples do not give', async () => {
    const summary = await summarize(
      tinyMembers(twoSamples(), claiming(2, [row('match', metric('accuracy', 0.500001))])),
    );
    expect(verdicts(summary)).toEqual([['match', null, 'accuracy', 'mismatch']]);
    expect(codes(summary)).toEqual(['log.claim-mismatch']);
  });

  it('recomputes several reducers, dict values and clustered errors over epochs', async () => {
    const samples = [
      ['a', 1, 'C', 1],
      ['a', 2, 'C', 0],
      ['b', 1, 'C', 1],
      ['b', 2, 'I', 1],
      ['c', 1, 'I', 0],
      ['c', 2, 'I', 0],
    ].map(([id, epoch, value, recon]) =>
      tinySample(id, Number(epoch), value, {
        scores: { match: { value }, steps: { value: { recon, exploit: 0 } } },
        metadata: { family: id === 'c' ? 'y' : 'x' },
      }),
    );
    // Per sample 1, 0.5, 0. By family: deviations from 0.5 are 0.5 in x and -0.5 in y.
    const clustered = Math.sqrt((0.25 + 0.25) * 2) / 3;
    const header = claiming(
      6,
      [
        row(
          'match',
          { ...metric('accuracy', 0.5), ...metric('stderr', clustered, { cluster: 'family' }) },
          { reducer: 'mean' },
        ),
        row('match', { ...metric('accuracy', 2 / 3), ...metric('std', Math.sqrt(1 / 3)) }, { reducer: 'pass_at_2' }),
        row('match', metric('accuracy', 1 / 3), { reducer: 'pass_k_2' }),
        row('recon', { ...metric('mean', 0.5), ...metric('var', 0.25) }, { scorer: 'steps', reducer: 'mean' }),
        row('exploit', metric('mean', 0.1), { scorer: 'steps', reducer: 'mean' }),
      ],
      { epochs: 2, epochs_reducer: ['mean', 'pass_at_2', 'pass_k_2'] },
    );
    const summary = await summarize(tinyMembers(samples, header));
    expect(verdicts(summary)).toEqual([
      ['match', 'mean', 'accuracy', 'match'],
      ['match', 'mean', 'stderr', 'match'],
      ['match', 'pass_at_2', 'accuracy', 'match'],
      ['match', 'pass_at_2', 'std', 'match'],
      ['match', 'pass_k_2', 'accuracy', 'match'],
      ['recon', 'mean', 'mean', 'match'],
      ['recon', 'mean', 'var', 'match'],
      ['exploit', 'mean', 'mean', 'mismatch'],
    ]);
  });

  it('does not guess: unknown metrics, reducers, parameters, groups, shapes and ties are not recomputable', async () => {
    const epochs = [tinySample('a', 1, 'C'), tinySample('a', 2, 'I')];
    const header = claiming(2, [
      row('match', { ...metric('bootstrap_stderr', 0.1), ...metric('accuracy', 0.5, { to_float: 'mine' }) }),
      row('match', { accuracy: { name: 'accuracy', value: 0.5, group: 'easy' } }),
      row('match', metric('accuracy', 0.5), { reducer: 'best_of' }),
      row('match', metric('accuracy', 0), { reducer: 'mode' }),
      row('gone', metric('accuracy', 0.5)),
    ]);
    const summary = await summarize(tinyMembers(epochs, header));
    expect(new Set(summary.recomputed.map((each) => each.verdict))).toEqual(new Set(['not-recomputable']));
    expect(new Set(codes(summary))).toEqual(new Set(['log.not-recomputable', 'log.scorer-absent']));
  });

  it('lets no claim pass for a number that overflows', async () => {
    const samples = [tinySample('a', 1, 1e308), tinySample('b', 1, 1e308), tinySample('c', 1, 'I')];
    const summary = await summarize(tinyMembers(samples, claiming(3, [row('match', metric('accuracy', 0.99))])));
    expect(summary.recomputed[0]?.verdict).not.toBe('match');
    expect(codes(summary)).not.toEqual([]);
  });

  it('notices samples and epochs that were planned and are not there', async () => {
    const { eval: spec, ...rest } = tinyHeader();
    const dataset = { name: 'tiny', samples: 3, sample_ids: ['a', 'b', 'c'] };
    const plan = { ...rest, eval: { ...(spec as Plain), dataset, config: { epochs: 2 } } }; // tinyHeader makes an object of it
    const samples = [tinySample('a', 1, 'C'), tinySample('a', 2, 'C')];
    expect(codes(await summarize(tinyMembers(samples, plan)))).toContain('log.epochs-missing');
  });

  it('does not let a tie cover a claim that no order of the epochs could give', async () => {
    const samples = [
      tinySample('a', 1, 'C'),
      tinySample('a', 2, 'I'),
      tinySample('b', 1, 'I'),
      tinySample('b', 2, 'I'),
    ];
    const claim = (value: number) => claiming(4, [row('match', metric('accuracy', value), { reducer: 'mode' })]);
    const told = async (value: number) => (await summarize(tinyMembers(samples, claim(value)))).recomputed[0]?.verdict;
    expect([await told(0.5), await told(0), await told(0.9)]).toEqual(['match', 'not-recomputable', 'mismatch']);
  });

  it('leaves unscored samples out of the numbers and counts them', async () => {
    const samples = [tinySample('a', 1, 'C'), tinySample('b', 1, null), tinySample('c', 1, 'I')];
    const honest = row('match', metric('accuracy', 0.5), { scored_samples: 2, unscored_samples: 1 });
    expect(codes(await summarize(tinyMembers(samples, claiming(3, [honest]))))).toEqual([]);
    const lying = row('match', metric('accuracy', 0.5), { scored_samples: 3, unscored_samples: 0 });
    expect(codes(await summarize(tinyMembers(samples, claiming(3, [lying]))))).toEqual(['log.coverage-mismatch']);
  });

  it('writes non-finite claims as text and lets NaN match nothing scored', async () => {
    const header = JSON.stringify(claiming(1, [row('match', metric('accuracy', 'X'))])).replace('"X"', 'NaN');
    const members = [...tinyMembers([tinySample('a', 1, null)]).slice(0, 1), { name: 'header.json', data: header }];
    const summary = await summarize(members);
    expect(summary.recomputed[0]).toMatchObject({ claimed: 'NaN', value: 'NaN', verdict: 'match' });
    expect(() => JSON.stringify(summary)).not.toThrow();
  });

  it('compares the header with the reductions and the reductions with the samples', async () => {
    const reductions = (a: number, b: number) => ({
      name: 'reductions.json',
      data: JSON.stringify([
        {
          scorer: 'match',
          samples: [
            { value: a, sample_id: 'a' },
            { value: b, sample_id: 'b' },
          ],
        },
        { scorer: 'other', reducer: 'max', samples: [] },
      ]),
    });
    const members = tinyMembers(twoSamples());
    expect(codes(await summarize([...members, reductions(1, 0)]))).toEqual([]);
    expect(codes(await summarize([...members, reductions(0, 1)]))).toEqual(['log.reductions-mismatch']);
    const doubled = await summarize([...members, reductions(1, 1)]);
    expect(doubled.findings.map((finding) => finding.detail)).toEqual([
      'match: 1 samples are reduced to another value than their epochs give',
      'match accuracy: the header claims 0.5, the reductions give 1',
    ]);
  });

  it('compares the samples with the summaries', async () => {
    const summaries = (rows: Plain[]) => ({ name: 'summaries.json', data: JSON.stringify(rows) });
    const scored = (id: string, value: string) => ({ id, epoch: 1, scores: { match: { value } } });
    const members = tinyMembers(twoSamples());
    expect(
      codes(await summarize([...members, summaries([scored('a', 'I'), scored('b', 'I'), scored('a', 'C')])])),
    ).toEqual([]);
    expect(codes(await summarize([...members, summaries([scored('a', 'C'), scored('b', 'C')])]))).toEqual([
      'log.summary-mismatch',
    ]);
    expect(
      codes(await summarize([...members, summaries([scored('a', 'C'), scored('b', 'I'), scored('z', 'C')])])),
    ).toEqual(['log.samples-missing']);
    expect(codes(await summarize([...members, summaries([scored('a', 'C')])]))).toEqual(['log.summary-mismatch']);
  });

  it('tells missing samples, edits, invalidation, a changed start, changed tags and unfinished runs', async () => {
    const edited = tinySample('b', 1, 'I', {
      scores: { match: { value: 'I', history: [{ value: 'C' }, { value: 'I', provenance: {} }] } },
      invalidation: { author: 'x' },
    });
    const header = { ...claiming(3, [row('match', metric('accuracy', 0.5))]), status: 'error', tags: ['added'] };
    const start = tinyHeader();
    const summary = await summarize([
      ...tinyMembers([tinySample('a', 1, 'C'), edited], header),
      {
        name: '_journal/start.json',
        data: JSON.stringify({ ...start, eval: { ...(start['eval'] as Plain), model: 'other' } }),
      }, // own object
    ]);
    expect(new Set(codes(summary))).toEqual(
      new Set([
        'log.not-finished',
        'log.start-mismatch',
        'log.tags-mismatch',
        'log.samples-missing',
        'log.invalidation-mismatch',
        'log.score-edited',
        'log.invalidated',
      ]),
    );
    expect(summary).toMatchObject({ scoreEdits: 2, invalidatedSamples: 1 });
  });

  it('applies the logged edits of tags and metadata before it compares them', async () => {
    const header = tinyHeader({
      log_updates: [
        { edits: [{ tags_add: ['x', 'y'] }], provenance: { author: 'a' } },
        { edits: [{ tags_remove: ['x'] }, { metadata_set: { k: 1, gone: 2 } }, { metadata_remove: ['gone'] }] },
      ],
      tags: ['y'],
      metadata: { k: 1 },
    });
    expect(codes(await summarize(tinyMembers(twoSamples(), header)))).toEqual(['log.log-edited']);
  });

  it('keeps the list of findings short however many attempts are odd', async () => {
    const samples = Array.from({ length: 60 }, (_, i) =>
      tinySample(`s${i}`, 1, 'C', { invalidation: { author: 'x' } }),
    );
    const header = { ...claiming(60, []), invalidated: true };
    const summary = await summarize(tinyMembers(samples, header));
    expect(summary.findings).toHaveLength(21);
    expect(summary.findings.at(-1)?.detail).toBe('and 40 more of this kind');
  });
});
