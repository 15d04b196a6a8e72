import { describe, expect, it } from 'vitest';
import { tinyHeader, tinyMembers, tinySample, twoSamples } from '../../test/conformance/tiny-log.ts';
import { type TinyMember, tinyZip } from '../../test/conformance/tiny-zip.ts';
import { memorySource } from '../bytes/source.ts';
import type { AttemptRecord } from './attempt-record.ts';
import type { InspectLog } from './inspect-log.ts';
import { type OpenLogOptions, openLog } from './open-log.ts';

const openZip = (members: readonly TinyMember[], options?: OpenLogOptions): Promise<InspectLog> =>
  openLog(memorySource(tinyZip(members)), options);
const openJson = (text: string, options?: OpenLogOptions): Promise<InspectLog> =>
  openLog(memorySource(Buffer.from(text)), options);
const inline = (samples: unknown): string => JSON.stringify({ ...tinyHeader(), samples });

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = [];
  for await (const item of items) out.push(item);
  return out;
}

const records = (log: InspectLog): Promise<AttemptRecord[]> => all(log.attempts());

const codes = (log: InspectLog): string[] => log.findings.map((finding) => finding.code);

describe('opening a log', () => {
  it('tells the two forms apart by their bytes and reads the same from both', async () => {
    const samples = twoSamples();
    const both = [await openZip(tinyMembers(samples)), await openJson(inline(samples))];
    expect(both.map((log) => log.format)).toEqual(['eval', 'json']);
    for (const log of both) {
      expect(log.header).toMatchObject({ task: 'tiny', status: 'success', version: 2, epochs: 1, totalSamples: 2 });
      expect((await records(log)).map((r) => [r.sampleId, r.epoch, r.scores[0]?.value, r.messages, r.events])).toEqual([
        ['a', 1, 'C', 1, 1],
        ['b', 1, 'I', 1, 1],
      ]);
      expect(log.findings).toEqual([]);
    }
  });

  it.each<[string, string, string]>([
    ['a JSON object that is no log', '{"hello":"world"}', 'log.not-a-log'],
    ['an array', '[1]', 'log.not-a-log'],
    ['nothing', '', 'log.not-a-log'],
    ['text', 'hello', 'log.not-a-log'],
    ['a cut log', '{"version":2,"eval":{"task":"x"', 'json.syntax'],
    ['a version to come', '{"version":99,"eval":{"task":"x"}}', 'log.version'],
    ['a version that is no number', '{"version":"2","eval":{"task":"x"}}', 'log.version'],
    ['a log nested without end', `{"version":2,"eval":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`, 'json.too-deep'],
  ])('refuses %s', async (_, text, code) => {
    await expect(openJson(text)).rejects.toMatchObject({ code });
  });

  it('refuses a ZIP that is no log, and one whose header is of a version to come', async () => {
    await expect(openZip([{ name: 'readme', data: 'x' }])).rejects.toMatchObject({ code: 'log.not-a-log' });
    const members = tinyMembers(twoSamples(), tinyHeader({ version: 4 }));
    await expect(openZip(members)).rejects.toMatchObject({ code: 'log.version' });
  });

  it('reads a .json log behind a byte order mark, and says when its samples stand twice', async () => {
    expect((await openJson(`\ufeff${inline(twoSamples())}`)).attemptCount).toBe(2);
    const twice = await openJson(`{"samples":[{"id":"x","epoch":1}],${inline(twoSamples()).slice(1)}`);
    expect(twice.attemptCount).toBe(2);
    expect(codes(twice)).toContain('log.duplicate-key');
  });

  it('stops when it is cancelled', async () => {
    const stop = new AbortController();
    const log = await openZip(tinyMembers(twoSamples()), { signal: stop.signal });
    stop.abort();
    await expect(records(log)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the members of an .eval file', () => {
  it('takes a log without a header for a crashed one, with its journal in numeric order', async () => {
    const update = (value: number) => JSON.stringify({ changes: [{ name: 'token_limit', value }] });
    const { version, eval: spec, plan } = tinyHeader();
    const log = await openZip([
      { name: '_journal/start.json', data: JSON.stringify({ version, eval: spec, plan }) },
      { name: '_journal/config_updates/10.json', data: update(10) },
      { name: '_journal/config_updates/2.json', data: update(2) },
      { name: '_journal/summaries/1.json', data: '[{"id":"a","epoch":1}]' },
      ...tinyMembers([tinySample('a', 1, 'C')]).slice(0, 1),
    ]);
    expect(log).toMatchObject({
      headerSource: '_journal/start.json',
      header: { status: 'started', hasResults: false },
    });
    expect(log.header.configUpdates.map((each) => JSON.stringify(each).match(/value":(\d+)/)?.[1])).toEqual([
      '2',
      '10',
    ]);
    expect(codes(log)).toContain('log.crashed');
    expect(await records(log)).toHaveLength(1);
    expect(await all(log.summaries())).toEqual([{ id: 'a', epoch: 1 }]);
  });

  it('lets the last header of several stand', async () => {
    const members = tinyMembers(twoSamples());
    const log = await openZip([
      ...members,
      { name: 'header.json', data: JSON.stringify(tinyHeader({ tags: ['late'] })) },
    ]);
    expect(log.header.tags).toEqual(['late']);
    expect(codes(log)).toEqual(['log.duplicate-member']);
  });

  it('reads ids of any kind: the JSON decides, not the name', async () => {
    const ids = ['a/b_epoch_7', 'ä ö (1)', '../up', 5, '日本'];
    const log = await openZip(tinyMembers(ids.map((id, i) => tinySample(id, i + 1, 'C'))));
    expect((await records(log)).map((record) => [record.sampleId, record.epoch])).toEqual(
      ids.map((id, i) => [id, i + 1]),
    );
    expect(codes(log)).toEqual(['log.hostile-name']);
  });

  it('keeps 1 and "1" apart, and reads an attempt that stands twice once', async () => {
    const samples = [tinySample(1, 1, 'C'), tinySample('1', 1, 'I'), tinySample(1, 1, 'I')];
    const log = await openJson(inline(samples));
    expect((await records(log)).map((record) => [record.sampleId, record.scores[0]?.value])).toEqual([
      [1, 'C'],
      ['1', 'I'],
    ]);
    await records(log);
    expect(codes(log)).toEqual(['log.duplicate-attempt']);
  });

  it('flags hostile and unknown names and follows neither', async () => {
    const names = ['../../evil.json', '/etc/passwd', 'C:\\x.json', 'samples\\x', 'a\u0000b', 'notes.txt'];
    const log = await openZip([...tinyMembers(twoSamples()), ...names.map((name) => ({ name, data: '{}' }))]);
    const hostile = log.findings.filter((finding) => finding.code === 'log.hostile-name');
    expect(hostile.map((finding) => finding.member)).toEqual(names.slice(0, 5));
    expect(log.findings.filter((finding) => finding.code === 'log.unknown-member')).toHaveLength(6);
    expect(log.attemptCount).toBe(2);
  });

  it('refuses the log when one sample is damaged', async () => {
    const members = tinyMembers(twoSamples());
    const torn = members.map((member, i) => (i === 1 ? { ...member, crc: 7 } : member));
    await expect(records(await openZip(torn))).rejects.toMatchObject({ code: 'zip.crc' });
    const nameless = await openZip(tinyMembers([tinySample('a', 1, 'C', { id: null })]));
    await expect(records(nameless)).rejects.toMatchObject({ code: 'log.malformed' });
  });
});

describe('a sample', () => {
  const hash = 'a'.repeat(32);
  const pooled = tinySample('p', 1, 'C', {
    messages: [{ role: 'user', content: `attachment://${hash}` }],
    events: [
      {
        event: 'model',
        input: [],
        input_refs: [
          [0, 2],
          [2, 3],
        ],
        call: { request: {}, call_refs: [[1, 2]] },
      },
      {
        event: 'model',
        input: [{ role: 'user', content: 'written out' }],
        output: { choices: [{ stop_reason: 'content_filter' }] },
      },
      { event: 'quantum', data: `attachment://${'b'.repeat(32)}` },
      { event: 'model', input: [], input_refs: [[0, 99]] },
    ],
    attachments: { [hash]: 'the long text, which says attachment://itself' },
    events_data: {
      messages: [{ content: 'm0' }, { content: 'm1' }, { content: `attachment://${hash}` }],
      calls: [{ c: 0 }, { c: 1 }],
    },
  });

  it.each([
    ['as one tree', {}],
    ['piece by piece', { budgets: { treeBytes: 0 } }],
  ])('resolves references when asked, %s', async (_, options) => {
    const log = await openZip(tinyMembers([pooled]), options);
    const [record] = await records(log);
    if (!record) throw new Error('no record');
    expect(record).toMatchObject({ messages: 1, events: 4, attachments: 1, contentFilterStops: 1 });
    // The quantum event's attachment and the range beyond the pool.
    expect(record.unresolvedReferences).toBe(2);
    expect(record.findings.map((finding) => finding.code)).toEqual(['log.unknown-event', 'log.unresolved-reference']);

    const attempt = await log.readAttempt(JSON.parse(JSON.stringify(record.locator)));
    const [message] = await attempt.messages(0, 10);
    expect(message).toMatchObject({
      index: 0,
      value: { content: 'the long text, which says attachment://itself' },
      resolved: ['$.content'],
    });
    const events = await attempt.events(0, 10);
    const input = attempt.modelInput(events[0]?.value ?? null);
    expect(input.length).toBe(3);
    expect((await input.page(1, 3)).map((item) => [item.index, item.resolved.length])).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect((await attempt.modelCall(events[0]?.value ?? null).page(0, 9)).map((item) => item.value)).toEqual([
      { c: 1 },
    ]);
    expect((await attempt.modelInput(events[1]?.value ?? null).page(0, 9)).map((item) => item.value)).toEqual([
      { role: 'user', content: 'written out' },
    ]);
    expect(events[2]).toMatchObject({ unresolved: ['$.data'], value: { data: `attachment://${'b'.repeat(32)}` } });
  });

  it('reads the shapes of old logs', async () => {
    const { scores, messages, events, attachments, ...old } = tinySample('o', 1, 'C');
    const sample = {
      ...old,
      messages: [{ role: 'user', content: 'tc://h1' }],
      score: { value: 'I' },
      transcript: { events: [{ event: 'info' }, { event: 'info' }], content: { h1: 'hidden' } },
    };
    const header = tinyHeader({
      version: 1,
      eval: { task: 'old', created: '2024-03-01T10:00:00', config: { max_messages: 5 }, sandbox: ['docker', null] },
      results: { scorer: { name: 'includes' }, metrics: { accuracy: { name: 'accuracy', value: 0 } } },
    });
    for (const options of [{}, { budgets: { treeBytes: 0 } }]) {
      const log = await openZip(tinyMembers([sample], header), options);
      expect(log.header).toMatchObject({
        evalId: null,
        scores: [{ name: 'includes', scorer: 'includes', reducer: null }],
      });
      expect(log.header.created).toEqual({ text: '2024-03-01T10:00:00', instant: '2024-03-01T10:00:00Z', naive: true });
      const [record] = await records(log);
      expect(record).toMatchObject({
        events: 2,
        attachments: 1,
        unresolvedReferences: 0,
        scores: [{ scorer: 'includes' }],
      });
      const [message] = await (await log.readAttempt(record?.locator ?? { kind: 'member', name: '' })).messages(0, 1);
      expect(message?.value).toMatchObject({ content: 'hidden' });
    }
  });

  it('reads a chunked sample as the whole one, in a log that mixes both', async () => {
    const whole = tinySample('w', 1, 'C', {
      messages: [0, 1, 2, 3].map((i) => ({ role: 'user', content: `m${i}` })),
      events: [0, 1, 2, 3, 4].map((i) => ({ event: 'info', data: i })),
    });
    const { messages, events, metadata, attachments, ...rest } = whole;
    const pieces = (kind: string, all: unknown, cuts: number[]): TinyMember[] =>
      cuts.map((from, i) => ({
        name: `samples/c_epoch_1/${kind}/${from}.json`,
        data: JSON.stringify((all as unknown[]).slice(from, cuts[i + 1])), // the test's own arrays
      }));
    const pool = [...(messages as unknown[]), { role: 'system', content: 'attachment://1' }]; // the test's own array
    const log = await openZip([
      ...pieces('messages', pool, [0, 3]),
      ...pieces('events', events, [0, 2, 4]),
      ...pieces('attachments', ['zero', 'one'], [0, 1]),
      { name: 'samples/c_epoch_1/metadata.json', data: JSON.stringify(metadata) },
      { name: 'samples/c_epoch_1/events/stats.json', data: '{}' },
      { name: 'samples/c_epoch_1/skeleton.json', data: '{}' },
      {
        name: 'samples/c_epoch_1/sample.json',
        data: JSON.stringify({
          ...rest,
          id: 'c',
          message_refs: [
            [0, 2],
            [4, 5],
          ],
        }),
      },
      ...tinyMembers([whole]),
    ]);
    const [chunked, monolith] = await records(log);
    if (!chunked || !monolith) throw new Error('two records are there');
    expect([chunked.shape, monolith.shape]).toEqual(['chunked', 'monolith']);
    expect(chunked).toMatchObject({
      sampleId: 'c',
      messages: 3,
      events: 5,
      attachments: 2,
      metadata,
      unresolvedReferences: 0,
    });
    const attempt = await log.readAttempt(chunked.locator);
    expect((await attempt.messages(1, 3)).map((item) => item.value)).toEqual([
      { role: 'user', content: 'm1' },
      { role: 'system', content: 'one' },
    ]);
    expect((await attempt.events(1, 4)).map((item) => item.value)).toEqual((events as unknown[]).slice(1, 4)); // own array
    expect(log.findings).toEqual([]);
  });

  it('refuses a chunked sample with a piece missing', async () => {
    const log = await openZip([
      { name: 'samples/c_epoch_1/sample.json', data: JSON.stringify({ id: 'c', epoch: 1 }) },
      { name: 'samples/c_epoch_1/events/0.json', data: '[{"event":"info"}]' },
      { name: 'samples/c_epoch_1/events/5.json', data: '[{"event":"info"}]' },
      ...tinyMembers([]),
    ]);
    await expect(records(log)).rejects.toMatchObject({ code: 'log.malformed' });
  });

  it('says the same of odd bytes in a small sample and in a large one', async () => {
    const text = JSON.stringify(tinySample('odd', 1, 'C'))
      .replace('"store":{}', '"store":{"big":12345678901234567890,"n":NaN,"__proto__":{"x":1}}')
      .replace(/^\{/, '{"messages":[{"role":"user","content":"shadow"},{}],');
    for (const options of [{}, { budgets: { treeBytes: 0 } }]) {
      const log = await openZip([...tinyMembers([]), { name: 'samples/odd_epoch_1.json', data: text }], options);
      const [record] = await records(log);
      expect(record?.findings.map((finding) => finding.code).sort()).toEqual([
        'log.bigint',
        'log.duplicate-key',
        'log.non-finite',
      ]);
      expect(record?.messages).toBe(1);
      expect(record?.inputPreview).toBe('What is odd?');
    }
  });

  it('tells of errors, limits, retries, invalidation, edits and usage', async () => {
    const sample = tinySample('full', 3, 'C', {
      scores: {
        match: { value: 'I', history: [{ value: 'C' }, { value: 'I', provenance: { author: 'x' } }] },
        judge: { value: Number.NaN, metadata: { 'manual-scoring': true } },
        steps: { value: { a: 1, b: null } },
      },
      error: { message: 'boom', traceback: '' },
      limit: { type: 'token', limit: 100 },
      error_retries: [{ message: 'once' }],
      invalidation: { author: 'r', reason: 'leak' },
      model_usage: { 'vendor/model': { input_tokens: 3, output_tokens: 4, total_tokens: 7 } },
      total_time: 12.5,
      messages: [{ role: 'assistant', content: [{ type: 'hologram' }], tool_calls: [{ id: '1' }, { id: '2' }] }],
    });
    const text = JSON.stringify(sample).replace('"judge":{"value":null', '"judge":{"value":NaN');
    const log = await openZip([...tinyMembers([]), { name: 'samples/full_epoch_3.json', data: text }]);
    const [record] = await records(log);
    expect(record).toMatchObject({
      epoch: 3,
      error: { message: 'boom' },
      limit: { type: 'token', limit: 100 },
      retries: 1,
      invalidated: true,
      toolCalls: 2,
      totalTime: 12.5,
      workingTime: null,
      modelUsage: { 'vendor/model': { total_tokens: 7 } },
    });
    expect(record?.scores.map((s) => [s.scorer, s.unscored, s.manual, s.historyLength])).toEqual([
      ['match', false, false, 2],
      ['judge', true, true, 0],
      ['steps', false, false, 0],
    ]);
  });

  it('is not found under a locator that the log never gave', async () => {
    const zip = await openZip(tinyMembers(twoSamples()));
    const json = await openJson(inline(twoSamples()));
    const missing = { code: 'log.attempt-missing' };
    await expect(zip.readAttempt({ kind: 'member', name: 'header.json' })).rejects.toMatchObject(missing);
    await expect(zip.readAttempt({ kind: 'span', start: 0, end: 1 })).rejects.toMatchObject(missing);
    await expect(json.readAttempt({ kind: 'span', start: 0, end: 10 })).rejects.toMatchObject(missing);
  });
});
