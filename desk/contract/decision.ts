import { z } from 'zod';
import { decisionDocument } from './decision-document.ts';
import * as is from './terms.ts';

/** Calls about the determination of a case: read, drafted, signed here and on other desks, withdrawn, and brought out. */
export const DECISION_CALLS = {
  showDecision: {
    input: z.strictObject({ caseId: is.caseId, decisionId: z.string().min(1).max(100) }),
    output: decisionDocument,
  },
  showDecisionFile: {
    /** A decision that came on a medium from another desk (`*.decision.dsse.json`), to be read before it is signed. */
    input: z.strictObject({ path: is.path }),
    output: decisionDocument,
  },
  determine: {
    input: z.strictObject({
      caseId: is.caseId,
      determination: is.determination,
      rationale: z.array(is.portion).min(1).max(200),
      /** Left out: every consulted official of the agencies that the policy names. */
      consulted: z.array(is.personId).max(50).optional(),
      supersedes: is.digest.optional(),
      authority: is.authority.optional(),
    }),
    output: z.object({
      decisionId: z.string(),
      payloadDigest: is.digest,
      state: z.string(),
      missing: z.array(z.string()),
    }),
  },
  withdrawDecision: {
    input: z.strictObject({ caseId: is.caseId, reason: is.text }),
    output: z.object({ decisionId: z.string(), state: z.string() }),
  },
  concur: {
    input: z.strictObject({
      caseId: is.caseId,
      position: is.position,
      statement: z.array(is.portion).max(50).default([]),
      authority: is.authority.optional(),
    }),
    output: z.object({
      decisionId: z.string(),
      position: is.position,
      state: z.string(),
      missing: z.array(z.string()),
    }),
  },
  signDecisionFile: {
    input: z.strictObject({
      /** A drafted decision that came on a medium from another desk (`*.decision.dsse.json`). */
      path: is.path,
      position: is.position,
      statement: z.array(is.portion).max(50).default([]),
      authority: is.authority.optional(),
      folder: is.path,
    }),
    output: z.object({
      decisionId: z.string(),
      position: is.position,
      files: z.array(z.object({ kind: z.string(), path: z.string(), digest: is.digest })),
    }),
  },
  receivePositions: {
    input: z.strictObject({ caseId: is.caseId, paths: z.array(is.path).min(1).max(100) }),
    output: z.object({
      decisionId: z.string(),
      positions: z.number().int(),
      signers: z.array(is.personId),
      state: z.string(),
      missing: z.array(z.string()),
    }),
  },
  exportDecision: {
    input: z.strictObject({
      caseId: is.caseId,
      /** A draft goes out to be signed on other desks. */
      what: z.enum(['decision', 'draft', 'notice']).default('decision'),
      folder: is.path,
      /** age recipients: with any, one sealed file goes out instead of plain ones. */
      recipients: z.array(z.string().min(1).max(4000)).max(50).default([]),
    }),
    output: z.object({
      files: z.array(z.object({ kind: z.string(), path: z.string(), digest: is.digest })),
      marking: is.banner,
      checkpoint: z.object({ sequence: z.number(), head: is.digest }),
    }),
  },
} as const;
