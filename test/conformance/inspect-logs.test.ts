import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fileSource } from '../../core/bytes/source.ts';
import type { FailureCode } from '../../core/failure-code.ts';
import type { AttemptRecord } from '../../core/inspect/attempt-record.ts';
import type { FindingCode } from '../../core/inspect/finding.ts';
import type { InspectLog } from '../../core/inspect/inspect-log.ts';
import { openLog } from '../../core/inspect/open-log.ts';
import { type LogSummary, summarizeLog } from '../../core/inspect/summary.ts';
import { isJsonObject, type JsonValue, jsonText } from '../../core/json/value.ts';

const repository = join(import.meta.dirname, '../..');
const corpus = join(repository, '../shared/data/inspect-logs');
const present = existsSync(join(corpus, 'manifest.json'));
if (!present)
  console.warn('Skipped: the corpus ../shared/data/inspect-logs is not here, so no log is compared with it.');

/** What the manifest expects of a readable log; only what this test compares. */
interface Expected {
  readonly [key: string]: unknown;
  readonly scores: readonly {
    name: string;
    scorer: string;
    reducer: string | null;
    metrics: Record<string, unknown>;
  }[];
  readonly sample_keys: readonly [JsonValue, number][];
  readonly sample_score_values: Record<string, Record<string, number>>;
  readonly sample_limits: Record<string, number> | null;
  readonly event_counts: Record<string, number>;
  readonly shapes: Record<string, number>;
  readonly reductions: readonly [string, string | null, number][] | null;
}
interface Entry {
  readonly file: string;
  readonly kind: 'real' | 'derived' | 'invalid';
  readonly note?: string;
  readonly expect?: Expected;
  readonly recomputed_metrics:
    | readonly [string, string | null, string, Record<string, [number, number]> | null][]
    | null;
}

const manifest: readonly Entry[] = present ? JSON.parse(readFileSync(join(corpus, 'manifest.json'), 'utf8')) : [];

async function withLog<T>(file: string, use: (log: InspectLog) => Promise<T>): Promise<T> {
  const source = await fileSource(join(corpus, file));
  try {
    return await use(await openLog(source));
  } finally {
    await source.close();
  }
}

async function readRecords(log: InspectLog): Promise<AttemptRecord[]> {
  const out: AttemptRecord[] = [];
  for await (const record of log.attempts()) out.push(record);
  return out;
}

/** The summary in the manifest's words. */
function inItsWords(summary: LogSummary): Record<string, unknown> {
  return {
    format: summary.format,
    version: summary.version,
    status: summary.status,
    inspect_version: summary.inspectVersion,
    eval_id: summary.evalId,
    created: summary.created,
    task: summary.task,
    model: summary.model,
    epochs: summary.epochs,
    total_samples: summary.totalSamples,
    completed_samples: summary.completedSamples,
    n_sample_records: summary.sampleRecords,
    n_unique_ids: summary.uniqueSampleIds,
    n_sample_errors: summary.sampleErrors,
    n_invalidated_samples: summary.invalidatedSamples,
    n_retried_samples: summary.retriedSamples,
    n_score_history_entries: summary.scoreEdits,
    n_messages: summary.messages,
    n_events: summary.events,
    n_attachments: summary.attachments,
    n_unresolved_refs: summary.unresolvedReferences,
  };
}

function count(into: Record<string, number>, key: string, by = 1): void {
  into[key] = (into[key] ?? 0) + by;
}

/** A score value as the manifest's Python writer has it: sorted members, and NaN in quotes. */
function valueKey(value: JsonValue): string {
  if (typeof value === 'string') return value;
  const python = (inner: JsonValue): string => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) return `"${inner}"`;
    if (Array.isArray(inner)) return `[${inner.map(python).join(', ')}]`;
    if (!isJsonObject(inner)) return jsonText(inner);
    const keys = Object.keys(inner).sort();
    return `{${keys.map((key) => `${jsonText(key)}: ${python(inner[key] ?? null)}`).join(', ')}}`;
  };
  return python(value);
}

/** Python tells 1 from 1.0, which JSON numbers do not once read. */
const plainOnes = (key: string): string => key.replace(/(\d)\.0(?!\d)/g, '$1');

describe.skipIf(!present)('the corpus of Inspect logs', () => {
  it('holds readable and broken logs, so that nothing below passes for want of files', () => {
    expect(manifest.filter((entry) => entry.expect).length).toBeGreaterThan(40);
    expect(manifest.filter((entry) => entry.kind === 'invalid').length).toBeGreaterThan(5);
  });

  describe.each(manifest.filter((entry) => entry.expect))('$file', ({ file, expect: expected, recomputed_metrics }) => {
    if (!expected) return;

    it('summarizes as the manifest says', async () => {
      const summary = await withLog(file, summarizeLog);
      const words = inItsWords(summary);
      expect(words).toEqual(Object.fromEntries(Object.keys(words).map((key) => [key, expected[key]])));
      expect(summary.scores).toEqual(
        expected.scores.map(({ name, scorer, reducer, metrics }) => ({ name, scorer, reducer, metrics })),
      );
      const unfinished = summary.findings.some((finding) => finding.code === 'log.crashed');
      expect(unfinished).toBe(expected['header_source'] === '_journal/start.json');
    });

    it('recomputes to the verdicts that an independent reader came to', async () => {
      const summary = await withLog(file, summarizeLog);
      const rows = new Map<string, Set<string>>();
      for (const row of summary.recomputed) {
        const key = JSON.stringify([row.name, row.reducer]);
        rows.set(key, (rows.get(key) ?? new Set()).add(row.verdict));
      }
      const own = [...rows].map(([key, verdicts]) => {
        const all = [...verdicts];
        return [...JSON.parse(key), all.includes('mismatch') ? 'mismatch' : all.includes('match') ? 'match' : all[0]];
      });
      expect(own).toEqual(
        (recomputed_metrics ?? []).map(([name, reducer, verdict]) => [name, reducer, verdict.toLowerCase()]),
      );
      for (const [name, reducer, , differing] of recomputed_metrics ?? []) {
        for (const [metric, [claimed, value]] of Object.entries(differing ?? {})) {
          const row = summary.recomputed.find((r) => r.name === name && r.reducer === reducer && r.metric === metric);
          expect([row?.claimed, row?.value]).toEqual([claimed, expect.closeTo(value, 12)]);
          expect(summary.findings.map((finding) => finding.code)).toContain('log.claim-mismatch');
        }
      }
    });

    it('reads each attempt as the manifest counts them', async () => {
      const records = await withLog(file, readRecords);
      const shapes: Record<string, number> = {};
      const limits: Record<string, number> = {};
      const events: Record<string, number> = {};
      const values: Record<string, Record<string, number>> = {};
      let toolCalls = 0;
      for (const record of records) {
        count(shapes, record.shape);
        if (record.limit) count(limits, record.limit.type);
        toolCalls += record.toolCalls;
        for (const [type, times] of Object.entries(record.eventTypes)) count(events, type, times);
        for (const score of record.scores) {
          const scorer = values[score.scorer] ?? {};
          values[score.scorer] = scorer;
          count(scorer, valueKey(score.value));
        }
      }
      expect(shapes).toEqual(Object.fromEntries(Object.entries(expected.shapes).filter(([, times]) => times > 0)));
      expect(limits).toEqual(expected.sample_limits ?? {});
      expect(events).toEqual(expected.event_counts);
      expect(toolCalls).toBe(expected['n_tool_calls']);
      const keys = records.map((record) => [record.sampleId, record.epoch]);
      for (const key of expected.sample_keys) expect(keys).toContainEqual(key);
      const wanted: Record<string, Record<string, number>> = {};
      for (const [scorer, counts] of Object.entries(expected.sample_score_values)) {
        const name = scorer === '<first results scorer>' ? (expected.scores[0]?.scorer ?? scorer) : scorer;
        wanted[name] = Object.fromEntries(Object.entries(counts).map(([key, times]) => [plainOnes(key), times]));
      }
      // The manifest lists the most common values alone, so each it lists must be there, as often.
      for (const [scorer, counts] of Object.entries(wanted)) expect(values[scorer]).toMatchObject(counts);
      expect(Object.keys(values).sort()).toEqual(Object.keys(wanted).sort());
    });

    it('reads every message and event again through its locator', async () => {
      // The one huge sample is read in a process of its own below.
      if (file.includes('big-monolith')) return;
      await withLog(file, async (log) => {
        for (const record of await readRecords(log)) {
          const attempt = await log.readAttempt(JSON.parse(JSON.stringify(record.locator)));
          const messages = await attempt.messages(0, attempt.messageCount);
          const events = await attempt.events(0, attempt.eventCount);
          expect([messages.length, events.length]).toEqual([record.messages, record.events]);
          const inputs = events.map((event) => attempt.modelInput(event.value).length);
          expect(inputs.every((length) => length >= 0)).toBe(true);
        }
      });
    });
  });

  describe('a chunked log and its original', () => {
    const pairs = manifest.flatMap(({ file }) => {
      const name = /^real\/ts-mono__chunked-(.*)$/.exec(file)?.[1];
      const original = manifest.find(
        (entry) => name && entry.file.endsWith(`__${name}`) && !entry.file.includes('chunked-'),
      );
      return original ? [{ chunked: file, original: original.file }] : [];
    });

    it('come in pairs', () => {
      if (present) expect(pairs.length).toBeGreaterThanOrEqual(4);
    });

    it.each(pairs)('$original reads the same in both forms', async ({ chunked, original }) => {
      const [pieces, whole] = await Promise.all([withLog(chunked, readAll), withLog(original, readAll)]);
      expect(pieces.length).toBeGreaterThan(0);
      expect(pieces).toEqual(whole);
    });
  });

  describe('what is broken or hostile', () => {
    const answers: Record<string, { refusal: FailureCode } | { finding: FindingCode }> = {
      'invalid/bad-crc.eval': { refusal: 'zip.crc' },
      'invalid/bomb.eval': { refusal: 'zip.bomb' },
      'invalid/deep-nesting.json': { refusal: 'json.too-deep' },
      'invalid/header-mismatch.eval': { finding: 'log.claim-mismatch' },
      'invalid/not-a-log.json': { refusal: 'log.not-a-log' },
      'invalid/path-traversal.eval': { finding: 'log.hostile-name' },
      'invalid/truncated.eval': { refusal: 'zip.no-directory' },
      'invalid/version-99.json': { refusal: 'log.version' },
    };

    it.each(manifest.filter((entry) => entry.kind === 'invalid'))('$file: $note', async ({ file }) => {
      const answer = answers[file];
      if (!answer) throw new Error('This broken file has no expected answer yet.');
      const reading = withLog(file, summarizeLog);
      if ('refusal' in answer) await expect(reading).rejects.toMatchObject({ code: answer.refusal });
      else expect((await reading).findings.map((finding) => finding.code)).toContain(answer.finding);
    });
  });

  it('opens the 84 MB sample and pages through it within 300 MB of memory', () => {
    const module = (path: string) => JSON.stringify(pathToFileURL(join(repository, path)).href);
    const script = `
      import { fileSource } from ${module('core/bytes/source.ts')};
      import { openLog } from ${module('core/inspect/open-log.ts')};
      const log = await openLog(await fileSource(${JSON.stringify(join(corpus, 'derived/big-monolith.eval'))}));
      let counts, locator;
      for await (const record of log.attempts()) { counts = [record.messages, record.events]; locator = record.locator; }
      const attempt = await log.readAttempt(locator);
      const last = (await attempt.events(attempt.eventCount - 5, attempt.eventCount)).at(-1);
      let inputs = 0, pages = 0;
      for (let from = 0; from < attempt.eventCount; from += 50) {
        for (const event of await attempt.events(from, from + 50)) inputs += attempt.modelInput(event.value).length;
        pages += (await attempt.messages(from, from + 50)).length;
      }
      console.log(JSON.stringify({ counts, last: last.index, inputs, pages, rss: process.resourceUsage().maxRSS / 1024 }));
      process.exit(0);
    `;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    const measured = JSON.parse(output);
    expect(measured).toMatchObject({ counts: [6001, 6000], last: 5999 });
    expect(measured.inputs).toBeGreaterThan(1_000_000);
    expect(measured.pages).toBeGreaterThan(5900);
    expect(measured.rss).toBeLessThan(300);
  });
});

/** All of a log's attempts with their transcripts resolved, without what chunking is known to change. */
async function readAll(log: InspectLog): Promise<unknown[]> {
  const out: unknown[] = [];
  const records = await readRecords(log);
  // A rewrite may put the attempts in another order.
  const key = (record: AttemptRecord): string => `${record.sampleIdText} ${record.epoch}`;
  for (const record of records.sort((a, b) => (key(a) < key(b) ? -1 : 1))) {
    const attempt = await log.readAttempt(record.locator);
    const items = [...(await attempt.messages(0, 1e9)), ...(await attempt.events(0, 1e9))];
    out.push({
      id: record.sampleId,
      epoch: record.epoch,
      scores: record.scores.map((score) => [score.scorer, score.value, score.answer]),
      counts: [record.messages, record.events, record.toolCalls, record.unresolvedReferences],
      metadata: record.metadata,
      usage: record.modelUsage,
      events: record.eventTypes,
      texts: items.map((item) => normalized(item.value)),
    });
  }
  return out;
}

/** A value without what a rewrite adds or drops: defaults, empty members, ids it gives, references, and the zone of times. */
function normalized(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(normalized);
  if (typeof value === 'string') {
    return /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)) ? Date.parse(value) : value;
  }
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value)
    .filter(([key]) => !REWRITTEN.has(key))
    .map(([key, inner]) => [key, normalized(inner)] as const)
    .filter(([, inner]) => !isEmpty(inner));
  return Object.fromEntries(members);
}

const REWRITTEN = new Set([
  'uuid',
  'input',
  'input_refs',
  'call',
  'call_refs',
  'call_key',
  'working_start',
  'working_time',
  'completion',
]);

function isEmpty(value: unknown): boolean {
  if (value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
