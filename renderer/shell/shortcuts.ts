import { useEffect } from 'react';
import { session } from '../bridge/call.ts';
import { PLACES } from './places.tsx';
import { goTo } from './route.ts';

/** The keys of the window, as the sheet shows them. */
export const SHORTCUTS: readonly (readonly [string, string])[] = [
  ['Ctrl + K', 'Go to or do anything by name'],
  ['?', 'This sheet'],
  ['Alt + 1 … 5', 'Cases, Import, Trust, Audit, Settings'],
  ['Ctrl + L', 'Lock the desk; what you are typing is kept'],
  ['/', 'To the search field of the screen'],
  ['Alt + ← →', 'Back and forth'],
  ['↑ ↓', 'Between the rows of a list'],
  ['Enter', 'Open the row'],
  ['← →', 'Between the tabs of a case'],
  ['Esc', 'Close this or the palette'],
];

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Listens to the keys that work on every screen. */
export function useShortcuts(acts: { readonly palette: () => void; readonly help: () => void }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey;
      const place = event.altKey ? PLACES.find(({ key }) => key === event.key) : undefined;
      if (command && event.key.toLowerCase() === 'k') acts.palette();
      else if (command && event.key.toLowerCase() === 'l') void session('lock', {});
      else if (place) goTo(place.id);
      else if (event.altKey && event.key === 'ArrowLeft') window.history.back();
      else if (event.altKey && event.key === 'ArrowRight') window.history.forward();
      else if (event.key === '?' && !isTyping(event.target)) acts.help();
      else if (event.key === '/' && !isTyping(event.target)) {
        const search = document.querySelector<HTMLInputElement>('main input[type="search"]');
        if (!search) return;
        search.focus();
      } else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
