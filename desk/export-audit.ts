import { eventLine } from '../core/audit/event.ts';
import { sha384 } from '../core/crypto/digest.ts';
import { iterateAuditEvents } from '../db/repositories/audit-event.ts';
import { makeCheckpoint } from './checkpoint.ts';
import { Outgoing } from './outgoing.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/** Brings the audit log out: one event a line, up to a signed checkpoint that lies beside it. */
export const exportAudit = useCase(
  'exportAudit',
  { roles: ['auditor', 'transfer-agent'] },
  async (desk, { folder }) => {
    const checkpoint = await makeCheckpoint(desk);
    const lines: string[] = [];
    for (const event of iterateAuditEvents(desk.vault.db)) {
      if (event.sequence > checkpoint.head.sequence) break;
      lines.push(`${eventLine(event)}\n`);
    }
    const bytes = new TextEncoder().encode(lines.join(''));
    const { sequence, digest: head } = checkpoint.head;
    const out = new Outgoing(folder, desk.vault.vaultId);
    try {
      out.add({ kind: 'audit-log', name: `audit-${sequence}.jsonl`, bytes });
      out.add({ kind: 'checkpoint', name: `audit-${sequence}.checkpoint.dsse.json`, bytes: checkpoint.envelope });
      const detail = { events: lines.length, logDigest: sha384(bytes), checkpointSequence: sequence };
      recorded(desk, () => ({ result: undefined, events: [{ act: 'audit.exported', subject: 'audit', detail }] }));
      const files = out.finish().map(({ kind, path, digest }) => ({ kind, path, digest }));
      return { files, events: lines.length, checkpoint: { sequence, head } };
    } finally {
      out.abandon();
    }
  },
);
