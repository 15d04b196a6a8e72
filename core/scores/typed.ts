import { z } from 'zod';
import { asSha384 } from '../brand.ts';
import { Refusal } from '../failure.ts';
import { firstIssue } from '../first-issue.ts';
import { asInstant } from '../instant.ts';
import type { BenchmarkObservation } from '../policy/observation.ts';

const line = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'holds a control character');
const prose = z
  .string()
  .min(1)
  .max(10_000)
  .refine((text) => text.isWellFormed(), 'is not well formed');

const reportedSchema = z.strictObject({
  metric: line,
  value: z.number(),
  standardError: z.number().min(0).nullable().default(null),
  tasks: z.int().min(1).max(1_000_000).nullable().default(null),
});

const resultSchema = z.strictObject({
  sample: z.string().min(1).max(1024),
  epoch: z.int().min(1).max(1_000_000).default(1),
  value: z.number().nullable(),
  difficulty: line.optional(),
  cluster: line.optional(),
});

const typedScoreSchema = z
  .strictObject({
    benchmark: line,
    version: line.nullable().default(null),
    scorer: line,
    model: line,
    reported: reportedSchema.optional(),
    results: z.array(resultSchema).min(1).max(10_000).optional(),
    provenance: z.strictObject({
      source: prose,
      conductedBy: line,
      conductedAt: z.string().refine((text) => asInstant(text) !== undefined, 'is not an RFC 3339 time in UTC'),
      procedure: prose,
      harness: line.optional(),
      attachment: z
        .strictObject({
          name: line,
          sha384: z.string().refine((text) => asSha384(text) !== undefined, 'is not a SHA-384 digest'),
        })
        .optional(),
    }),
    note: prose.optional(),
  })
  .refine((score) => (score.reported === undefined) !== (score.results === undefined), {
    message: 'holds either one reported number or a list of results',
  });

/**
 * A score that a reviewer typed in, of a benchmark that was run by hand, with where it comes from: who ran it, when
 * and how, with what harness, and the digest of the attachment that shows it.
 */
export type TypedScore = z.infer<typeof typedScoreSchema>;

/**
 * @param value a JSON value
 * @throws Refusal `scores.typed-invalid` naming the field
 */
export function parseTypedScore(value: unknown): TypedScore {
  const parsed = typedScoreSchema.safeParse(value);
  if (!parsed.success) {
    const { field, words } = firstIssue(parsed.error);
    throw new Refusal('scores.typed-invalid', `The typed score is not complete: ${field || 'the whole'} ${words}.`, {
      where: field || 'score',
      remedy: 'Fill in the field; docs/formats/score-table.md tells each.',
    });
  }
  const seen = new Set<string>();
  for (const { sample, epoch } of parsed.data.results ?? []) {
    const place = JSON.stringify([sample, epoch]);
    if (seen.has(place)) {
      throw new Refusal('scores.typed-invalid', 'The typed score has two results for one sample and epoch.', {
        where: 'results',
        remedy: 'Keep one of the two.',
      });
    }
    seen.add(place);
  }
  return parsed.data;
}

/** @returns a typed score as the input of an assessment. */
export function typedObservation(
  score: TypedScore,
  context: { readonly role: 'candidate' | 'reference'; readonly sourceId?: string },
): BenchmarkObservation {
  const attempts = (score.results ?? []).map((result) => ({
    taskId: result.sample,
    cluster: result.cluster ?? result.sample,
    epoch: result.epoch,
    state: result.value === null ? ('unscored' as const) : ('scored' as const),
    limit: false,
    claimed: result.value,
    adjudicated: null,
    cheating: false,
    excluded: false,
    ...(result.difficulty === undefined ? {} : { difficulty: result.difficulty }),
  }));
  return {
    benchmark: score.benchmark,
    version: score.version,
    scorer: score.scorer,
    key: null,
    source: 'typed',
    ...(context.sourceId === undefined ? {} : { sourceId: context.sourceId }),
    model: score.model,
    role: context.role,
    expected: attempts.length,
    attempts,
    ...(score.reported ? { reported: score.reported } : {}),
  };
}
