import { z } from 'zod';
import * as is from './terms.ts';

/** One thing in which a version differs from the one before it. */
const change = z.object({
  kind: z.enum(['added', 'removed', 'changed']),
  what: z.enum([
    'person',
    'producer',
    'role',
    'key',
    'roster',
    'criterion',
    'rule',
    'treatment',
    'quorum',
    'consulted-agency',
    'policy',
  ]),
  /** A person's, key's or criterion's id; for what there is one of, the name of the field. */
  id: z.string(),
  /** Whose it is, or what people call it. */
  name: z.string(),
  /** The field that changed; null where the whole came or went. */
  field: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

const taken = {
  digest: is.digest,
  importedBy: z.string(),
  importedAt: is.instant,
  /** Whether it is the one in use: the last that was imported. */
  isInUse: z.boolean(),
  /** Against the version imported before it; empty for the first. Null where one of the two cannot be read any more. */
  changes: z.array(change).nullable(),
};

/** Which rosters and policies were taken here, the newest first, and what each changed. */
export const VERSION_CALLS = {
  showVersions: {
    input: z.strictObject({}),
    output: z.object({
      rosters: z.array(z.object({ rosterId: z.string(), sequence: z.number(), issuedAt: is.instant, ...taken })),
      policies: z.array(z.object({ policyId: z.string(), version: z.string(), ...taken })),
    }),
  },
} as const;
