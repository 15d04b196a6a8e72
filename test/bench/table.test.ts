import { describe, expect, it } from 'vitest';
import { type Figure, figureOf, isMet } from './figure.ts';
import { alternate, ratioOf, spreadOf } from './statistics.ts';
import { tableOf } from './table.ts';

const ABOUT = { bench: 'payload', what: 'one core', unit: 'MB/s', baselineName: 'age -d | sha384sum' };

describe('the statistics of the benches', () => {
  it('take the middle of an odd count and the mean of the two middle ones of an even count', () => {
    expect(spreadOf([9, 1, 4])).toEqual({ median: 4, least: 1, most: 9 });
    expect(spreadOf([9, 1, 4, 6])).toEqual({ median: 5, least: 1, most: 9 });
    expect(spreadOf([7])).toEqual({ median: 7, least: 7, most: 7 });
  });

  it('refuse nothing at all and what is no number', () => {
    expect(() => spreadOf([])).toThrow('finite numbers');
    expect(() => spreadOf([1, Number.NaN])).toThrow('finite numbers');
  });

  it('divide pair by pair, so that a machine that was slow for a while does not show', () => {
    // The second pair was taken while the machine ran at a tenth of its speed.
    expect(
      ratioOf([
        { ours: 50, baseline: 100 },
        { ours: 5, baseline: 10 },
      ]).median,
    ).toBe(0.5);
  });

  it('measure ours and the baseline by turns, and turn the order around each time', async () => {
    const order: string[] = [];
    const measured = (name: string) => async () => order.push(name);
    const pairs = await alternate(3, { ours: measured('ours'), baseline: measured('baseline') });
    expect(order).toEqual(['baseline', 'ours', 'ours', 'baseline', 'baseline', 'ours']);
    expect(pairs).toEqual([
      { baseline: 1, ours: 2 },
      { ours: 3, baseline: 4 },
      { baseline: 5, ours: 6 },
    ]);
  });
});

describe('an aim', () => {
  const pairs = [{ ours: 60, baseline: 100 }];
  const figure = (aim: Figure['aim']) => figureOf({ ...ABOUT, ...(aim ? { aim } : {}) }, pairs);

  it('is met by the median of the ratio, or of the value, at the limit itself too', () => {
    expect(isMet(figure({ of: 'ratio', is: 'at least', limit: 0.6 }))).toBe(true);
    expect(isMet(figure({ of: 'ratio', is: 'at least', limit: 0.61 }))).toBe(false);
    expect(isMet(figure({ of: 'value', is: 'at most', limit: 60 }))).toBe(true);
    expect(isMet(figure({ of: 'value', is: 'at most', limit: 59 }))).toBe(false);
    expect(isMet(figure(undefined))).toBeNull();
  });
});

describe('the table', () => {
  it('gives each figure a line with both values, their ratio and whether the aim was met', () => {
    const pairs = [
      { ours: 412.34, baseline: 800 },
      { ours: 400, baseline: 1000 },
      { ours: 450, baseline: 900 },
    ];
    const figure = figureOf({ ...ABOUT, aim: { of: 'ratio', is: 'at least', limit: 0.55 } }, pairs);
    const [head, , line, ...more] = tableOf([figure]).split('\n');
    expect(more).toEqual([]);
    expect(head).toContain('baseline');
    expect(line).toMatch(/^payload +one core +412 MB\/s +900 MB\/s +age -d \| sha384sum +0\.50 \(0\.40 to 0\.52\) +3 /);
    expect(line).toMatch(/ratio at least 0\.55 +NOT MET$/);
  });
});
