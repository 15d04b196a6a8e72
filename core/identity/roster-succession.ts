import type { Sha384 } from '../brand.ts';
import type { CheckStep } from '../envelope/checklist.ts';
import type { FailureCode } from '../failure-code.ts';
import type { Roster } from './roster.ts';

/** One issue of a roster, and what it is named by. */
export interface RosterIssue {
  readonly roster: Roster;
  readonly digest: Sha384;
}

/** `first`: nothing was in use. `same`: it is in use already. `next`: it may take the place. `refused`: it may not. */
export type Succession = 'first' | 'same' | 'next' | 'refused';

const STEP = 'roster.succession';

function refused(code: FailureCode, detail: string): { succession: Succession; step: CheckStep } {
  return { succession: 'refused', step: { step: STEP, outcome: 'failed', code, detail } };
}

function passed(succession: Succession, detail: string): { succession: Succession; step: CheckStep } {
  return { succession, step: { step: STEP, outcome: 'passed', code: null, detail } };
}

/**
 * Says whether a roster may take the place of the one in use. The sequence must grow; the same sequence with another
 * content is a fork; the issue right after the present one must name it, where it names any. Skipped issues are a
 * warning: they may have revoked somebody, and the one at hand holds the present state anyway.
 */
export function checkSuccession(
  current: RosterIssue | undefined,
  next: RosterIssue,
): { succession: Succession; step: CheckStep } {
  if (current === undefined) return passed('first', `It is the first roster here: issue ${next.roster.sequence}.`);
  const from = current.roster.sequence;
  const to = next.roster.sequence;
  if (next.roster.rosterId !== current.roster.rosterId) {
    return refused('roster.fork', `It is another roster (${next.roster.rosterId}) than the one in use.`);
  }
  if (next.digest === current.digest) return passed('same', `It is the roster in use: issue ${from}.`);
  if (to === from)
    return refused('roster.fork', `There are two different issues ${from} of the roster: one is forged.`);
  if (to < from) return refused('roster.rollback', `Issue ${from} is in use; issue ${to} is older.`);
  if (to === from + 1 && next.roster.previous !== undefined && next.roster.previous !== current.digest) {
    return refused('roster.fork', `Issue ${to} follows another issue ${from} than the one in use.`);
  }
  if (to > from + 1) {
    const detail = `Issue ${to} follows issue ${from}; the issues between have not been seen here.`;
    return { succession: 'next', step: { step: STEP, outcome: 'warning', code: 'roster.gap', detail } };
  }
  return passed('next', `Issue ${to} follows issue ${from}.`);
}
