import { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchForLock } from './lock-triggers.ts';

describe('what locks the desk by itself', () => {
  let idle = 0;
  let locks: string[];
  let monitor: EventEmitter;
  let stop: () => void;
  beforeEach(() => {
    vi.useFakeTimers();
    idle = 0;
    locks = [];
    monitor = Object.assign(new EventEmitter(), { getSystemIdleTime: () => idle });
    // The little of Electron's monitor that is asked.
    stop = watchForLock(monitor as unknown as PowerMonitor, {
      lockMinutes: () => 10,
      lock: (reason) => locks.push(reason),
    });
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it.each([
    ['lock-screen', 'screen'],
    ['user-did-resign-active', 'screen'],
    ['suspend', 'suspend'],
  ])('is the event %s', (event, reason) => {
    monitor.emit(event);
    expect(locks).toEqual([reason]);
  });

  it('is a time without input as long as the preference says, and not a shorter one', () => {
    idle = 599;
    vi.advanceTimersByTime(60_000);
    expect(locks).toEqual([]);
    idle = 600;
    vi.advanceTimersByTime(5000);
    expect(locks).toEqual(['idle']);
  });

  it('is watched for until the watch ends', () => {
    stop();
    idle = 10_000;
    vi.advanceTimersByTime(60_000);
    expect(locks).toEqual([]);
  });
});
