/** The steps of a bundle's verification in their order, as the desk names them. */
export const BUNDLE_STEPS = [
  'readable',
  'addressed-to-this-desk',
  'manifest-signed',
  'producer-trusted',
  'marking-within-ceiling',
  'not-seen-before',
  'members-complete',
  'logs-readable',
  'claims-recomputed',
] as const;

const WORDS: Readonly<Record<string, string>> = {
  readable: 'Readable',
  'addressed-to-this-desk': 'Addressed to this desk',
  'manifest-signed': 'Manifest is signed',
  'producer-trusted': 'Producer is trusted',
  'marking-within-ceiling': 'Marking within the ceiling',
  'not-seen-before': 'Not seen before, no gap',
  'members-complete': 'Members complete',
  'logs-readable': 'Logs readable',
  'claims-recomputed': 'Claims recomputed',
};

/** `bundle.imported` and `assessmentDigest` as a person reads them: `Bundle imported`, `Assessment digest`. */
export function spoken(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll(/[.\-_]/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @returns the words for a step; what is checked stands before the dot of a name as `roster.signed-by-root`, and is left out */
export const stepWords = (step: string): string => WORDS[step] ?? spoken(step.replace(/^[a-z]+\./, ''));
