import { useSyncExternalStore } from 'react';

/** Where the window is: parts of a path kept after `#`, so that going back and forth works as everywhere. */
export type Route = readonly string[];

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

/** @returns the parts of the path, `['cases']` at the start */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  const parts = hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
  return parts.length > 0 ? parts : ['cases'];
}

export function goTo(...route: readonly (string | number)[]): void {
  window.location.hash = `#/${route.map((part) => encodeURIComponent(String(part))).join('/')}`;
}
