import { beforeAll, describe, expect, it } from 'vitest';
import { memorySource } from '../../core/bytes/source.ts';
import { Refusal } from '../../core/failure.ts';
import { openLog } from '../../core/inspect/open-log.ts';
import { type LogSummary, summarizeLog } from '../../core/inspect/summary.ts';
import { BENCHMARKS, MODELS } from './benchmarks.ts';
import { memorySink } from './file-sink.ts';
import { makeLies, writeLie } from './lies.ts';
import type { LogSpec } from './log-spec.ts';
import { cyberSuite } from './suite.ts';
import { type LogTruth, type WriteOptions, writeEvalLog, writeJsonLog } from './write-log.ts';

const summarize = async (bytes: Uint8Array): Promise<LogSummary> => summarizeLog(await openLog(memorySource(bytes)));

/** The generator and the reader were written apart, so that where they agree both are likely right. */
function expectAgreement(summary: LogSummary, truth: LogTruth): void {
  expect(summary).toMatchObject({
    version: 2,
    status: 'success',
    evalId: truth.evalId,
    task: truth.task,
    model: truth.model,
    epochs: truth.epochs,
    totalSamples: truth.samples * truth.epochs,
    completedSamples: truth.completed,
    sampleRecords: truth.attempts,
    uniqueSampleIds: truth.samples,
    sampleErrors: truth.fates['error'] ?? 0,
    invalidatedSamples: truth.invalidated,
    retriedSamples: truth.fates['retried'] ?? 0,
    scoreEdits: 0,
    unresolvedReferences: 0,
  });
  const claims = truth.rows.flatMap((row) =>
    Object.entries(row.metrics).map(([metric, value]) => ({ name: row.name, reducer: row.reducer, metric, value })),
  );
  expect(claims.length).toBeGreaterThan(0);
  expect(summary.recomputed).toHaveLength(claims.length);
  for (const claim of claims) {
    const found = summary.recomputed.find(
      ({ name, reducer, metric }) => name === claim.name && reducer === claim.reducer && metric === claim.metric,
    );
    expect(found?.verdict).toBe('match');
    expect(found?.value).toBeCloseTo(claim.value, 9);
  }
}

describe('an honest log of the generator', () => {
  const { candidate, reference } = cyberSuite({ seed: 'demo' });

  it.each([...candidate, ...reference].map((spec) => [`${spec.benchmark.task} by ${spec.model.name}`, spec] as const))(
    'reads as it was written and recomputes to its own claims: %s',
    async (_name, spec) => {
      for (const write of [writeEvalLog, writeJsonLog]) {
        const sink = memorySink();
        const truth = await write(spec, sink.write);
        const summary = await summarize(sink.bytes());
        expectAgreement(summary, truth);
        const codes = new Set(summary.findings.map((finding) => finding.code));
        // An unscored attempt stands as NaN; an invalidated one is told. Nothing else is odd.
        const expected = new Set<string>();
        if (truth.fates['unscored']) expected.add('log.non-finite');
        if (truth.invalidated > 0) expected.add('log.invalidated');
        expect(codes).toEqual(expected);
      }
    },
  );

  const forms: [string, WriteOptions][] = [
    ['stored members', { method: 'stored' }],
    ['deflate', { method: 'deflate' }],
    ['zstd in several frames', { method: 'zstd', frameBytes: 5000 }],
    ['ZIP64 records', { method: 'zstd', zip64: true }],
    ['ZIP64 records and deflate', { method: 'deflate', zip64: true }],
    ['a comment at the end', { comment: 'kept by a made-up archive' }],
    ['no journal, as after a full rewrite', { journal: false }],
  ];
  it.each(forms)('reads the same with %s', async (_name, options) => {
    const spec: LogSpec = { benchmark: BENCHMARKS.rangeworks, model: MODELS.candidate, seed: 'forms', samples: 3 };
    const sink = memorySink();
    const truth = await writeEvalLog(spec, sink.write, options);
    expectAgreement(await summarize(sink.bytes()), truth);
  });

  it('reads the same when its summaries are long enough to be streamed', async () => {
    const spec: LogSpec = { benchmark: BENCHMARKS.triage, model: MODELS.reference, seed: 'long', samples: 2000 };
    const sink = memorySink();
    const truth = await writeEvalLog(spec, sink.write, { level: 1 });
    const summary = await summarize(sink.bytes());
    expectAgreement(summary, truth);
    expect(summary.findings).toEqual([]);
    // A streamed member says its sizes after its data, which its flags tell: 0x0008 beside method 93.
    const file = Buffer.from(sink.bytes());
    const at = file.lastIndexOf('summaries.json', file.lastIndexOf('PK\u0001\u0002')) - 46;
    expect([file.readUInt16LE(at + 8), file.readUInt16LE(at + 10)]).toEqual([0x0008, 93]);
  });
});

describe('a log that lies', () => {
  const spec: LogSpec = {
    benchmark: BENCHMARKS.harbourCtf,
    model: MODELS.candidate,
    seed: 'lies',
    samples: 4,
    epochs: 5,
  };
  let honest: LogSummary;
  beforeAll(async () => {
    const sink = memorySink();
    await writeEvalLog(spec, sink.write);
    honest = await summarize(sink.bytes());
    expect(honest.findings).toEqual([]);
  });

  it.each(makeLies().map((lie) => [lie.name, lie] as const))('is found out: %s', async (_name, lie) => {
    const { bytes } = await writeLie(lie, spec);
    const outcome = await summarize(bytes).catch((failure: unknown) => failure);
    if (lie.verdict === 'refused') {
      expect(outcome).toBeInstanceOf(Refusal);
      expect(outcome).toMatchObject({ code: lie.code });
      return;
    }
    expect(outcome).not.toBeInstanceOf(Error);
    const summary = outcome as LogSummary; // not an error, as the line above shows
    const codes = summary.findings.map((finding) => finding.code);
    if (lie.code === null) expect(codes).toEqual([]);
    else expect(codes).toContain(lie.code);
    // What is merely odd changes nothing of what the log says.
    if (lie.verdict === 'reads') expect(summary.recomputed).toEqual(honest.recomputed);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
