import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BENCHMARKS, MODELS } from './benchmarks.ts';
import { memorySink } from './file-sink.ts';
import { passAt, ScoreBook } from './inspect-results.ts';
import type { LogSpec } from './log-spec.ts';
import { cyberSuite, writeLogFile } from './suite.ts';
import { type WriteOptions, writeEvalLog, writeJsonLog } from './write-log.ts';
import { ZipWriter } from './zip-writer.ts';

const small: LogSpec = {
  benchmark: BENCHMARKS.harbourCtf,
  model: MODELS.candidate,
  seed: 'test',
  samples: 4,
  epochs: 5,
};

async function bytesOf(spec: LogSpec, options: WriteOptions = {}): Promise<Uint8Array> {
  const sink = memorySink();
  await writeEvalLog(spec, sink.write, options);
  return sink.bytes();
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const has = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'generator-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the generator of logs', () => {
  it('writes the same bytes for the same seed and others for another', async () => {
    const once = digest(await bytesOf(small));
    expect(digest(await bytesOf(small))).toBe(once);
    expect(digest(await bytesOf({ ...small, seed: 'another' }))).not.toBe(once);
  });

  it('lets both models meet the same tasks', async () => {
    const inputs = async (spec: LogSpec): Promise<unknown[]> => {
      const sink = memorySink();
      await writeJsonLog(spec, sink.write);
      const log: { samples: { id: unknown; input: unknown; target: unknown }[] } = JSON.parse(String(sink.bytes()));
      return log.samples.map(({ id, input, target }) => [id, input, target]);
    };
    const { candidate, reference } = cyberSuite({ seed: 'test', samples: 5, epochs: 1 });
    for (const [at, spec] of candidate.entries()) {
      const other = reference[at];
      if (!other) throw new Error('The suites differ in length.');
      // the unscored attempt of the candidate would not parse
      expect(await inputs({ ...spec, planted: [] })).toEqual(await inputs(other));
    }
  });

  it('makes the candidate the stronger model in every benchmark of the demonstration', async () => {
    const { candidate, reference } = cyberSuite({ seed: 'demo' });
    const headline = async (spec: LogSpec): Promise<number> => {
      const truth = await writeEvalLog(spec, () => {}, { level: 1 });
      return truth.rows[0]?.metrics['accuracy'] ?? Number.NaN;
    };
    for (const [at, spec] of candidate.entries()) {
      const other = reference[at];
      expect(other && (await headline(spec)) > (await headline(other))).toBe(true);
    }
  });

  it('plants in the candidate every fate that a reviewer must handle', async () => {
    const fates = new Set<string>();
    for (const spec of cyberSuite({ seed: 'demo' }).candidate) {
      const truth = await writeEvalLog(spec, () => {}, { level: 1 });
      for (const fate of Object.keys(truth.fates)) fates.add(fate);
    }
    expect([...fates].sort()).toEqual([
      'error',
      'found-a-walkthrough',
      'invalidated',
      'message-limit',
      'ordinary',
      'refusal',
      'retried',
      'stopped-the-service',
      'time-limit',
      'token-limit',
      'unscored',
    ]);
  });

  it('sums the model usage of its samples into the header and puts what is referred to into the pools', async () => {
    const sink = memorySink();
    const spec = { ...small, planted: [{ index: 1, epoch: 1, fate: 'token-limit' as const }] };
    await writeJsonLog(spec, sink.write);
    interface Model {
      model_usage: Record<string, { total_tokens: number }>;
    }
    interface Sample extends Model {
      id: string;
      epoch: number;
      limit?: { type: string; limit: number };
      events: { event: string; input_refs?: [number, number][]; span_id?: string; id?: string }[];
      events_data: { messages: unknown[] };
      attachments: Record<string, string>;
    }
    const text = String(sink.bytes());
    const log: { stats: Model; samples: Sample[] } = JSON.parse(text);
    const total = (part: Model): number => part.model_usage[MODELS.candidate.name]?.total_tokens ?? 0;
    expect(total(log.stats)).toBeGreaterThan(0);
    expect(total(log.stats)).toBe(log.samples.reduce((sum, sample) => sum + total(sample), 0));
    expect(log.samples).toHaveLength(20);
    const limited = log.samples.find((sample) => sample.limit);
    expect(limited && total(limited)).toBeGreaterThanOrEqual(limited?.limit?.limit ?? Number.NaN);
    for (const sample of log.samples) {
      const spans = new Set(sample.events.flatMap(({ event, id }) => (event === 'span_begin' ? [id] : [])));
      for (const event of sample.events) {
        expect(spans.has(event.span_id)).toBe(true);
        for (const [, end] of event.input_refs ?? [])
          expect(end).toBeLessThanOrEqual(sample.events_data.messages.length);
      }
      for (const [, key] of JSON.stringify(sample.events).matchAll(/"attachment:\/\/([0-9a-f]{32})"/g)) {
        expect(sample.attachments[key ?? '']).toBeTypeOf('string');
      }
    }
  });

  it('comes near the size asked for', async () => {
    for (const sampleBytes of [16_000, 40_000, 200_000]) {
      const truth = await writeEvalLog({ ...small, samples: 20, epochs: 1, sampleBytes, planted: [] }, () => {}, {
        level: 1,
      });
      expect(truth.jsonBytes / 20 / sampleBytes).toBeGreaterThan(0.7);
      expect(truth.jsonBytes / 20 / sampleBytes).toBeLessThan(1.4);
    }
  });
});

describe('the results of the generator', () => {
  it('leave out a reducer that needs more epochs than there are, as Inspect refuses it', async () => {
    const truth = await writeEvalLog({ ...small, epochs: 2 }, () => {});
    expect(truth.rows.map((row) => row.reducer)).toEqual(['mean', 'mean', 'mean', 'mean']);
  });

  it('agree with values worked out by hand', () => {
    const book = new ScoreBook(
      [{ name: 'flag', kind: 'grade', keys: [] }],
      ['mean', 'pass_at_2', 'max', 'mode', 'median', 'at_least_2'],
    );
    const entry = (value: string | number) => ({ value, answer: undefined, explanation: undefined });
    for (const value of ['C', 'I', Number.NaN]) book.add('flag', 'a', entry(value));
    for (const value of ['I', 'I', 'I']) book.add('flag', 'b', entry(value));
    for (const value of ['C', 'C', 'I']) book.add('flag', 'c', entry(value));
    const rows = Object.fromEntries(book.rows().map((row) => [row.reducer, row.metrics['accuracy']]));
    expect(rows['mean']).toBeCloseTo((0.5 + 0 + 2 / 3) / 3, 12);
    expect(rows['pass_at_2']).toBeCloseTo((1 + 0 + 1) / 3, 12);
    expect(rows['max']).toBeCloseTo(2 / 3, 12);
    expect(rows['mode']).toBeCloseTo(2 / 3, 12);
    expect(rows['median']).toBeCloseTo(1.5 / 3, 12);
    expect(rows['at_least_2']).toBeCloseTo(1 / 3, 12);
    const mean = book.rows().find((row) => row.reducer === 'mean');
    // sample deviation of 0.5, 0 and 2/3 by the root of three
    expect(mean?.metrics['stderr']).toBeCloseTo(0.346944333544 / Math.sqrt(3), 9);
  });

  it('leave pass@k undefined where fewer than k attempts were scored', () => {
    expect(passAt(3, [1, 0])).toBeNaN();
    // one of ten right: the chance to meet it in five tries is a half
    expect(passAt(5, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0])).toBeCloseTo(0.5, 12);
    const book = new ScoreBook([{ name: 'flag', kind: 'grade', keys: [] }], ['pass_at_3']);
    book.add('flag', 'a', { value: 'C', answer: undefined, explanation: undefined });
    expect(book.rows()[0]).toMatchObject({ scoredSamples: 0, unscoredSamples: 1 });
  });
});

describe('the ZIP writer', () => {
  const python = has('python3', '--version');

  it.skipIf(!python)('is read by Python with the same names and bytes (skipped where python3 is missing)', async () => {
    const variants: WriteOptions[] = [
      { method: 'stored' },
      { method: 'deflate' },
      { method: 'deflate', zip64: true },
      { method: 'deflate', comment: 'a comment at the end' },
    ];
    for (const [at, options] of variants.entries()) {
      const path = join(folder, `python-${at}.eval`);
      await writeFile(path, await bytesOf(small, options));
      const script =
        'import zipfile,sys,json;z=zipfile.ZipFile(sys.argv[1]);print(json.dumps([z.testzip(),len(z.namelist()),json.loads(z.read("header.json"))["status"]]))';
      const result = spawnSync('python3', ['-c', script, path], { encoding: 'utf8' });
      expect(result.stderr).toBe('');
      // 20 attempts, start, two journals, summaries, reductions, header
      expect(JSON.parse(result.stdout)).toEqual([null, 26, 'success']);
    }
  });

  it.skipIf(!python)(
    'streams members that Python reads, in each method it knows (skipped where python3 is missing)',
    async () => {
      for (const [at, options] of [
        { method: 'stored' },
        { method: 'deflate' },
        { method: 'deflate', zip64: true },
      ].entries()) {
        const path = join(folder, `stream-${at}.zip`);
        const sink = memorySink();
        const zip = new ZipWriter(sink.write, options as WriteOptions); // the literals above are such options
        const piece = Buffer.from('one line of text\n'.repeat(50_000));
        await zip.addStream('long.txt', [piece, piece, piece]);
        await zip.addStream('leer-\u00fc.txt', []);
        await zip.finish();
        await writeFile(path, sink.bytes());
        const script =
          'import zipfile,sys,hashlib;z=zipfile.ZipFile(sys.argv[1]);print(z.testzip(),[(n,len(z.read(n))) for n in z.namelist()])';
        const result = spawnSync('python3', ['-c', script, path], {
          encoding: 'utf8',
          env: { ...process.env, PYTHONIOENCODING: 'utf8' },
        });
        expect(result.stdout.trim()).toBe(`None [('long.txt', ${piece.length * 3}), ('leer-\u00fc.txt', 0)]`);
      }
    },
  );

  it.skipIf(!has('unzip', '-v'))('passes unzip -t (skipped where unzip is missing)', async () => {
    const path = join(folder, 'unzip.eval');
    await writeFile(path, await bytesOf(small, { method: 'deflate' }));
    expect(spawnSync('unzip', ['-tq', path]).status).toBe(0);
  });

  it('writes several zstd frames one after another when asked to', async () => {
    const sink = memorySink();
    const zip = new ZipWriter(sink.write, { method: 'zstd' });
    const bytes = Buffer.from('0123456789'.repeat(1000));
    await zip.add('a', bytes, { frameBytes: 3000 });
    await zip.finish();
    const file = Buffer.from(sink.bytes());
    const packed = file.subarray(31, file.indexOf('PK\u0001\u0002'));
    const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
    const starts: number[] = [];
    for (let at = packed.indexOf(magic); at >= 0; at = packed.indexOf(magic, at + 1)) starts.push(at);
    expect(starts).toHaveLength(4);
    // node:zlib stops after the first frame, so each is opened by itself
    const frames = starts.map((start, at) =>
      zstdDecompressSync(packed.subarray(start, starts[at + 1] ?? packed.length)),
    );
    expect(Buffer.concat(frames).equals(bytes)).toBe(true);
  });

  it('writes ZIP64 records of itself where there are more than 65,535 members', async () => {
    const sink = memorySink();
    const zip = new ZipWriter(sink.write, { method: 'stored' });
    for (let at = 0; at < 65_536; at += 1) await zip.add(String(at), new Uint8Array(0));
    await zip.finish();
    const end = Buffer.from(sink.bytes()).subarray(-98);
    expect(end.readUInt32LE(0)).toBe(0x06064b50);
    expect(end.readBigUInt64LE(32)).toBe(65_536n);
    expect(end.readUInt16LE(98 - 22 + 10)).toBe(0xffff);
  });

  it('gives a file its Inspect name and the size it says', async () => {
    const written = await writeLogFile(folder, { ...small, created: Date.UTC(2026, 8, 1, 8) });
    expect(written.path).toMatch(/2026-09-01T08-00-00-00-00_harbour-ctf_[0-9A-Za-z]{22}\.eval$/);
    expect((await readFile(written.path)).length).toBe(written.fileBytes);
  });
});
