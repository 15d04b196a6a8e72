import { z } from 'zod';
import * as is from './terms.ts';

/** What one reviewer said of one score. A word that a later one of the same reviewer took the place of stays on record. */
export const adjudication = z.object({
  adjudicationId: z.string(),
  by: z.string(),
  at: is.instant,
  scorer: z.string(),
  key: z.string().nullable(),
  verdict: z.string(),
  value: z.number().nullable(),
  flags: z.array(z.string()),
  rationale: z.string(),
  isSuperseded: z.boolean(),
});

/** The same with the attempt that it speaks of. */
export const adjudicationOfCase = adjudication.extend({
  runId: is.runId,
  attemptId: z.number().int(),
  task: z.string(),
  sample: z.string(),
  epoch: z.number().int(),
});

/** A score that was typed in, with all that is known of where it comes from. */
export const typedScore = z.object({
  id: z.string(),
  role: z.enum(['candidate', 'reference']),
  model: z.string(),
  benchmark: z.string(),
  version: z.string(),
  metric: z.string(),
  value: z.number(),
  standardError: z.number().nullable(),
  tasks: z.number().nullable(),
  marking: is.banner,
  source: z.string(),
  conductedBy: z.string(),
  conductedAt: is.instant,
  procedure: z.string(),
  harness: z.string().nullable(),
  note: z.string().nullable(),
  attachment: z.object({ name: z.string(), digest: is.digest }).nullable(),
  /** The typed score that this one corrects. */
  supersedes: z.string().nullable(),
  /** Who recorded it here, and when. */
  by: z.string(),
  at: is.instant,
});
