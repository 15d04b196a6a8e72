import type { PowerMonitor } from 'electron';

/** How often the idle time is looked at, in milliseconds. */
const LOOK_EVERY = 5000;

/** What starts a lock without anybody asking for it. */
export interface LockTriggers {
  /** Minutes without input until the desk locks. */
  lockMinutes(): number;
  lock(reason: 'idle' | 'screen' | 'suspend'): void;
}

/**
 * Locks when the person has been away, when their screen locks, and before the machine sleeps.
 * @returns what ends the watch
 */
export function watchForLock(
  monitor: Pick<PowerMonitor, 'on' | 'getSystemIdleTime'>,
  triggers: LockTriggers,
): () => void {
  monitor.on('lock-screen', () => triggers.lock('screen'));
  monitor.on('suspend', () => triggers.lock('suspend'));
  monitor.on('user-did-resign-active', () => triggers.lock('screen'));
  const clock = setInterval(() => {
    if (monitor.getSystemIdleTime() >= triggers.lockMinutes() * 60) triggers.lock('idle');
  }, LOOK_EVERY);
  return () => clearInterval(clock);
}
