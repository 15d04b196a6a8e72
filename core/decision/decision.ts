import { z } from 'zod';
import type { Sha384 } from '../brand.ts';
import { sha384 } from '../crypto/digest.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { type Statement, statementBytes } from '../envelope/statement.ts';
import { Refusal } from '../failure.ts';
import { parseBanner } from '../marking/marking.ts';
import type { ProfileName } from '../marking/profile.ts';
import { determinationSchema } from './determination.ts';
import { shapedAs, statementOfKind } from './document-kind.ts';
import { authoritySchema, checkRollUp, portionSchema, refuseUnknownMarkingFields } from './marked-text.ts';
import { modelIdentityDigest, modelIdentitySchema } from './model-identity.ts';
import { quorumSchema } from './quorum-rule.ts';
import {
  givenIdSchema,
  instantSchema,
  lineSchema,
  markingTextSchema,
  passageSchema,
  personIdSchema,
  producerIdSchema,
  sha384Schema,
} from './text.ts';
import { EFFECT_LINE, readsAsApproval } from './wording.ts';

const officialSchema = z.object({
  personId: personIdSchema,
  name: lineSchema,
  organization: lineSchema,
  agency: lineSchema.optional(),
  role: z.literal('determining-official'),
});

const evidenceSchema = z.object({
  bundleId: givenIdSchema,
  /** SHA-384 of the sealed file as received. */
  digest: sha384Schema,
  producerId: producerIdSchema,
  sequence: z.int().nonnegative(),
  marking: markingTextSchema,
  role: z.enum(['candidate', 'reference']),
});

/** The predicate of `designation-decision/v1`. See docs/formats/designation-decision.md for its Parsing Rules. */
export const decisionSchema = z.object({
  decisionId: givenIdSchema,
  caseId: givenIdSchema,
  model: modelIdentitySchema,
  determination: determinationSchema,
  /** `EFFECT_LINE`, word for word. */
  effect: z.literal(EFFECT_LINE),
  decidedAt: instantSchema,
  determinedBy: officialSchema,
  policy: z.object({ policyId: givenIdSchema, version: lineSchema, digest: sha384Schema }),
  roster: z.object({ rosterId: givenIdSchema, sequence: z.int().nonnegative(), digest: sha384Schema }),
  assessment: z.object({ digest: sha384Schema, outcome: z.enum(['met', 'not-met', 'indeterminate']) }),
  evidence: z.array(evidenceSchema).max(10_000),
  auditHead: z.object({ sequence: z.int().nonnegative(), digest: sha384Schema }),
  consulted: z.array(z.object({ agency: lineSchema, personId: personIdSchema })).max(1000),
  quorum: quorumSchema,
  rationale: z.array(portionSchema).min(1).max(1000),
  marking: markingTextSchema,
  /** Why the whole is marked above its portions (32 CFR 2001.24(g)); required then. */
  markingExplanation: passageSchema.optional(),
  authority: authoritySchema.optional(),
  supersedes: sha384Schema.optional(),
  rescinds: sha384Schema.optional(),
  software: z.object({ name: lineSchema, version: lineSchema }),
  accessWindow: z.object({ opensAt: instantSchema, closesAt: instantSchema }).optional(),
});

/** A designation decision as read: `decision` is the predicate, `digest` is what other documents name it by. */
export type Decision = z.output<typeof decisionSchema>;

/** What a desk gives to draft a decision: the predicate without the fixed wording. */
export type DecisionDraft = Omit<Decision, 'effect'>;

const SUBJECT_MODEL = 'model';

function subjectsOf(decision: Decision): Statement<Decision>['subject'] {
  return [
    { name: SUBJECT_MODEL, digest: { sha384: modelIdentityDigest(decision.model) } },
    ...decision.evidence.map((one) => ({ name: `bundle:${one.bundleId}`, digest: { sha384: one.digest } })),
  ];
}

function repeated(items: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return items.find((item) => seen.size === seen.add(item).size);
}

function checkWithin(decision: Decision): void {
  const twice =
    repeated(decision.evidence.map((one) => one.digest)) ??
    repeated(decision.evidence.map((one) => one.bundleId)) ??
    repeated(decision.consulted.map((one) => one.personId));
  if (twice !== undefined) {
    throw new Refusal('decision.malformed', 'The decision names the same bundle or the same consulted person twice.', {
      where: twice,
    });
  }
  if (decision.supersedes !== undefined && decision.rescinds !== undefined) {
    throw new Refusal('decision.malformed', 'A decision either supersedes another or rescinds one, not both.', {
      where: 'rescinds',
    });
  }
  if (decision.rescinds !== undefined && decision.determination !== 'insufficient-evidence') {
    throw new Refusal(
      'decision.malformed',
      'A decision that rescinds another makes no finding: its determination is insufficient-evidence.',
      { where: 'determination', remedy: 'To put another finding in its place, supersede the earlier decision.' },
    );
  }
  const window = decision.accessWindow;
  if (window !== undefined && Date.parse(window.closesAt) < Date.parse(window.opensAt)) {
    throw new Refusal('decision.malformed', 'The access window closes before it opens.', { where: 'accessWindow' });
  }
  for (const [index, portion] of decision.rationale.entries()) {
    const words = readsAsApproval(portion.text);
    if (words !== undefined) {
      throw new Refusal('decision.reads-as-approval', `A designation is no approval or licence; it says "${words}".`, {
        where: `rationale.${index}.text`,
        remedy: 'Say what was found, without words of approval, licence or permission (EO 14409, section 3(c)).',
      });
    }
  }
}

function shaped(predicate: unknown): Decision {
  refuseUnknownMarkingFields(predicate, Object.keys(decisionSchema.shape));
  const decision = shapedAs('decision', decisionSchema, predicate);
  checkWithin(decision);
  return decision;
}

/**
 * Writes a decision's payload. It is frozen from here on: persons sign these bytes, and a change is another decision.
 * @param profile the marking profile that the rationale and the banner must keep to
 * @returns the in-toto statement as RFC 8785 bytes
 * @throws Refusal `decision.*` or `marking.*` where a field is not as the format asks or the marking does not hold
 */
export function draftDecision(draft: DecisionDraft, profile: ProfileName = 'IC'): Uint8Array {
  const decision = shaped({ ...draft, effect: EFFECT_LINE });
  checkDecisionMarking(decision, [profile]);
  return statementBytes({ subject: subjectsOf(decision), predicateType: PREDICATE.decision, predicate: decision });
}

/**
 * Checks every marking of a decision: valid, rolled up rightly, authority named where one is needed.
 * @param profiles as `checkRollUp` takes them; the markings of evidence are read as their producers wrote them
 * @throws Refusal `marking.*`, `decision.marking-inconsistent`, `decision.authority-missing`
 */
export function checkDecisionMarking(decision: Decision, profiles?: readonly ProfileName[]): void {
  for (const one of decision.evidence) parseBanner(one.marking);
  checkRollUp(decision, decision.rationale, profiles);
}

/**
 * Reads a decision's payload: shape, subjects and wording. Markings are checked by `checkDecisionMarking`, signatures and trust
 * by `verifyDecision`.
 * @throws Refusal `decision.wrong-kind`, `decision.malformed`, `decision.wrong-subject`, `decision.reads-as-approval`,
 *   `decision.marking-unknown-field`
 */
export function parseDecision(payload: Uint8Array): { decision: Decision; digest: Sha384 } {
  const statement = statementOfKind(payload, 'decision');
  const decision = shaped(statement.predicate);
  const named = statement.subject.map((one) => one.digest.sha384);
  const meant = subjectsOf(decision).map((one) => one.digest.sha384);
  if (named.length !== meant.length || meant.some((digest) => !named.includes(digest))) {
    throw new Refusal(
      'decision.wrong-subject',
      'The subjects of the decision are not the model and the bundles that its predicate names.',
      { where: 'subject' },
    );
  }
  return { decision, digest: sha384(payload) };
}
