import { z } from 'zod';
import * as is from './terms.ts';

const spoken = z.object({ what: z.string(), words: z.string() });

/** The policy in force, whole and in words. */
export const POLICY_CALLS = {
  showPolicy: {
    input: z.strictObject({}),
    output: z.object({
      policyId: z.string(),
      version: z.string(),
      title: z.string(),
      digest: is.digest,
      issuedBy: z.string(),
      marking: is.banner,
      effectiveFrom: is.instant,
      expiresAt: is.instant.nullable(),
      /** The rule from the top down; what stands deeper is a part of what stands above it. */
      rule: z.array(z.object({ depth: z.number().int(), title: z.string(), words: z.string() })),
      treatment: z.array(spoken),
      quorum: z.object({ persons: z.number().int(), places: z.array(z.string()) }),
      consult: z.array(z.string()),
      notes: z.string().nullable(),
    }),
  },
} as const;
