import { z } from 'zod';
import * as is from './terms.ts';

/** A notice as it is read, before it is signed and after. */
export const noticeDocument = z.object({
  marking: is.banner,
  determinationText: z.string(),
  authorityLine: z.string(),
  effect: z.string(),
  decidedAt: is.instant,
  /** Of the decision's payload; null where the notice does not name it. */
  decisionDigest: is.digest.nullable(),
  issuedBy: z.object({ name: z.string(), agency: z.string() }),
  issuedAt: is.instant,
  recipient: z.string().nullable(),
  remarks: z.array(is.portion),
});

/** A notice that was signed and is kept in the vault. */
export const signedNotice = z.object({
  noticeId: z.string(),
  decisionId: z.string(),
  digest: is.digest,
  by: z.string(),
  at: is.instant,
  document: noticeDocument,
});

const asked = z.strictObject({
  caseId: is.caseId,
  marking: is.banner.default('UNCLASSIFIED'),
  recipient: is.line.optional(),
  remarks: z.array(is.portion).max(20).default([]),
  linkDecision: z.boolean().default(true),
});

/** The releasable form of a decision: read whole first, then signed. */
export const NOTICE_CALLS = {
  /** The notice as `makeNotice` would sign it, with every check and without a signature; nothing is recorded. */
  previewNotice: { input: asked, output: noticeDocument },
  makeNotice: {
    input: asked,
    output: z.object({
      noticeId: z.string(),
      digest: is.digest,
      marking: is.banner,
      text: z.string(),
      document: noticeDocument,
    }),
  },
} as const;
