import type { Act } from '../../core/audit/act.ts';
import { type AuditEntry, type AuditEvent, type ChainHead, chainEvent } from '../../core/audit/event.ts';
import type { CaseId } from '../../core/brand.ts';
import { digestFrom, instantFrom, objectFrom } from '../column.ts';
import { all, get, iterate, type ReadableDb, run, type WritableDb } from '../handle.ts';
import { transaction } from '../transaction.ts';

interface Row {
  readonly sequence: number;
  readonly at: string;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly detail_json: string;
  readonly previous: string;
  readonly digest: string;
}

function eventOf(row: Row): AuditEvent {
  return {
    sequence: row.sequence,
    at: instantFrom(row.at),
    actor: row.actor,
    // Not narrowed here: an act that was changed past the schema is for `verifyChain` to find, not to stumble on.
    act: row.act as AuditEvent['act'],
    subject: row.subject,
    detail: objectFrom(row.detail_json),
    previous: digestFrom(row.previous),
    digest: digestFrom(row.digest),
  };
}

/** @returns the last event's place in the chain, which `chainEvent` of core/audit takes; null where there is none. */
export function auditHead(db: ReadableDb): ChainHead | null {
  const row = get<{ sequence: number; digest: string }>(
    db,
    'SELECT sequence, digest FROM audit_event ORDER BY sequence DESC LIMIT 1',
  );
  return row ? { sequence: row.sequence, digest: digestFrom(row.digest) } : null;
}

/**
 * Appends an event. Read the head and append in one transaction.
 * @throws Refusal `vault.chain` where the event does not follow the last one
 */
export function appendAuditEvent(db: WritableDb, event: AuditEvent): void {
  run(
    db,
    `INSERT INTO audit_event (sequence, at, actor, act, subject, detail_json, previous, digest)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    event.sequence,
    event.at,
    event.actor,
    event.act,
    event.subject,
    JSON.stringify(event.detail),
    event.previous,
    event.digest,
  );
}

/** Makes the event that follows the last one and appends it, in one transaction. */
export function recordAct(db: WritableDb, entry: AuditEntry): AuditEvent {
  return transaction(db, () => {
    const event = chainEvent(auditHead(db), entry);
    appendAuditEvent(db, event);
    return event;
  });
}

/** Reads the whole chain in order, one by one, for `verifyChain` and for the export. */
export function* iterateAuditEvents(db: ReadableDb): Generator<AuditEvent, void> {
  for (const row of iterate<Row>(db, 'SELECT * FROM audit_event ORDER BY sequence')) yield eventOf(row);
}

/** @returns up to `limit` events before this sequence (null: the end), the newest first. */
export function listAuditEvents(db: ReadableDb, before: number | null, limit: number): AuditEvent[] {
  return all<Row>(
    db,
    'SELECT * FROM audit_event WHERE sequence < ? ORDER BY sequence DESC LIMIT ?',
    before ?? Number.MAX_SAFE_INTEGER,
    limit,
  ).map(eventOf);
}

/** @returns the events on one subject, in their order. */
export function listAuditEventsOf(db: ReadableDb, subject: string): AuditEvent[] {
  return all<Row>(db, 'SELECT * FROM audit_event WHERE subject = ? ORDER BY sequence', subject).map(eventOf);
}

/** @returns whether one of these acts on a case was recorded after the event of this sequence. */
export function hasActAfter(db: ReadableDb, sequence: number, acts: readonly Act[], caseId: CaseId): boolean {
  const found = get(
    db,
    `SELECT 1 FROM audit_event WHERE sequence > ? AND act IN (SELECT value FROM json_each(?))
       AND json_extract(detail_json, '$.caseId') = ? LIMIT 1`,
    sequence,
    JSON.stringify(acts),
    caseId,
  );
  return found !== undefined;
}
