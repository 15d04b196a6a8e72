import { z } from 'zod';
import type { Instant, Sha384 } from '../brand.ts';
import { sha384 } from '../crypto/digest.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { statementBytes } from '../envelope/statement.ts';
import { Refusal } from '../failure.ts';
import type { JsonValue } from '../json/value.ts';
import { withinCeiling } from '../marking/dominates.ts';
import { type Marking, parseBanner, parsePortion, renderBanner } from '../marking/marking.ts';
import { PROFILE_NAMES, type ProfileName, READING_PROFILE } from '../marking/profile.ts';
import type { Decision } from './decision.ts';
import { determinationSchema } from './determination.ts';
import { shapedAs, statementOfKind } from './document-kind.ts';
import { authoritySchema, checkRollUp, type DerivativeAuthority, type Portion, portionSchema } from './marked-text.ts';
import { modelIdentityDigest, modelIdentitySchema } from './model-identity.ts';
import { tellsEvidence, type Untold, untoldOf } from './notice-content.ts';
import {
  givenIdSchema,
  instantSchema,
  lineSchema,
  markingTextSchema,
  passageSchema,
  personIdSchema,
  sha384Schema,
} from './text.ts';
import { AUTHORITY_LINE, determinationInWords, EFFECT_LINE, readsAsApproval } from './wording.ts';

/** The predicate of `designation-notice/v1`. Every unknown field is an error: a notice holds nothing but this. */
const noticeSchema = z.strictObject({
  noticeId: givenIdSchema,
  model: modelIdentitySchema.strict(),
  determination: determinationSchema,
  determinationText: passageSchema,
  decidedAt: instantSchema,
  /** SHA-384 of the decision's payload, so that those who hold the decision can link the two. */
  decision: z.strictObject({ digest: sha384Schema }).optional(),
  authorityLine: z.literal(AUTHORITY_LINE),
  effect: z.literal(EFFECT_LINE),
  issuedBy: z.strictObject({
    personId: personIdSchema,
    name: lineSchema,
    organization: lineSchema,
    agency: lineSchema.optional(),
    role: z.literal('determining-official'),
  }),
  issuedAt: instantSchema,
  recipient: lineSchema.optional(),
  remarks: z.array(portionSchema).max(100),
  marking: markingTextSchema,
  markingExplanation: passageSchema.optional(),
  authority: authoritySchema.optional(),
  software: z.strictObject({ name: lineSchema, version: lineSchema }),
});

/** The releasable form of a decision, as read. */
export type Notice = z.output<typeof noticeSchema>;

/** What a person gives for a notice; the rest is taken from the decision or is fixed wording. */
export interface NoticeRequest {
  readonly noticeId: string;
  readonly issuedAt: Instant;
  /** The notice's own banner, written afresh. */
  readonly marking: string;
  readonly markingExplanation?: string;
  readonly authority?: DerivativeAuthority;
  /** The partner the notice is for, where it is for one. */
  readonly recipient?: string;
  readonly remarks?: readonly Portion[];
  /** Whether the decision's digest is given; true unless said otherwise. */
  readonly linkDecision?: boolean;
  readonly software: { readonly name: string; readonly version: string };
}

/** What a notice is held against while it is built. */
export interface NoticeLimits {
  /** The highest marking that may leave. */
  readonly ceiling: Marking;
  /** The marking profile that the notice must keep to; any where left out. */
  readonly profile?: ProfileName;
  /** The assessment, so that none of its names and numbers is told; null where there is none. */
  readonly assessment: JsonValue;
  /** Further names that must not be told, as those of the benchmarks. */
  readonly names?: readonly string[];
}

function shaped(predicate: unknown): Notice {
  return shapedAs('notice', noticeSchema, predicate);
}

/**
 * Checks that a notice holds its own marking: the banner valid and within the ceiling, no remark above the banner.
 * @throws Refusal `marking.*`, `decision.marking-inconsistent`, `decision.authority-missing`, `notice.above-ceiling`
 */
export function checkNoticeMarking(
  notice: Notice,
  ceiling: Marking | null,
  profiles: readonly ProfileName[] = PROFILE_NAMES,
): void {
  const [profile = READING_PROFILE] = profiles;
  const banner = parseBanner(notice.marking, profile);
  if (ceiling !== null && !withinCeiling(banner, ceiling, profile)) {
    throw new Refusal('notice.above-ceiling', `A notice marked ${notice.marking} may not leave.`, {
      where: 'marking',
      remedy: `Write a notice that can be marked ${renderBanner(ceiling)} or below.`,
    });
  }
  for (const [index, remark] of notice.remarks.entries()) {
    if (!withinCeiling(parsePortion(remark.portionMarking, banner, profile), banner, profile)) {
      throw new Refusal('notice.above-ceiling', 'A remark is marked above the notice that holds it.', {
        where: `remarks.${index}.portionMarking`,
        remedy: 'Take the remark out, or write it so that it needs no higher marking.',
      });
    }
  }
  checkRollUp(notice, notice.remarks, profiles);
}

/**
 * Checks that a notice says what the house's wording says, and that its free text tells nothing of the evidence and
 * reads as no approval.
 * @throws Refusal `notice.wording`, `notice.tells-evidence`, `decision.reads-as-approval`
 */
export function checkNoticeContent(notice: Notice, untold: Untold): void {
  if (notice.determinationText !== determinationInWords(notice.determination, notice.model)) {
    throw new Refusal('notice.wording', 'The sentence of the notice is not the one that its determination has.', {
      where: 'determinationText',
    });
  }
  const free = [
    ...(notice.recipient === undefined ? [] : [{ where: 'recipient', text: notice.recipient }]),
    ...(notice.markingExplanation === undefined
      ? []
      : [{ where: 'markingExplanation', text: notice.markingExplanation }]),
    ...notice.remarks.map((one, index) => ({ where: `remarks.${index}.text`, text: one.text })),
  ];
  for (const { where, text } of free) {
    const told = tellsEvidence(text, untold);
    if (told !== undefined) {
      throw new Refusal('notice.tells-evidence', `A notice tells nothing of the evidence, but ${told}.`, {
        where,
        remedy: 'Write it without scores, names of benchmarks and figures.',
      });
    }
    const words = readsAsApproval(text);
    if (words !== undefined) {
      throw new Refusal('decision.reads-as-approval', `A notice is no approval or licence; it says "${words}".`, {
        where,
        remedy: 'Say it without words of approval, licence or permission (EO 14409, section 3(c)).',
      });
    }
  }
}

/** @throws Refusal where a rationale passage of the decision stands in a remark word for word */
function checkNotCopied(notice: Notice, decision: Decision): void {
  const plain = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim();
  const sentences = decision.rationale
    .flatMap((one) => plain(one.text).split(/(?<=[.!?])\s/))
    .filter((s) => s.length >= 20);
  for (const [index, remark] of notice.remarks.entries()) {
    const text = plain(remark.text);
    if (sentences.some((sentence) => text.includes(sentence))) {
      throw new Refusal('notice.tells-evidence', "A remark repeats a passage of the decision's rationale.", {
        where: `remarks.${index}.text`,
        remedy: 'A notice is written afresh; nothing is copied out of the decision.',
      });
    }
  }
}

/**
 * Writes the payload of a notice: a new document, marked afresh, that takes from the decision only the model, the
 * determination, its time and (unless told not to) its digest. The digest tells nothing: the decision holds a random id.
 * @returns the in-toto statement as RFC 8785 bytes, to be signed by the determining official again
 * @throws Refusal `notice.*`, `decision.*` or `marking.*` where something must not leave
 */
export function buildNotice(
  decision: Decision,
  decisionDigest: Sha384,
  request: NoticeRequest,
  limits: NoticeLimits,
): Uint8Array {
  const { linkDecision = true, remarks = [], ...given } = request;
  if (decision.rescinds !== undefined) {
    throw new Refusal('notice.wording', 'A decision that rescinds another makes no finding, so no notice tells one.', {
      where: 'rescinds',
      remedy: 'Tell those who hold the earlier notice through the channel that it went out by.',
    });
  }
  const { personId, name, organization, agency, role } = decision.determinedBy;
  const notice = shaped({
    ...given,
    remarks,
    model: decision.model,
    determination: decision.determination,
    determinationText: determinationInWords(decision.determination, decision.model),
    decidedAt: decision.decidedAt,
    ...(linkDecision ? { decision: { digest: decisionDigest } } : {}),
    authorityLine: AUTHORITY_LINE,
    effect: EFFECT_LINE,
    issuedBy: { personId, name, organization, role, ...(agency === undefined ? {} : { agency }) },
  });
  checkNoticeMarking(notice, limits.ceiling, limits.profile && [limits.profile]);
  checkNoticeContent(notice, untoldOf(limits.assessment, [...(limits.names ?? []), decision.policy.policyId]));
  checkNotCopied(notice, decision);
  return statementBytes({
    subject: [{ name: 'model', digest: { sha384: modelIdentityDigest(notice.model) } }],
    predicateType: PREDICATE.notice,
    predicate: notice,
  });
}

/**
 * Reads the payload of a notice: shape and subject. Wording, marking and trust are `verifyNotice`'s to check.
 * @throws Refusal `decision.wrong-kind`, `decision.malformed`, `decision.wrong-subject`
 */
export function parseNotice(payload: Uint8Array): { notice: Notice; digest: Sha384 } {
  const statement = statementOfKind(payload, 'notice');
  const notice = shaped(statement.predicate);
  const [subject, ...more] = statement.subject;
  if (more.length > 0 || subject?.digest.sha384 !== modelIdentityDigest(notice.model)) {
    throw new Refusal('decision.wrong-subject', 'The subject of the notice is not the model that it names.', {
      where: 'subject',
    });
  }
  return { notice, digest: sha384(payload) };
}
