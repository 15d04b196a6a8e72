import { z } from 'zod';
import { MEMBER_ROLES } from '../core/bundle/manifest.ts';
import { readStrict } from './strict-shape.ts';

// docs/formats/case-file.md tells every field.
const shape = z.strictObject({
  developer: z.string(),
  model: z.string(),
  version: z.string(),
  role: z.enum(['candidate', 'reference']),
  caseKey: z.string(),
  producerId: z.string(),
  sequence: z.int().min(1),
  marking: z.string().default('UNCLASSIFIED'),
  accessWindow: z.strictObject({ opensAt: z.string(), closesAt: z.string() }).optional(),
  previous: z.strictObject({ sequence: z.int().min(1), digest: z.string() }).optional(),
  members: z
    .record(
      z.string(),
      z.strictObject({
        name: z.string().optional(),
        role: z.enum(MEMBER_ROLES).optional(),
        marking: z.string().optional(),
        mediaType: z.string().optional(),
      }),
    )
    .default({}),
});

/** What a producer says of a bundle beside its files. */
export type CaseFile = z.infer<typeof shape>;

/**
 * Reads the case file of `scrutineer seal`. It is strict: a field that is misspelt would otherwise be left out of what is
 * signed without a word. The values themselves are checked with the manifest.
 * @throws Refusal `input.invalid` naming the field, `input.missing`, `json.*`
 */
export function readCaseFile(path: string): CaseFile {
  return readStrict(path, shape, 'case-file.md');
}
