import { describe, expect, it } from 'vitest';
import type { Pushed } from '../desk/contract/session.ts';
import { ImportQueue } from './import-queue.ts';

describe('the queue of imports', () => {
  const begin = () => {
    const told: Pushed<'import'>[] = [];
    const queue = new ImportQueue((entry) => told.push(entry));
    const [name = ''] = queue.start(['/media/in/kestrel.seb'], () => new Promise(() => undefined));
    return { told, queue, name };
  };
  const passed = (step: string) => ({ step, outcome: 'passed', code: null, detail: 'Good.' }) as const;

  it('tells the checklist step by step as it is gone through, and keeps it over the phases', () => {
    const { told, queue, name } = begin();
    queue.progress({ name, step: 'checked', done: 0, total: 0 }, passed('readable'));
    queue.progress({ name, step: 'check every member', done: 5, total: 10 });
    queue.progress({ name, step: 'checked', done: 0, total: 0 }, passed('manifest-signed'));
    expect(told.at(-1)).toMatchObject({ phase: 'checking', done: 5, total: 10 });
    expect(told.at(-1)?.steps?.map(({ step }) => step)).toEqual(['readable', 'manifest-signed']);
  });

  it('counts attempts while logs are read, never logs and attempts in one number', () => {
    const { told, queue, name } = begin();
    queue.progress({ name, step: 'read logs', done: 0, total: 4 });
    expect(told.at(-1)).toMatchObject({ phase: 'reading', done: 0, total: 0 });
    queue.progress({ name, step: 'read attempts', done: 120, total: 840 });
    queue.progress({ name, step: 'read logs', done: 1, total: 4 });
    expect(told.at(-1)).toMatchObject({ phase: 'reading', done: 120, total: 840 });
  });

  it('tells which log of how many is read, and begins to count its attempts anew', () => {
    const { told, queue, name } = begin();
    queue.progress({ name, step: 'begin log', done: 0, total: 2 });
    expect(told.at(-1)).toMatchObject({ phase: 'reading', done: 0, total: 0, log: { number: 1, of: 2 } });
    queue.progress({ name, step: 'read attempts', done: 840, total: 840 });
    expect(told.at(-1)).toMatchObject({ done: 840, log: { number: 1, of: 2 } });
    queue.progress({ name, step: 'begin log', done: 1, total: 2 });
    expect(told.at(-1)).toMatchObject({ done: 0, total: 0, log: { number: 2, of: 2 } });
  });

  it('takes no notice of what belongs to no import of its own', () => {
    const { told, queue } = begin();
    expect(queue.progress({ name: 'checkVault', step: 'pages', done: 1, total: 2 })).toBe(false);
    expect(told.length).toBe(1);
  });
});
