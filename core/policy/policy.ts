import { z } from 'zod';
import { Refusal } from '../failure.ts';
import { firstIssue } from '../first-issue.ts';
import { ROLES } from '../identity/role.ts';
import { asInstant } from '../instant.ts';

/** Rules nest no deeper than this, and a policy has no more rules than that: room enough, and bounded work. */
const MAX_DEPTH = 8;
const MAX_RULES = 256;

const label = z.string().min(1).max(200);
const words = z.string().max(20_000);
const count = z.int().min(1).max(1_000_000);
const instant = z.string().refine((text) => asInstant(text) !== undefined, 'not an RFC 3339 time in UTC ending in Z');

const benchmarkSchema = z.strictObject({ name: label, versions: z.array(label).min(1).max(100).optional() });

const estimatorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mean') }),
  z.strictObject({ kind: z.literal('pass-at-k'), k: z.int().min(1).max(10_000), successAt: z.number().optional() }),
  z.strictObject({ kind: z.literal('solved-any'), successAt: z.number().optional() }),
]);

const criterionSchema = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    title: label,
    benchmark: benchmarkSchema,
    scorer: label.optional(),
    key: label.optional(),
    runs: z.enum(['each', 'pooled']).default('each'),
    estimator: estimatorSchema,
    filter: z.strictObject({ difficulty: z.array(label).min(1).max(100) }).optional(),
    comparison: z.enum(['>=', '>', '<=', '<']),
    threshold: z.number(),
    basis: z.enum(['point', 'lower-bound', 'upper-bound']),
    confidence: z.number().min(0.5).lt(1),
    interval: z.enum(['t-clustered', 'wilson-tasks', 'bootstrap']),
    between: z.enum(['indeterminate', 'not-met']).default('indeterminate'),
    failureValue: z.number().default(0),
    minimum: z
      .strictObject({
        tasks: count.optional(),
        attempts: count.optional(),
        epochs: count.optional(),
        coverage: z.number().min(0).max(1).optional(),
      })
      .default({}),
    relativeTo: z.strictObject({ model: z.literal('reference'), difference: z.literal('paired') }).optional(),
  })
  .refine((c) => c.relativeTo === undefined || c.interval !== 'wilson-tasks', {
    message: 'wilson-tasks is for proportions; a paired difference takes t-clustered or bootstrap',
    path: ['interval'],
  });

/** One measured test: a benchmark, how it is estimated, and the number it is held against. */
export type Criterion = z.infer<typeof criterionSchema>;

/** A rule: a criterion, or several rules joined. */
export type Rule =
  | Criterion
  | { readonly title?: string | undefined; readonly all: readonly Rule[] }
  | { readonly title?: string | undefined; readonly any: readonly Rule[] }
  | { readonly title?: string | undefined; readonly atLeast: number; readonly of: readonly Rule[] };

const partList = z.array(z.unknown()).min(1).max(MAX_RULES);
const joinSchemas = {
  all: z.strictObject({ title: label.optional(), all: partList }),
  any: z.strictObject({ title: label.optional(), any: partList }),
  of: z
    .strictObject({ title: label.optional(), atLeast: count, of: partList })
    .refine((rule) => rule.atLeast <= rule.of.length, { message: 'atLeast asks for more rules than there are' }),
};

const treatmentSchema = z.strictObject({
  errors: z.enum(['as-failures', 'excluded']),
  limits: z.enum(['as-scored', 'as-failures', 'excluded']),
  invalidated: z.enum(['excluded', 'included']),
  unscored: z.enum(['as-failures', 'excluded']),
  cheating: z.enum(['as-adjudicated', 'as-failures', 'excluded']).default('as-adjudicated'),
  disagreement: z.enum(['indeterminate', 'recomputed-stands']).default('indeterminate'),
  reported: z.enum(['accepted', 'indeterminate']).default('accepted'),
});

/** What the policy does with attempts that are not plainly scored, and with claims that do not hold. */
export type Treatment = z.infer<typeof treatmentSchema>;

/** Who must sign a decision under this policy. Persons are counted, never keys. */
const quorumSchema = z.strictObject({
  persons: z.int().min(1).max(100),
  requirements: z
    .array(
      z.strictObject({
        role: z.enum(ROLES),
        count: z.int().min(1).max(100),
        agencies: z.array(label).min(1).max(100).optional(),
      }),
    )
    .max(100),
});

const policySchema = z
  .object({
    policyId: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
    version: label,
    title: label,
    marking: label,
    effectiveFrom: instant,
    expiresAt: instant.optional(),
    issuedBy: label,
    treatment: treatmentSchema,
    rule: z.unknown(),
    quorum: quorumSchema,
    consult: z.array(label).max(100).default([]),
    notes: words.optional(),
  })
  .refine((p) => p.expiresAt === undefined || Date.parse(p.expiresAt) > Date.parse(p.effectiveFrom), {
    message: 'the policy ends before it begins',
    path: ['expiresAt'],
  });

/** The predicate of `threshold-policy/v1`: the thresholds of a determination, as signed data. */
export type Policy = Omit<z.infer<typeof policySchema>, 'rule'> & { readonly rule: Rule };

/** @returns true where the rule is a criterion and not a joining of rules. */
export function isCriterion(rule: Rule): rule is Criterion {
  return 'benchmark' in rule;
}

/** @returns the rules that a rule joins; none for a criterion. */
export function partsOf(rule: Rule): readonly Rule[] {
  if ('all' in rule) return rule.all;
  if ('any' in rule) return rule.any;
  return 'of' in rule ? rule.of : [];
}

/** @returns every criterion of a rule, in the order written. */
export function criteriaOf(rule: Rule): Criterion[] {
  return isCriterion(rule) ? [rule] : partsOf(rule).flatMap(criteriaOf);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(where: string, message: string): Refusal {
  return new Refusal('policy.malformed', `The threshold policy is not well formed: ${message}.`, {
    where: where === '' ? 'policy' : where,
    remedy: 'Compare it with docs/formats/threshold-policy.md; the authority that issued it must sign it again.',
  });
}

function parseWith<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { field, words } = firstIssue(parsed.error);
  const where = [path, field].filter((part) => part !== '').join('.');
  throw malformed(where, `${where || 'the whole'} ${words}`);
}

interface RuleCensus {
  rules: number;
  readonly ids: Set<string>;
}

/** Parses one rule and its parts, choosing the shape by the field that names it, so that a fault is told of that shape. */
function parseRule(value: unknown, path: string, depth: number, census: RuleCensus): Rule {
  census.rules += 1;
  if (depth > MAX_DEPTH || census.rules > MAX_RULES) {
    throw malformed(path, `it holds more than ${MAX_RULES} rules or nests them deeper than ${MAX_DEPTH} levels`);
  }
  if (!isRecord(value)) throw malformed(path, 'a rule is an object');
  const parts = (list: readonly unknown[], name: string): Rule[] =>
    list.map((part, index) => parseRule(part, `${path}.${name}.${index}`, depth + 1, census));
  if ('all' in value) {
    const rule = parseWith(joinSchemas.all, value, path);
    return { ...rule, all: parts(rule.all, 'all') };
  }
  if ('any' in value) {
    const rule = parseWith(joinSchemas.any, value, path);
    return { ...rule, any: parts(rule.any, 'any') };
  }
  if ('of' in value || 'atLeast' in value) {
    const rule = parseWith(joinSchemas.of, value, path);
    return { ...rule, of: parts(rule.of, 'of') };
  }
  const criterion = parseWith(criterionSchema, value, path);
  if (census.ids.has(criterion.id)) throw malformed(`${path}.id`, 'two criteria have the same id');
  census.ids.add(criterion.id);
  return criterion;
}

/** An unread field about marking could ask for handling that this version does not know. */
function refuseUnknownMarking(predicate: unknown): void {
  if (!isRecord(predicate)) return;
  const unread = Object.keys(predicate).find((name) => name !== 'marking' && /marking|classif/i.test(name));
  if (unread !== undefined) throw malformed('', 'it has a field about marking that this version does not know');
}

/**
 * Parses the predicate of a threshold policy. Unknown fields inside a rule, the treatment or the quorum are an error,
 * and so is an unknown field beside the marking whose name speaks of marking; others beside them are ignored.
 * @param predicate a JSON value
 * @throws Refusal `policy.malformed` naming the field
 */
export function parsePolicy(predicate: unknown): Policy {
  refuseUnknownMarking(predicate);
  const outer = parseWith(policySchema, predicate, '');
  return { ...outer, rule: parseRule(outer.rule, 'rule', 1, { rules: 0, ids: new Set() }) };
}
