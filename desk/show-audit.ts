import { listAuditEvents } from '../db/repositories/audit-event.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

/** Shows a page of the audit log, the newest first. Reading the log is not an act that changes anything. */
export const showAudit = useCase('showAudit', ANY_ROLE, async (desk, { before, limit }) => {
  const events = listAuditEvents(desk.vault.db, before ?? null, limit);
  const last = events.at(-1);
  return {
    events: events.map(({ sequence, at, actor, act, subject, detail, digest }) => ({
      sequence,
      at,
      actor,
      act,
      subject,
      detail,
      digest,
    })),
    next: last !== undefined && last.sequence > 1 && events.length === limit ? last.sequence : null,
  };
});
