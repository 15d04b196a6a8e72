import { z } from 'zod';
import { ROLES } from '../identity/role.ts';
import { lineSchema } from './text.ts';

/**
 * How many persons must sign, and who must be among them. It is copied word for word from the policy into the decision,
 * so that the decision can be counted without the policy. Unknown fields are an error: an unread condition would be an
 * unmet one.
 */
export const quorumSchema = z.strictObject({
  persons: z.int().min(1).max(1000),
  requirements: z
    .array(
      z.strictObject({
        role: z.enum(ROLES),
        count: z.int().min(1).max(1000),
        agencies: z.array(lineSchema).min(1).max(1000).optional(),
      }),
    )
    .max(100),
});

export type Quorum = z.output<typeof quorumSchema>;
