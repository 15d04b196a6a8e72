import type { Draft } from './draft.ts';

const WORDS = {
  reading: 'Looking for a draft…',
  empty: 'The text will be kept as a draft in the vault; passphrases never are.',
  typing: 'Typing…',
  kept: 'Kept as a draft in the vault. Passphrases never are.',
  'above-ceiling':
    'Not kept: it is marked above what this workstation may hold. Remove it; report a spill as your rules say.',
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
