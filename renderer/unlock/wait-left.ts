import { useEffect, useState } from 'react';
import { CallRefused } from '../bridge/call.ts';

/** @returns the seconds that a refusal asks to wait, 0 where it asks for none */
export function secondsAsked(error: unknown): number {
  if (!(error instanceof CallRefused) || error.code !== 'vault.unlock-delayed') return 0;
  return Number(/(\d+) s\b/.exec(error.remedy ?? '')?.[1] ?? 0);
}

/** Counts down what is left of the wait that a refusal asked for. */
export function useWaitLeft(error: unknown): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const until = performance.now() + secondsAsked(error) * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - performance.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [error]);
  return left;
}
