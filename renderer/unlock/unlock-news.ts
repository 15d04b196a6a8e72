import { useSyncExternalStore } from 'react';
import type { SessionOutput } from '../../desk/contract/session.ts';

/** What the unlocking told, until the person has read it. */
type UnlockNews = Pick<SessionOutput<'unlock'>, 'failuresBefore' | 'lastUnlock' | 'swept'>;

let news: UnlockNews | null = null;
const listeners = new Set<() => void>();

export function keepUnlockNews(next: UnlockNews | null): void {
  news = next;
  for (const listener of listeners) listener();
}

export function useUnlockNews(): UnlockNews | null {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => news,
  );
}
