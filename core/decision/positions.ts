import type { Instant, PersonId } from '../brand.ts';
import type { FailureCode } from '../failure-code.ts';
import type { Concurrence, Position } from './concurrence.ts';
import type { Decision } from './decision.ts';

/** What is known of one consulted official's position. Silence is never concurrence. */
export type SeenPosition = Position | 'conflicting' | 'no-position-seen';

export interface ConsultedPosition {
  readonly agency: string;
  readonly personId: PersonId;
  readonly position: SeenPosition;
  /** They signed the decision itself. */
  readonly signedDecision: boolean;
  /** Their valid statements, oldest first. */
  readonly statements: readonly Concurrence[];
}

function latest(statements: readonly Concurrence[]): Position | undefined {
  return statements.at(-1)?.position;
}

/**
 * Says what position each consulted official took. Their signature on the decision is concurrence; a later statement
 * stands over an earlier one; a signature beside a last word of dissent is told as a conflict, not resolved.
 * @param statements positions on this very decision that `verifyConcurrence` passed, in any order
 * @param signers the persons counted as having signed the decision
 */
export function positionsOf(
  decision: Decision,
  statements: readonly Concurrence[],
  signers: readonly PersonId[],
): ConsultedPosition[] {
  const moment = (instant: Instant) => Date.parse(instant);
  return decision.consulted.map(({ agency, personId }) => {
    const own = statements
      .filter((one) => one.personId === personId && one.agency === agency)
      .sort((a, b) => moment(a.statedAt) - moment(b.statedAt));
    const signedDecision = signers.includes(personId);
    const last = latest(own);
    const lastMoment = own.at(-1)?.statedAt;
    const atOnce = new Set(own.filter((one) => one.statedAt === lastMoment).map((one) => one.position));
    const isConflict = atOnce.size > 1 || (signedDecision && last === 'does-not-concur');
    const position: SeenPosition = isConflict
      ? 'conflicting'
      : signedDecision
        ? 'concurs'
        : (last ?? 'no-position-seen');
    return { agency, personId, position, signedDecision, statements: own };
  });
}

const WORDS: Readonly<Record<SeenPosition, string>> = {
  concurs: 'concurs',
  'does-not-concur': 'does not concur',
  comments: 'comments, without concurring',
  conflicting: 'positions conflict: look at each statement',
  'no-position-seen': 'no position seen; this is not concurrence',
};

/** @returns a position as words for a person. */
export function positionInWords(position: SeenPosition): string {
  return WORDS[position];
}

const WORST_FIRST: readonly (readonly [SeenPosition, FailureCode])[] = [
  ['conflicting', 'decision.position-conflicting'],
  ['does-not-concur', 'decision.position-dissent'],
  ['no-position-seen', 'decision.position-not-seen'],
  ['comments', 'decision.position-comments'],
];

/** @returns the code of what a reader must not overlook among the positions; null where everybody concurs. */
export function warningOf(positions: readonly ConsultedPosition[]): FailureCode | null {
  const worst = WORST_FIRST.find(([position]) => positions.some((one) => one.position === position));
  return worst?.[1] ?? null;
}
