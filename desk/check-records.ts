import type { AuditEvent } from '../core/audit/event.ts';
import { asSha384 } from '../core/brand.ts';
import { counted } from '../core/counted.ts';
import { sha384 } from '../core/crypto/digest.ts';
import type { CheckStep } from '../core/envelope/checklist.ts';
import type { ReadableDb } from '../db/handle.ts';
import { listCountingBundles } from '../db/index-digest.ts';
import { RECORD_TABLES, recordDigest, recordKeys, settingsDigest } from '../db/record-digest.ts';
import { getAttachment } from '../db/repositories/attachment.ts';
import { iterateAuditEvents } from '../db/repositories/audit-event.ts';
import { listDecisionEvents } from '../db/repositories/decision-event.ts';
import { listDecisionSignatures } from '../db/repositories/decision-signature.ts';
import { listQuarantine } from '../db/repositories/quarantine.ts';
import { faultStep } from './check-step.ts';
import { CHANGES_SETTINGS, RECORD_OF_ACT, textOf } from './record-of-act.ts';

const STEP = 'records of the audit log';

/** Steps of a decision that an act of the same name records: `decision.completed` and so on. */
const DECISION_ACT = /^decision\.(completed|withdrawn|superseded|rescinded|exported)$/;

/** What was found while the events were read in their order. */
class Findings {
  readonly missing: string[] = [];
  readonly changed: string[] = [];
  readonly unknown: string[] = [];
  /** Records of events that carry no digest, as a vault of an earlier version wrote them. */
  uncovered = 0;
  events = 0;
  /** What the events name: `table key`, `bundle digest`, `quarantine digest`, `step decision name`. */
  readonly named = new Set<string>();
  settings: { readonly sequence: number; readonly digest: string } | undefined;
}

/**
 * Holds the rows that acts added against the audit log: what an event names must be there and have the digest that the
 * event gives, and nothing may be there that no event names. The chain itself must have been verified.
 */
export function checkRecords(db: ReadableDb): CheckStep[] {
  const found = new Findings();
  const decisions = new Set(recordKeys(db, 'decision'));
  // Read whole first: the checks below read other tables of the same connection.
  for (const event of [...iterateAuditEvents(db)]) {
    found.events += 1;
    checkEvent(db, event, decisions, found);
  }
  checkSettings(db, found);
  findUnknown(db, decisions, found);
  const failed = [
    faultStep(STEP, 'vault.record-missing', found.missing),
    faultStep(STEP, 'vault.record-changed', found.changed),
    faultStep(STEP, 'vault.record-unknown', found.unknown),
  ].filter((step) => step !== undefined);
  const whole: CheckStep = {
    step: STEP,
    outcome: 'passed',
    code: null,
    detail: `${counted(found.events, 'event')}: everything they name is there as it was written, and nothing besides.`,
  };
  return [...(failed.length === 0 ? [whole] : failed), ...uncoveredStep(found)];
}

function uncoveredStep({ uncovered }: Findings): CheckStep[] {
  if (uncovered === 0) return [];
  const detail = `${counted(uncovered, 'record')} of an earlier version, whose events carry no digest: a change in place would not be noticed.`;
  return [{ step: 'records without a digest', outcome: 'not-checked', code: null, detail }];
}

function checkEvent(db: ReadableDb, event: AuditEvent, decisions: ReadonlySet<string>, found: Findings): void {
  const { act, detail, sequence, subject } = event;
  const at = `event ${sequence} (${act})`;
  checkRow(db, event, decisions, found);
  const decisionId = textOf(detail, 'decisionId') ?? '';
  if (CHANGES_SETTINGS.has(act)) {
    const digest = textOf(detail, 'settingsDigest');
    found.settings = digest === undefined ? undefined : { sequence, digest };
  }
  if (act === 'bundle.imported') found.named.add(`bundle ${textOf(detail, 'sealedDigest') ?? ''}`);
  if (act === 'bundle.quarantined') found.named.add(`quarantine ${textOf(detail, 'sealedDigest') ?? ''}`);
  const [, step] = DECISION_ACT.exec(act) ?? [];
  if (step !== undefined && decisions.has(decisionId)) {
    found.named.add(`step ${decisionId} ${step}`);
    const isThere = listDecisionEvents(db, decisionId).some((one) => one.step === step);
    // A draft is exported too, and takes no step by that.
    if (!isThere && step !== 'exported') found.missing.push(`${at}: the decision ${subject} has not taken this step`);
  }
  if (act === 'decision.signed' && decisions.has(decisionId)) {
    const keys = new Set<unknown>(listDecisionSignatures(db, decisionId).map(({ keyId }) => keyId));
    const asked: readonly unknown[] = Array.isArray(detail['keyIds']) ? detail['keyIds'] : [];
    if (asked.some((keyId) => !keys.has(keyId))) found.missing.push(`${at}: a signature is not in the vault`);
  }
  const attachment = asSha384(textOf(detail, 'attachmentDigest') ?? '');
  if (attachment !== undefined) {
    const kept = getAttachment(db, attachment);
    if (kept === undefined) found.missing.push(`${at}: the attachment is not in the vault`);
    else if (sha384(kept.bytes) !== attachment) found.changed.push(`${at}: the attachment is not what it was`);
  }
}

/** The one row that the act of an event added. */
function checkRow(db: ReadableDb, event: AuditEvent, decisions: ReadonlySet<string>, found: Findings): void {
  const { act, detail, sequence } = event;
  const record = RECORD_OF_ACT[act];
  const key = record && textOf(detail, record.field);
  if (record === undefined || key === undefined) return;
  found.named.add(`${record.table} ${key}`);
  const told = textOf(detail, 'recordDigest');
  // A position on another desk's decision is recorded here and kept there.
  const isElsewhere = act === 'concurrence.recorded' && !decisions.has(textOf(detail, 'decisionId') ?? '');
  if (told === undefined && isElsewhere) return;
  const now = recordDigest(db, record.table, key);
  const what = `event ${sequence} (${act}): the ${record.words} ${key.slice(0, 36)}`;
  if (now === undefined) found.missing.push(`${what} is not in the vault`);
  else if (told === undefined) found.uncovered += 1;
  else if (told !== now) found.changed.push(`${what} is not what it was`);
}

/** Only the last event that changed the settings tells how they stand. */
function checkSettings(db: ReadableDb, found: Findings): void {
  if (found.settings === undefined) found.uncovered += 1;
  else if (settingsDigest(db) !== found.settings.digest) {
    found.changed.push(`event ${found.settings.sequence}: the settings of the vault are not what they were`);
  }
}

function findUnknown(db: ReadableDb, decisions: ReadonlySet<string>, found: Findings): void {
  const unless = (named: string, words: string) => {
    if (!found.named.has(named)) found.unknown.push(`no event names ${words}`);
  };
  for (const table of RECORD_TABLES) {
    const words = Object.values(RECORD_OF_ACT).find((record) => record.table === table)?.words ?? table;
    for (const key of recordKeys(db, table)) unless(`${table} ${key}`, `the ${words} ${key.slice(0, 36)}`);
  }
  for (const id of decisions) {
    for (const { step } of listDecisionEvents(db, id)) {
      if (step !== 'drafted') unless(`step ${id} ${step}`, `the step "${step}" of the decision ${id}`);
    }
  }
  const bundles = new Set(listCountingBundles(db).map(({ sealedDigest }) => sealedDigest));
  const quarantined = new Set<string>(listQuarantine(db).map(({ sealedDigest }) => sealedDigest));
  for (const digest of bundles) unless(`bundle ${digest}`, `the bundle ${digest.slice(0, 16)}`);
  for (const digest of quarantined) unless(`quarantine ${digest}`, `the quarantined file ${digest.slice(0, 16)}`);
  for (const named of found.named) {
    const [kind, digest = ''] = named.split(' ');
    const isGone = (kind === 'bundle' && !bundles.has(digest)) || (kind === 'quarantine' && !quarantined.has(digest));
    if (isGone) found.missing.push(`the ${kind === 'bundle' ? 'bundle' : 'quarantined file'} ${digest.slice(0, 16)}`);
  }
}
