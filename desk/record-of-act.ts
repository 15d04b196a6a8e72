import type { Act } from '../core/audit/act.ts';
import { asSha384 } from '../core/brand.ts';
import type { ReadableDb } from '../db/handle.ts';
import { bundleRowsDigest } from '../db/index-digest.ts';
import { type RecordTable, recordDigest, settingsDigest } from '../db/record-digest.ts';
import { getBundle } from '../db/repositories/bundle.ts';

/** An act that added one row: the table, what it holds in words, and which field of the event names it. */
export interface RecordOfAct {
  readonly table: RecordTable;
  readonly words: string;
  readonly field: string;
}

export const RECORD_OF_ACT: { readonly [A in Act]?: RecordOfAct } = {
  'adjudication.recorded': { table: 'adjudication', words: 'adjudication', field: 'adjudicationId' },
  'score.recorded': { table: 'typed_score', words: 'typed score', field: 'scoreId' },
  'assessment.made': { table: 'assessment', words: 'assessment', field: 'assessmentId' },
  'decision.drafted': { table: 'decision', words: 'decision', field: 'decisionId' },
  'concurrence.recorded': { table: 'concurrence', words: 'position', field: 'concurrenceDigest' },
  'notice.made': { table: 'notice', words: 'notice', field: 'noticeId' },
  'case.opened': { table: 'case_file', words: 'case', field: 'caseId' },
  'person.enrolled': { table: 'person', words: 'person', field: 'personId' },
  'roster.imported': { table: 'roster_version', words: 'roster', field: 'rosterDigest' },
  'policy.imported': { table: 'policy_version', words: 'policy', field: 'policyDigest' },
};

/** Acts after which the settings of the vault are digested as they stand. */
export const CHANGES_SETTINGS: ReadonlySet<Act> = new Set(['vault.created', 'settings.changed']);

/** @returns the text of a field of an event, or undefined */
export function textOf(detail: object, field: string): string | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(detail, field)?.value;
  return typeof value === 'string' ? value : undefined;
}

/**
 * @param detail of an event whose rows were written before, in the same transaction
 * @returns the detail with the digest of what the act added
 */
export function withDigests(db: ReadableDb, act: Act, detail: object): object {
  if (CHANGES_SETTINGS.has(act)) return { ...detail, settingsDigest: settingsDigest(db) };
  if (act === 'bundle.imported') {
    const sealed = asSha384(textOf(detail, 'sealedDigest') ?? '');
    const bundle = sealed && getBundle(db, sealed);
    return bundle === undefined ? detail : { ...detail, indexDigest: bundleRowsDigest(db, bundle.row) };
  }
  const record = RECORD_OF_ACT[act];
  const key = record && textOf(detail, record.field);
  const digest = record && key !== undefined ? recordDigest(db, record.table, key) : undefined;
  return digest === undefined ? detail : { ...detail, recordDigest: digest };
}
