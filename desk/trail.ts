import type { Act, DetailOf } from '../core/audit/act.ts';
import { type AuditEntry, chainEvent } from '../core/audit/event.ts';
import type { Instant } from '../core/brand.ts';
import { toInstant, toMilliseconds } from '../core/instant.ts';
import type { WritableDb } from '../db/handle.ts';
import { appendAuditEvent, auditHead, listAuditEvents } from '../db/repositories/audit-event.ts';
import { transaction } from '../db/transaction.ts';
import type { Desk } from './desk.ts';
import { withDigests } from './record-of-act.ts';

/** What the workstation does by itself is recorded under this name. */
const WORKSTATION = 'desk';

/** One act for the trail, without its place in the chain. */
export type TrailEntry = {
  [A in Act]: { readonly act: A; readonly subject: string; readonly detail: DetailOf<A>; readonly byDesk?: boolean };
}[Act];

function append(db: WritableDb, entry: AuditEntry): void {
  appendAuditEvent(db, chainEvent(auditHead(db), entry));
}

/**
 * Does the work and records the acts in one transaction: an act without its event, or an event without its act, cannot
 * be. Each event carries the digest of the row that its act added, so that `vault check` notices a row that was changed
 * with other tools. A clock that has gone back since the last event is an event of its own.
 * @param work writes the rows and returns what is to be recorded with its result
 * @returns the result of the work
 */
export function recorded<T>(
  desk: Desk,
  work: (db: WritableDb, at: Instant) => { readonly result: T; readonly events: readonly TrailEntry[] },
): T {
  return transaction(desk.vault.db, (db) => {
    const now = desk.clock();
    const at = toInstant(now);
    const last = listAuditEvents(db, null, 1)[0];
    if (last !== undefined && now < toMilliseconds(last.at)) {
      append(db, {
        at,
        actor: WORKSTATION,
        act: 'clock.moved-back',
        subject: 'clock',
        detail: { last: last.at, now: at },
      });
    }
    const { result, events } = work(db, at);
    for (const { act, subject, detail, byDesk } of events) {
      // The entry's act and detail belong together by the type of TrailEntry; the union cannot be followed through the spread.
      const actor = byDesk ? WORKSTATION : desk.actor;
      append(db, { at, actor, act, subject, detail: withDigests(db, act, detail) } as AuditEntry);
    }
    return result;
  });
}
