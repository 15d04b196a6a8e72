import type { JsonNote } from '../json/tolerant.ts';

/** Whether a finding puts the log's honesty or completeness in doubt, or only tells what is unusual. */
export type Severity = 'alarm' | 'notice';

/** What a readable log may say oddly. The list is closed; the severity belongs to the code. */
export const FINDING_SEVERITY = {
  // what the log claims against what it holds
  'log.claim-mismatch': 'alarm',
  'log.reductions-mismatch': 'alarm',
  'log.coverage-mismatch': 'alarm',
  'log.samples-missing': 'alarm',
  'log.epochs-missing': 'alarm',
  'log.scorer-absent': 'alarm',
  'log.not-recomputable': 'notice',
  'log.duplicate-attempt': 'alarm',
  'log.summary-mismatch': 'alarm',
  'log.start-mismatch': 'alarm',
  'log.model-mismatch': 'alarm',
  'log.tags-mismatch': 'alarm',
  'log.invalidation-mismatch': 'alarm',
  'log.usage-mismatch': 'notice',
  'log.count-mismatch': 'notice',
  // what was done to the log
  'log.score-edited': 'alarm',
  'log.edit-without-history': 'alarm',
  'log.invalidated': 'alarm',
  'log.crashed': 'alarm',
  'log.not-finished': 'alarm',
  'log.duplicate-member': 'notice',
  'log.config-updated': 'notice',
  'log.log-edited': 'notice',
  // what the bytes hold
  'log.hostile-name': 'alarm',
  'log.overlapping-members': 'alarm',
  'log.trailing-bytes': 'alarm',
  'log.name-mismatch': 'notice',
  'log.unknown-member': 'notice',
  'log.duplicate-key': 'alarm',
  'log.bigint': 'notice',
  'log.non-finite': 'notice',
  'log.lone-surrogate': 'notice',
  'log.nul': 'notice',
  'log.not-utf8': 'notice',
  'log.unknown-event': 'notice',
  'log.unknown-content': 'notice',
  'log.unresolved-reference': 'notice',
  'log.unknown-status': 'notice',
  'log.naive-time': 'notice',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof FINDING_SEVERITY;

/** One finding: where it was seen (a ZIP member or a place in the JSON; null for the log as a whole) and in what words. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly member: string | null;
  /** Names and counts of the log's own; never shown as HTML. */
  readonly detail: string;
}

const MOST_OF_A_KIND = 20;

/** Collects findings; of one code it keeps the first twenty and counts the rest, so that a hostile log stays readable. */
export class Findings {
  private readonly kept: Finding[] = [];
  private readonly counts = new Map<FindingCode, number>();

  add(code: FindingCode, member: string | null, detail: string): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count <= MOST_OF_A_KIND) this.kept.push({ code, severity: FINDING_SEVERITY[code], member, detail });
  }

  /** Adds a finding unless the same was made before, as when a log is read twice. */
  addOnce(code: FindingCode, member: string | null, detail: string): void {
    const known = this.kept.some((f) => f.code === code && f.member === member && f.detail === detail);
    if (!known) this.add(code, member, detail);
  }

  /** Adds what the JSON parser noted about one member. */
  addNotes(member: string | null, notes: readonly JsonNote[]): void {
    for (const note of notes) {
      const times = note.count === 1 ? 'once' : `${note.count} times`;
      this.add(CODE_OF_NOTE[note.kind], member, `${WORDS_OF_NOTE[note.kind]}: ${times}, first at ${note.path}`);
    }
  }

  count(code: FindingCode): number {
    return this.counts.get(code) ?? 0;
  }

  /** @returns the findings in the order they were made, each overfull code closed by a line with the rest. */
  list(): Finding[] {
    const more: Finding[] = [];
    for (const [code, count] of this.counts) {
      if (count <= MOST_OF_A_KIND) continue;
      const detail = `and ${count - MOST_OF_A_KIND} more of this kind`;
      more.push({ code, severity: FINDING_SEVERITY[code], member: null, detail });
    }
    return [...this.kept, ...more];
  }
}

const CODE_OF_NOTE: Readonly<Record<JsonNote['kind'], FindingCode>> = {
  'duplicate-key': 'log.duplicate-key',
  'big-integer': 'log.bigint',
  'non-finite': 'log.non-finite',
  'lone-surrogate': 'log.lone-surrogate',
  nul: 'log.nul',
  'not-utf8': 'log.not-utf8',
  bom: 'log.not-utf8',
};

const WORDS_OF_NOTE: Readonly<Record<JsonNote['kind'], string>> = {
  'duplicate-key': 'A key stands twice in one object, and readers may disagree which counts (here the last)',
  'big-integer': 'An integer is beyond 2^53 and is kept exact',
  'non-finite': 'NaN or an infinity stands as a number',
  'lone-surrogate': 'Text holds half of a surrogate pair',
  nul: 'Text holds a NUL character',
  'not-utf8': 'Bytes are not UTF-8 and read as U+FFFD',
  bom: 'The document starts with a byte order mark',
};
