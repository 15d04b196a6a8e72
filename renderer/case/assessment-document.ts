import { z } from 'zod';

// The contract hands an assessment over as the document that a decision names. This is what of it the window reads
// (core/policy/trace.ts holds the whole); a document of another shape is told in words.

const outcome = z.enum(['met', 'not-met', 'indeterminate']);
const coverage = z.object({
  expected: z.number(),
  scored: z.number(),
  unscored: z.number(),
  errored: z.number(),
  limit: z.number(),
  invalidated: z.number(),
  missing: z.number(),
  limitHits: z.number(),
  adjudicated: z.number(),
  cheating: z.number(),
  excluded: z.number(),
  share: z.number().nullable(),
});
const interval = z.object({
  method: z.string(),
  confidence: z.number(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
});
const estimate = z.object({
  level: z.string(),
  point: z.number(),
  standardError: z.number().nullable(),
  tasks: z.number(),
  interval: interval.nullable(),
  lowerBound: z.number().nullable(),
  upperBound: z.number().nullable(),
  notes: z.array(z.string()),
});
const claimed = z.array(z.object({ metric: z.string(), reducer: z.string().nullish(), value: z.number().nullable() }));

const run = z.object({
  sourceIds: z.array(z.string()),
  model: z.string(),
  version: z.string().nullable(),
  scorer: z.string(),
  key: z.string().nullable(),
  outcome,
  level: z.string(),
  why: z.array(z.string()),
  coverage,
  recomputed: estimate.nullable(),
  adjudicated: estimate.nullable(),
  reported: estimate.nullable(),
  pairing: z.object({ referenceModel: z.string(), tasks: z.number() }).nullable(),
});

const criterion = z.object({
  kind: z.literal('criterion'),
  path: z.string(),
  id: z.string(),
  title: z.string(),
  benchmark: z.string(),
  comparison: z.string(),
  threshold: z.number(),
  basis: z.string(),
  confidence: z.number(),
  outcome,
  why: z.array(z.string()),
  runs: z.array(run),
});

const join = z.object({
  kind: z.enum(['all', 'any', 'at-least']),
  path: z.string(),
  title: z.string().nullable(),
  needed: z.number(),
  outcome,
  why: z.array(z.string()),
  get parts(): z.ZodArray<z.ZodType<Rule>> {
    return z.array(rule);
  },
});

export type Criterion = z.output<typeof criterion>;
export interface Join {
  readonly kind: 'all' | 'any' | 'at-least';
  readonly path: string;
  readonly title: string | null;
  readonly needed: number;
  readonly outcome: z.output<typeof outcome>;
  readonly why: readonly string[];
  readonly parts: readonly Rule[];
}
export type Rule = Criterion | Join;
const rule: z.ZodType<Rule> = z.lazy(() => z.union([criterion, join]));

const benchmark = z.object({
  benchmark: z.string(),
  version: z.string().nullable(),
  scorer: z.string(),
  key: z.string().nullable(),
  source: z.enum(['log', 'table', 'typed']),
  model: z.string(),
  role: z.enum(['candidate', 'reference']),
  coverage,
  claimed,
  recomputed: estimate.nullable(),
  adjudicated: estimate.nullable(),
  reported: z
    .object({
      metric: z.string(),
      value: z.number(),
      standardError: z.number().nullable(),
      tasks: z.number().nullable(),
    })
    .nullable(),
});
export type Benchmark = z.output<typeof benchmark>;
export type Coverage = z.output<typeof coverage>;
export type Estimate = z.output<typeof estimate>;

const document = z.object({
  policy: z.object({ policyId: z.string(), version: z.string() }),
  alarms: z.array(z.object({ code: z.string(), benchmark: z.string(), detail: z.string() })),
  benchmarks: z.array(benchmark),
  trace: rule,
  outcome,
  sensitivity: z.array(
    z.object({
      scenario: z.string(),
      title: z.string(),
      outcome,
      changes: z.boolean(),
      criteria: z.array(
        z.object({
          id: z.string(),
          outcome,
          point: z.number().nullable(),
          lower: z.number().nullish(),
          upper: z.number().nullish(),
          changes: z.boolean(),
        }),
      ),
    }),
  ),
});
export type AssessmentDocument = z.output<typeof document>;

/** @returns the document, or null where this window cannot read it */
export function readAssessment(given: unknown): AssessmentDocument | null {
  const parsed = document.safeParse(given);
  return parsed.success ? parsed.data : null;
}

export function criteriaOf(trace: Rule): readonly Criterion[] {
  return trace.kind === 'criterion' ? [trace] : trace.parts.flatMap(criteriaOf);
}
