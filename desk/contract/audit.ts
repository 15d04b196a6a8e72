import { z } from 'zod';
import * as is from './terms.ts';

/** Calls about the audit log, and the check of the whole vault against it. */
export const AUDIT_CALLS = {
  showAudit: {
    input: z.strictObject({
      /** Shows the events before this sequence number; the newest where left out. */
      before: z.number().int().min(1).optional(),
      limit: z.number().int().min(1).max(5000).default(500),
    }),
    output: z.object({
      events: z.array(
        z.object({
          sequence: z.number().int(),
          at: is.instant,
          actor: z.string(),
          act: z.string(),
          subject: z.string(),
          detail: z.record(z.string(), z.unknown()),
          digest: is.digest,
        }),
      ),
      next: z.number().int().nullable(),
    }),
  },
  verifyAudit: {
    input: z.strictObject({
      /** Checkpoints that were exported earlier (`*.checkpoint.dsse.json`); the vault's own are always used. */
      checkpoints: z.array(is.path).max(1000).default([]),
    }),
    output: z.object({ ok: z.boolean(), events: z.number().int(), head: z.string(), steps: z.array(is.checkStep) }),
  },
  exportAudit: {
    input: z.strictObject({ folder: is.path }),
    output: z.object({
      files: z.array(z.object({ kind: z.string(), path: z.string(), digest: is.digest })),
      events: z.number().int(),
      checkpoint: z.object({ sequence: z.number(), head: is.digest }),
    }),
  },
  checkVault: {
    input: z.strictObject({}),
    output: z.object({ ok: z.boolean(), steps: z.array(is.checkStep) }),
  },
} as const;
