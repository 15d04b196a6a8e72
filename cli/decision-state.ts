import type { Console } from './console.ts';

/** Says how a decision stands, and what it still lacks. */
export function showDecisionState(console: Console, state: string, missing: readonly string[]): void {
  console.say(state === 'complete' ? 'The decision is complete.' : `The decision is not complete (${state}).`);
  for (const one of missing) console.say(`  still missing: ${one}`);
}
