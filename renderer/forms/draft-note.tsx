import type { Draft } from './draft.ts';

const WORDS = {
  reading: 'Looking for a draft…',
  empty: 'What you type is kept as a draft in the vault.',
  typing: 'Typing…',
  kept: 'Kept as a draft in the vault.',
  'not-kept': 'The draft could not be kept. What you typed is still here.',
} as const;

/** Says whether what is typed would survive a lock. */
export function DraftNote({ state }: { readonly state: Draft<object>['state'] }) {
  return (
    <span className={`draft-note draft-${state}`} role="status">
      {WORDS[state]}
    </span>
  );
}
