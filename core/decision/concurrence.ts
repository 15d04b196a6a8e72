import { z } from 'zod';
import type { Sha384 } from '../brand.ts';
import { sha384 } from '../crypto/digest.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { statementBytes } from '../envelope/statement.ts';
import { Refusal } from '../failure.ts';
import type { ProfileName } from '../marking/profile.ts';
import { shapedAs, statementOfKind } from './document-kind.ts';
import { authoritySchema, checkRollUp, portionSchema, refuseUnknownMarkingFields } from './marked-text.ts';
import {
  givenIdSchema,
  instantSchema,
  lineSchema,
  markingTextSchema,
  passageSchema,
  personIdSchema,
  sha384Schema,
} from './text.ts';

export const POSITIONS = ['concurs', 'does-not-concur', 'comments'] as const;
export type Position = (typeof POSITIONS)[number];

/** The predicate of `designation-concurrence/v1`. See docs/formats/designation-concurrence.md. */
const concurrenceSchema = z.object({
  concurrenceId: givenIdSchema,
  caseId: givenIdSchema,
  decision: z.object({ decisionId: givenIdSchema, digest: sha384Schema }),
  agency: lineSchema,
  personId: personIdSchema,
  name: lineSchema,
  position: z.enum(POSITIONS),
  /** The agency's words, portion by portion. May be empty for `concurs` alone. */
  statement: z.array(portionSchema).max(1000),
  marking: markingTextSchema,
  markingExplanation: passageSchema.optional(),
  authority: authoritySchema.optional(),
  statedAt: instantSchema,
  software: z.object({ name: lineSchema, version: lineSchema }),
});

/** One agency's position on one decision, as read. */
export type Concurrence = z.output<typeof concurrenceSchema>;

function shaped(predicate: unknown): Concurrence {
  refuseUnknownMarkingFields(predicate, Object.keys(concurrenceSchema.shape));
  const concurrence = shapedAs('concurrence', concurrenceSchema, predicate);
  if (concurrence.position !== 'concurs' && concurrence.statement.length === 0) {
    throw new Refusal('decision.malformed', 'A comment or a dissent must say something.', {
      where: 'statement',
      remedy: 'Write at least one marked passage.',
    });
  }
  return concurrence;
}

/**
 * Checks every marking of a position. Without passages the banner stands alone and need only be valid.
 * @throws Refusal `marking.*`, `decision.marking-inconsistent`, `decision.authority-missing`
 */
export function checkConcurrenceMarking(concurrence: Concurrence, profiles?: readonly ProfileName[]): void {
  checkRollUp(concurrence, concurrence.statement, profiles);
}

/**
 * Writes the payload of a position on a decision.
 * @param profile the marking profile that its passages and its banner must keep to
 * @returns the in-toto statement as RFC 8785 bytes, to be signed by the person it names
 * @throws Refusal `decision.malformed`, `decision.marking-*`, `marking.*`
 */
export function draftConcurrence(draft: Concurrence, profile: ProfileName = 'IC'): Uint8Array {
  const concurrence = shaped(draft);
  checkConcurrenceMarking(concurrence, [profile]);
  return statementBytes({
    subject: [{ name: `decision:${concurrence.decision.decisionId}`, digest: { sha384: concurrence.decision.digest } }],
    predicateType: PREDICATE.concurrence,
    predicate: concurrence,
  });
}

/**
 * Reads the payload of a position: shape and subject. Signatures and trust are `verifyConcurrence`'s to check.
 * @throws Refusal `decision.wrong-kind`, `decision.malformed`, `decision.wrong-subject`
 */
export function parseConcurrence(payload: Uint8Array): { concurrence: Concurrence; digest: Sha384 } {
  const statement = statementOfKind(payload, 'concurrence');
  const concurrence = shaped(statement.predicate);
  const [subject, ...more] = statement.subject;
  if (more.length > 0 || subject?.digest.sha384 !== concurrence.decision.digest) {
    throw new Refusal('decision.wrong-subject', 'The subject of the position is not the decision that it names.', {
      where: 'subject',
    });
  }
  return { concurrence, digest: sha384(payload) };
}
