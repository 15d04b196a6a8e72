import { z } from 'zod';
import * as is from './terms.ts';

const person = z.object({ personId: z.string(), name: z.string() });

/** Calls about files that came in: what is in quarantine and why, and the record that a transfer agent prints and signs. */
export const INTAKE_CALLS = {
  listQuarantine: {
    input: z.strictObject({}),
    output: z.array(
      z.object({
        digest: is.digest,
        receivedAt: is.instant,
        fileName: z.string(),
        bytes: z.number(),
        code: z.string(),
        reason: z.string(),
      }),
    ),
  },
  showQuarantine: {
    input: z.strictObject({ digest: z.string().min(6).max(96) }),
    output: z.object({
      digest: is.digest,
      receivedAt: is.instant,
      fileName: z.string(),
      bytes: z.number(),
      receivedBy: z.string(),
      steps: z.array(is.checkStep),
      kept: z.string(),
    }),
  },
  /** The record of one sealed file, imported or quarantined. */
  showIntake: {
    /** SHA-384 of the sealed file, or the beginning of it. */
    input: z.strictObject({ digest: z.string().min(6).max(96) }),
    output: z.object({
      outcome: z.enum(['imported', 'quarantined']),
      digest: is.digest,
      /** The name under which it came: the sender's word; null where an earlier version of the vault kept none. */
      fileName: z.string().nullable(),
      bytes: z.number(),
      workstation: z.object({ name: z.string(), vaultId: z.string(), ceiling: is.banner }),
      receivedBy: person,
      receivedAt: is.instant,
      /** The second person, where the act took two. */
      witness: person.nullable(),
      /** Null where it was quarantined before its manifest was believed. */
      bundle: z
        .object({
          bundleId: z.string(),
          producerId: z.string(),
          sequence: z.number(),
          marking: is.banner,
          developer: z.string(),
          model: z.string(),
          version: z.string(),
          role: z.enum(['candidate', 'reference']),
          members: z.number().int(),
        })
        .nullable(),
      caseId: is.caseId.nullable(),
      steps: z.array(is.checkStep),
      findings: z.number().int(),
      /** The event of the audit log that records it. */
      recorded: z.object({ sequence: z.number().int(), at: is.instant, digest: is.digest }).nullable(),
      /** Where the sealed file lies. */
      kept: z.string(),
    }),
  },
} as const;
