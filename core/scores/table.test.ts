import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByteSource, memorySource } from '../bytes/source.ts';
import { Refusal } from '../failure.ts';
import type { ScoreRow } from './row.ts';
import { readScoreTable, type TableOptions } from './table.ts';

async function read(text: string | Uint8Array, options?: TableOptions): Promise<ScoreRow[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const rows: ScoreRow[] = [];
  for await (const row of readScoreTable(memorySource(bytes), options)) rows.push(row);
  return rows;
}

async function refusal(text: string | Uint8Array, options?: TableOptions): Promise<Refusal> {
  const error = await read(text, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Refusal) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}

const HEAD = 'benchmark,metric,value,sample,epoch,state,stderr,n,note\n';

describe('a score table in CSV', () => {
  it('has attempt rows with a sample and aggregate rows without', async () => {
    const rows = await read(`${HEAD}ctf,solved,1,web-1,2,,,,\nctf,mean,0.5,,,,0.1,20,by hand\n`);
    expect(rows).toEqual([
      {
        kind: 'attempt',
        line: 2,
        benchmark: 'ctf',
        version: null,
        metric: 'solved',
        model: null,
        scorer: null,
        note: null,
        sample: 'web-1',
        epoch: 2,
        value: 1,
        state: 'scored',
        limit: false,
        difficulty: null,
        cluster: null,
      },
      {
        kind: 'aggregate',
        line: 3,
        benchmark: 'ctf',
        version: null,
        metric: 'mean',
        model: null,
        scorer: null,
        note: 'by hand',
        value: 0.5,
        stderr: 0.1,
        n: 20,
      },
    ]);
  });

  it('takes columns in any order, quotes, CRLF and a byte order mark', async () => {
    const [row] = await read('\ufeffvalue,note,sample,metric,benchmark\r\n0,"a ""b"", c\r\nd",s,m,b\r\n');
    expect(row).toMatchObject({ kind: 'attempt', value: 0, note: 'a "b", c\r\nd', sample: 's' });
  });

  it('reads NaN and an empty value as unscored', async () => {
    const rows = await read(`${HEAD}b,m,NaN,s,1,,,,\nb,m,,s,2,errored,,,\nb,m,nan,s,3,limit,,,\n`);
    expect(rows.map((row) => row.kind === 'attempt' && [row.value, row.state, row.limit])).toEqual([
      [null, 'unscored', false],
      [null, 'errored', false],
      [null, 'limit', true],
    ]);
  });

  it('keeps what looks like a formula as the text it is', async () => {
    const [row] = await read(`${HEAD}=1+1,@m,1,"=HYPERLINK(""x"")",1,,,,+cmd|' /C calc'!A0\n`);
    expect(row).toMatchObject({
      benchmark: '=1+1',
      metric: '@m',
      sample: '=HYPERLINK("x")',
      note: "+cmd|' /C calc'!A0",
    });
  });

  it('counts the lines of quoted text, so that a complaint points to the right one', async () => {
    const error = await refusal(`${HEAD}b,m,1,s,1,,,,"two\nlines"\nb,m,one,s,2,,,,\n`);
    expect(error).toMatchObject({ code: 'scores.row', where: 'line 4, column value' });
  });

  it.each([
    ['an unknown column', 'benchmark,metric,value,colour\n', 'scores.header', 'line 1'],
    ['a doubled column', 'benchmark,metric,value,value\n', 'scores.header', 'line 1'],
    ['a missing column', 'benchmark,value\n', 'scores.header', 'line 1'],
    ['nothing at all', '', 'scores.header', 'line 1'],
    ['a formula for a value', `${HEAD}b,m,=1+1,s,1,,,,\n`, 'scores.row', 'line 2, column value'],
    ['infinity', `${HEAD}b,m,Infinity,s,1,,,,\n`, 'scores.row', 'line 2, column value'],
    ['a number out of range', `${HEAD}b,m,1e999,s,1,,,,\n`, 'scores.row', 'line 2, column value'],
    ['an integer that would be rounded', `${HEAD}b,m,9007199254740993,s,1,,,,\n`, 'scores.row', 'line 2, column value'],
    ['a hexadecimal number', `${HEAD}b,m,0x10,s,1,,,,\n`, 'scores.row', 'line 2, column value'],
    ['an epoch of zero', `${HEAD}b,m,1,s,0,,,,\n`, 'scores.row', 'line 2, column epoch'],
    ['an unknown state', `${HEAD}b,m,1,s,1,done,,,\n`, 'scores.row', 'line 2, column state'],
    ['scored without a value', `${HEAD}b,m,,s,1,scored,,,\n`, 'scores.row', 'line 2, column value'],
    ['unscored with a value', `${HEAD}b,m,1,s,1,unscored,,,\n`, 'scores.row', 'line 2, column value'],
    ['a standard error of an attempt', `${HEAD}b,m,1,s,1,,0.1,,\n`, 'scores.row', 'line 2, column stderr'],
    ['an epoch of an aggregate', `${HEAD}b,m,1,,1,,,,\n`, 'scores.row', 'line 2, column epoch'],
    ['an aggregate without a number', `${HEAD}b,m,NaN,,,,,,\n`, 'scores.row', 'line 2, column value'],
    ['a negative standard error', `${HEAD}b,m,1,,,,-1,,\n`, 'scores.row', 'line 2, column stderr'],
    ['no benchmark', `${HEAD},m,1,s,1,,,,\n`, 'scores.row', 'line 2, column benchmark'],
    ['too few cells', `${HEAD}b,m,1,s,1,,,,\nb,m,1\n`, 'scores.row', 'line 3'],
    ['an empty line', `${HEAD}\nb,m,1,s,1,,,,\n`, 'scores.row', 'line 2'],
    ['an open quote', `${HEAD}b,m,1,"s,1,,,,\n`, 'scores.row', 'line 2'],
    ['text after a quote', `${HEAD}b,m,1,"s"x,1,,,,\n`, 'scores.row', 'line 2'],
    ['a control character', `${HEAD}b,m,1,s\u001b[2J,1,,,,\n`, 'scores.row', 'line 2, column sample'],
    ['a row too long', `${HEAD}b,m,1,s,1,,,,${'x'.repeat(70_000)}\n`, 'scores.row', 'line 2'],
    ['a name too long', `${HEAD}${'b'.repeat(201)},m,1,s,1,,,,\n`, 'scores.row', 'line 2, column benchmark'],
    ['the same attempt twice', `${HEAD}b,m,1,s,1,,,,\nb,m,0,s,,,,,\n`, 'scores.duplicate', 'line 3'],
    ['the same aggregate twice', `${HEAD}b,m,1,,,,,,\nb,m,0,,,,,,\n`, 'scores.duplicate', 'line 3'],
  ])('is refused for %s', async (_, text, code, where) => {
    expect(await refusal(text)).toMatchObject({ code, where });
  });

  it('is refused when it is not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from(`${HEAD}b,m,1,`), Buffer.from([0xff, 0xfe]), Buffer.from(',1,,,,\n')]);
    expect(await refusal(bytes)).toMatchObject({ code: 'scores.row', message: 'The score table is not UTF-8.' });
  });

  it('is refused past its budget of rows, and can be cancelled', async () => {
    const rows = Array.from({ length: 5 }, (_, i) => `b,m,1,s${i},1,,,,`).join('\n');
    expect(await refusal(`${HEAD}${rows}`, { maxRows: 4 })).toMatchObject({
      code: 'scores.too-large',
      where: 'line 6',
    });
    expect(await refusal(`${HEAD}${rows}`, { signal: AbortSignal.abort() })).toMatchObject({ code: 'cancelled' });
  });

  it('never repeats a score in a complaint', async () => {
    const error = await refusal(`${HEAD}b,m,0.98765x,s,1,,,,\n`);
    expect(`${error.message} ${error.where} ${error.remedy}`).not.toContain('98765');
    const ragged = await refusal(`${HEAD}b,m,0.98765\n`);
    expect(`${ragged.message} ${ragged.where} ${ragged.remedy}`).not.toContain('98765');
  });
});

describe('a score table in JSONL', () => {
  it('says the same as the CSV', async () => {
    const csv = await read(
      'benchmark,metric,value,sample,limit,version\nb,m,0.25,7,true,2\nb,m,NaN,8,,2\nb,mean,0.5,,,2\n',
    );
    const jsonl = await read(
      [
        '{"benchmark":"b","metric":"m","value":0.25,"sample":7,"limit":true,"version":"2"}',
        '{"benchmark":"b","metric":"m","value":"NaN","sample":"8","version":2}',
        '{"benchmark":"b","metric":"mean","value":0.5,"version":"2","note":null}',
      ].join('\n'),
    );
    const withoutLine = (rows: ScoreRow[]) => rows.map(({ line: _, ...row }) => row);
    expect(withoutLine(jsonl)).toEqual(withoutLine(csv));
    expect(jsonl.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  it.each([
    ['a key that is no column', '{"benchmark":"b","metric":"m","value":1,"colour":2}\n', 'scores.header', 'line 1'],
    ['a doubled key', '{"benchmark":"b","metric":"m","value":1,"value":0}\n', 'scores.row', 'line 1'],
    ['NaN as a bare word', '{"benchmark":"b","metric":"m","value":NaN}\n', 'scores.row', 'line 1'],
    ['a big integer', '{"benchmark":"b","metric":"m","value":9007199254740993}\n', 'scores.row', 'line 1'],
    ['a nested value', '{"benchmark":"b","metric":"m","value":[1]}\n', 'scores.row', 'line 1, column value'],
    ['a truth for a value', '{"benchmark":"b","metric":"m","value":true}\n', 'scores.row', 'line 1, column value'],
    ['a line that is no object', '{"benchmark":"b","metric":"m","value":1}\n[1]\n', 'scores.row', 'line 2'],
    ['an empty line', '{"benchmark":"b","metric":"m","value":1}\n\n', 'scores.row', 'line 2'],
    ['a missing benchmark', '{"metric":"m","value":1}\n', 'scores.row', 'line 1, column benchmark'],
    ['a line too long', `{"benchmark":"b","note":"${'x'.repeat(70_000)}"}\n`, 'scores.row', 'line 1'],
  ])('is refused for %s', async (_, text, code, where) => {
    expect(await refusal(text)).toMatchObject({ code, where });
  });

  it('keeps every double exactly', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ noNaN: true, noDefaultInfinity: true }), async (value) => {
        fc.pre(!Number.isInteger(value) || Number.isSafeInteger(value));
        const [row] = await read(`${JSON.stringify({ benchmark: 'b', metric: 'm', sample: 's', value })}\n`);
        expect(row?.value).toBe(Object.is(value, -0) ? 0 : value);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a large score table', () => {
  it('streams: memory does not grow with the text of its rows', async () => {
    const count = 150_000;
    const row = (i: number): string =>
      `bench,solved,${i % 2},sample-${String(i).padStart(7, '0')},1,${'n'.repeat(200)}\n`;
    const head = new TextEncoder().encode('benchmark,metric,value,sample,epoch,note\n');
    const width = row(0).length;
    const source: ByteSource = {
      size: head.length + count * width,
      async read(offset, length) {
        // Made on the fly: the table as a whole is never in memory.
        const from = Math.max(0, Math.floor((offset - head.length) / width));
        const to = Math.min(count, Math.ceil((offset + length - head.length) / width));
        let text = '';
        for (let i = from; i < to; i += 1) text += row(i);
        const start = offset < head.length ? 0 : head.length + from * width;
        const bytes = offset < head.length ? Buffer.concat([head, Buffer.from(text)]) : Buffer.from(text);
        return new Uint8Array(bytes.subarray(offset - start, offset - start + length));
      },
    };
    let rows = 0;
    let peak = 0;
    const before = process.memoryUsage().rss;
    for await (const made of readScoreTable(source)) {
      rows += 1;
      if (made.kind === 'attempt' && made.epoch !== 1) throw new Error('unexpected row');
      if (rows % 10_000 === 0) peak = Math.max(peak, process.memoryUsage().rss - before);
    }
    expect(rows).toBe(count);
    expect(source.size).toBeGreaterThan(34e6);
    expect(peak).toBeLessThan(200e6);
  });
});
