import { useEffect, useSyncExternalStore } from 'react';
import type { Preferences } from '../../desk/contract/session.ts';

const DARK = '(prefers-color-scheme: dark)';
const subscribe = (changed: () => void): (() => void) => {
  const query = window.matchMedia(DARK);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
};

/** Puts theme and density on the page, where the style sheets and Blueprint look for them. */
export function usePageLook(theme: Preferences['theme'], density: Preferences['density']): void {
  const systemIsDark = useSyncExternalStore(subscribe, () => window.matchMedia(DARK).matches);
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark);
  useEffect(() => {
    document.body.classList.toggle('bp6-dark', dark);
    document.body.dataset['density'] = density;
  }, [dark, density]);
}
