import { z } from 'zod';
import * as is from './terms.ts';

const named = z.object({ personId: z.string(), name: z.string(), agency: z.string() });
const portions = z.array(z.object({ marking: z.string(), text: z.string() }));

/** A decision to be read as it was drafted, with who has signed it, what each consulted official said, and what it lacks. */
export const decisionDocument = z.object({
  decisionId: z.string(),
  caseId: z.string(),
  /** SHA-384 of the payload: what is signed. */
  payloadDigest: is.digest,
  determination: is.determination,
  effect: z.string(),
  developer: z.string(),
  model: z.string(),
  version: z.string(),
  decidedAt: z.string(),
  determinedBy: named,
  policy: z.object({ policyId: z.string(), version: z.string(), digest: is.digest }),
  roster: z.object({ rosterId: z.string(), sequence: z.number(), digest: is.digest }),
  assessment: z.object({ outcome: z.enum(['met', 'not-met', 'indeterminate']), digest: is.digest }),
  evidence: z.array(
    z.object({
      bundleId: z.string(),
      role: z.enum(['candidate', 'reference']),
      producerId: z.string(),
      sequence: z.number(),
      marking: is.banner,
      digest: is.digest,
    }),
  ),
  /** Of the decision itself. */
  marking: is.banner,
  markingExplanation: z.string().nullable(),
  authority: is.authority.nullable(),
  rationale: portions,
  supersedes: is.digest.nullable(),
  rescinds: is.digest.nullable(),
  /** Of the decision and every position beside it: what a screen that shows them all is marked. */
  shownMarking: is.banner,
  consulted: z.array(
    named.extend({
      position: z.enum(['concurs', 'does-not-concur', 'comments', 'conflicting', 'no-position-seen']),
      statements: z.array(
        z.object({ position: is.position, statedAt: z.string(), marking: is.banner, statement: portions }),
      ),
    }),
  ),
  /** Persons with a signature that verifies. One who does not count has a key that has not signed or is not valid. */
  signers: z.array(named.extend({ algorithms: z.array(z.string()), counts: z.boolean() })),
  quorum: z.object({
    isComplete: z.boolean(),
    /** Persons that count, of those that the policy asks for. */
    counted: z.number().int(),
    asked: z.number().int(),
    /** The places that the policy reserves, with the persons of the roster who may still fill them. */
    places: z.array(
      z.object({
        role: is.role,
        agencies: z.array(z.string()),
        asked: z.number().int(),
        filled: z.number().int(),
        mayFill: z.array(named),
      }),
    ),
    /** A sentence for each thing that is missing; empty when complete. */
    missing: z.array(z.string()),
  }),
  steps: z.array(is.checkStep),
});
