import type { Outcome } from './logic.ts';

/** A finding that the outcome points to. It is words for a person who determines; no program adopts it. */
export interface Suggestion {
  readonly finding: 'covered' | 'not-covered' | 'insufficient-evidence';
  readonly words: string;
}

const SUGGESTIONS: Readonly<Record<Outcome, Suggestion>> = {
  met: {
    finding: 'covered',
    words: 'The rule of the policy is met. That points to "covered"; the determining official decides.',
  },
  'not-met': {
    finding: 'not-covered',
    words: 'The rule of the policy is not met. That points to "not covered"; the determining official decides.',
  },
  indeterminate: {
    finding: 'insufficient-evidence',
    words:
      'The evidence does not decide the rule of the policy. That points to "insufficient evidence"; the determining official decides.',
  },
};

/** @returns what the outcome points to. */
export function suggestFinding(outcome: Outcome): Suggestion {
  return SUGGESTIONS[outcome];
}
