import type { Asked } from '../../desk/contract.ts';
import type { CaseFile } from './case-screen.tsx';

/** The form as typed: text, until it is sent. */
export interface TypedScore {
  readonly benchmark: string;
  readonly version: string;
  readonly role: 'candidate' | 'reference';
  readonly model: string;
  readonly metric: string;
  readonly value: string;
  readonly standardError: string;
  readonly tasks: string;
  readonly marking: string;
  readonly source: string;
  readonly conductedBy: string;
  readonly conductedAt: string;
  readonly harness: string;
  readonly procedure: string;
  readonly note: string;
  readonly attachment: string;
  /** The id of the score that this one corrects; empty for a new one. */
  readonly supersedes: string;
}

export const EMPTY_SCORE: TypedScore = {
  benchmark: '',
  version: '',
  role: 'candidate',
  model: '',
  metric: 'mean',
  value: '',
  standardError: '',
  tasks: '',
  marking: 'UNCLASSIFIED',
  source: '',
  conductedBy: '',
  conductedAt: '',
  harness: '',
  procedure: '',
  note: '',
  attachment: '',
  supersedes: '',
};

/** Metrics that are shares, whatever the benchmark. */
const SHARE = /^(mean|accuracy|pass[@^]\d+|solved-any)$/;

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

/** @returns the fields that are still missing or unusable, by the names a person sees */
export function missingIn(typed: TypedScore): readonly string[] {
  const missing: string[] = [];
  const needs: readonly (readonly [keyof TypedScore, string])[] = [
    ['benchmark', 'benchmark'],
    ['metric', 'metric'],
    ['marking', 'marking'],
    ['source', 'where the number stands'],
    ['conductedBy', 'who ran it'],
    ['procedure', 'procedure'],
  ];
  for (const [name, words] of needs) if (typed[name].trim() === '') missing.push(words);
  if (!isNumber(typed.value)) missing.push('a number as value');
  else if (SHARE.test(typed.metric.trim()) && (Number(typed.value) < 0 || Number(typed.value) > 1))
    missing.push('a value from 0 to 1, as 0.4167 for 41.67 %');
  if (typed.standardError !== '' && !isNumber(typed.standardError)) missing.push('a number as standard error');
  if (typed.tasks !== '' && !/^[1-9]\d*$/.test(typed.tasks)) missing.push('a whole number of tasks');
  if (instantOf(typed.conductedAt) === null) missing.push('when it was run, as 2026-11-23');
  if (typed.role === 'reference' && typed.model.trim() === '') missing.push('reference model');
  return missing;
}

/** @returns the contract's instant for a date or a time; null where it is neither */
function instantOf(text: string): string | null {
  const given = text.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(given)) return `${given}T00:00:00Z`;
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/.test(given) ? given : null;
}

/** @returns what `recordScore` asks for; empty fields are left out */
export function askedScore(caseId: string, typed: TypedScore): Asked<'recordScore'> {
  const given = <Name extends string>(name: Name, text: string) => (text.trim() === '' ? {} : { [name]: text });
  return {
    caseId,
    role: typed.role,
    benchmark: typed.benchmark,
    metric: typed.metric,
    value: Number(typed.value),
    marking: typed.marking,
    ...given('version', typed.version),
    ...(typed.role === 'reference' ? { model: typed.model } : {}),
    ...(typed.standardError === '' ? {} : { standardError: Number(typed.standardError) }),
    ...(typed.tasks === '' ? {} : { tasks: Number(typed.tasks) }),
    provenance: {
      source: typed.source,
      conductedBy: typed.conductedBy,
      conductedAt: instantOf(typed.conductedAt) ?? typed.conductedAt,
      procedure: typed.procedure,
      ...given('harness', typed.harness),
    },
    ...given('note', typed.note),
    ...given('attachment', typed.attachment),
    ...given('supersedes', typed.supersedes),
  };
}

type Recorded = CaseFile['typedScores'][number];

/**
 * Chooses the score that the form corrects, and fills the form in with it. What a person has typed is never written over:
 * then only the choice changes.
 * @param earlier undefined where the form corrects nothing any more
 */
export function correcting(
  typed: TypedScore,
  earlier: Recorded | undefined,
  recorded: readonly Recorded[],
): TypedScore {
  const filledFrom = recorded.find(({ id }) => id === typed.supersedes);
  const asFilled = filledFrom ? correctionOf(filledFrom) : EMPTY_SCORE;
  const isAsFilled = JSON.stringify(typed) === JSON.stringify(asFilled);
  if (!isAsFilled) return { ...typed, supersedes: earlier?.id ?? '' };
  return earlier ? correctionOf(earlier) : EMPTY_SCORE;
}

/** What was recorded, as it is typed; a file is attached again. */
function correctionOf(score: Recorded): TypedScore {
  const { benchmark, version, role, metric, marking, source, conductedBy, procedure } = score;
  const text = (value: string | number | null) => (value === null ? '' : String(value));
  return {
    benchmark,
    version,
    role,
    model: role === 'reference' ? score.model : '',
    metric,
    value: text(score.value),
    standardError: text(score.standardError),
    tasks: text(score.tasks),
    marking,
    source,
    conductedBy,
    conductedAt: score.conductedAt,
    harness: text(score.harness),
    procedure,
    note: text(score.note),
    attachment: '',
    supersedes: score.id,
  };
}
