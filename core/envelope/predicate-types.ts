const HOME = 'https://scrutineer.example';

/** The type URI of every statement the house signs. The number at the end changes when a reader of the old would err. */
export const PREDICATE = {
  bundle: `${HOME}/evaluation-bundle/v1`,
  roster: `${HOME}/roster/v1`,
  policy: `${HOME}/threshold-policy/v1`,
  decision: `${HOME}/designation-decision/v1`,
  concurrence: `${HOME}/designation-concurrence/v1`,
  notice: `${HOME}/designation-notice/v1`,
  checkpoint: `${HOME}/audit-checkpoint/v1`,
  card: `${HOME}/identity-card/v1`,
} as const;

export type PredicateType = (typeof PREDICATE)[keyof typeof PREDICATE];

const KNOWN: ReadonlySet<string> = new Set(Object.values(PREDICATE));

/** @returns the text as one of our predicate types, or undefined where it is none. */
export function asPredicateType(text: string): PredicateType | undefined {
  return KNOWN.has(text) ? (text as PredicateType) : undefined; // membership was checked
}
