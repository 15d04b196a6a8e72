import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HandOver } from './hand-over.ts';

describe('what is being typed when the desk locks', () => {
  const told: string[] = [];
  let handOver: HandOver;
  let isOver: boolean;
  const ask = () => {
    isOver = false;
    void handOver.ask('idle').then(() => {
      isOver = true;
    });
  };
  beforeEach(() => {
    vi.useFakeTimers();
    told.length = 0;
    handOver = new HandOver((reason) => told.push(reason), 1000);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is asked for, and waited for until the window says that it handed all of it over', async () => {
    ask();
    expect(told).toEqual(['idle']);
    await vi.advanceTimersByTimeAsync(900);
    expect(isOver).toBe(false);
    handOver.done();
    await vi.advanceTimersByTimeAsync(0);
    expect(isOver).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not waited for longer than that, so that a window that hangs keeps no desk open', async () => {
    ask();
    await vi.advanceTimersByTimeAsync(1000);
    expect(isOver).toBe(true);
    handOver.done();
  });

  it('is heard of only when it was asked for', async () => {
    handOver.done();
    ask();
    await vi.advanceTimersByTimeAsync(999);
    expect(isOver).toBe(false);
  });
});
