import { z } from 'zod';
import { isRefusal, Refusal } from '../failure.ts';
import { withinCeiling } from '../marking/dominates.ts';
import { type Marking, parseBanner, parsePortion, renderBanner, rollUp } from '../marking/marking.ts';
import { PROFILE_NAMES, type ProfileName } from '../marking/profile.ts';
import { isClassified } from '../marking/shape.ts';
import { lineSchema, markingTextSchema, passageSchema } from './text.ts';

/** A passage with its own marking, as `(U)`. Unknown fields are an error: one of them could be a caveat. */
export const portionSchema = z.strictObject({ portionMarking: markingTextSchema, text: passageSchema });
export type Portion = z.output<typeof portionSchema>;

/** Derivative classification authority (32 CFR 2001.22): who, from what, until when; no reason. */
export const authoritySchema = z.strictObject({
  classifiedBy: lineSchema,
  derivedFrom: lineSchema,
  declassifyOn: lineSchema,
  sources: z.array(lineSchema).max(1000).optional(),
});
export type DerivativeAuthority = z.output<typeof authoritySchema>;

/** A document whose passages are marked one by one and whose banner follows from them. */
export interface MarkedDocument {
  readonly marking: string;
  readonly markingExplanation?: string | undefined;
  readonly authority?: DerivativeAuthority | undefined;
}

const MARKING_LIKE = /mark|classif|caveat|dissem|releas|portion/i;

/**
 * in-toto lets a reader ignore fields it does not know. A field about markings is the exception: ignoring it could
 * spill what it protects.
 * @param known the fields this version reads
 * @throws Refusal `decision.marking-unknown-field`
 */
export function refuseUnknownMarkingFields(predicate: unknown, known: readonly string[]): void {
  if (predicate === null || typeof predicate !== 'object') return;
  for (const key of Object.keys(predicate)) {
    if (!known.includes(key) && MARKING_LIKE.test(key)) {
      throw new Refusal(
        'decision.marking-unknown-field',
        'The document has a field about its marking that this version of the format does not know.',
        { where: key, remedy: 'Read it with software that knows this field, or have it drafted again without it.' },
      );
    }
  }
}

/** Checks a banner against what the portions below it roll up to. */
function requireCovering(document: MarkedDocument, banner: Marking, rolled: Marking, profile: ProfileName): void {
  const [stated, computed] = [renderBanner(banner), renderBanner(rolled)];
  if (stated === computed) return;
  if (!withinCeiling(rolled, banner, profile)) {
    throw new Refusal(
      'decision.marking-inconsistent',
      `The document is marked ${stated}, but its portions roll up to ${computed}.`,
      { where: 'marking', remedy: `Mark the document ${computed}.` },
    );
  }
  if (document.markingExplanation === undefined) {
    throw new Refusal(
      'decision.marking-inconsistent',
      `The document is marked ${stated}, above the ${computed} of its portions, and does not say why.`,
      { where: 'markingExplanation', remedy: `Explain the compilation, or mark the document ${computed}.` },
    );
  }
}

/**
 * Checks that a document's banner is what its portions roll up to, or stands above it with a reason (32 CFR 2001.24(g)).
 * A document without portions has its banner alone.
 * @param profiles the marking profiles by one of which all of it must hold: whoever drafts gives their own; whoever reads
 *   what others signed, which does not name its profile, takes any
 * @returns the banner
 * @throws Refusal `marking.*` where a marking is not valid; `decision.marking-inconsistent` where the banner lies below
 *   its portions, or above them without a reason; `decision.authority-missing` where a classified document names no
 *   classification authority
 */
export function checkRollUp(
  document: MarkedDocument,
  portions: readonly Portion[],
  profiles: readonly ProfileName[] = PROFILE_NAMES,
): Marking {
  const banner = holdingByAny(profiles, (profile) => bannerOver(document, portions, profile));
  if (isClassified(banner) && document.authority === undefined) {
    throw new Refusal('decision.authority-missing', 'A classified document must name its classification authority.', {
      where: 'authority',
      remedy: 'Give classifiedBy, derivedFrom and declassifyOn.',
    });
  }
  return banner;
}

function bannerOver(document: MarkedDocument, portions: readonly Portion[], profile: ProfileName): Marking {
  const banner = parseBanner(document.marking, profile);
  if (portions.length > 0) {
    const parsed = portions.map((one) => parsePortion(one.portionMarking, banner, profile));
    requireCovering(document, banner, rollUp(parsed, profile), profile);
  }
  return banner;
}

/**
 * @returns what the first profile gives that does not refuse
 * @throws Refusal the one of the first profile, where every profile refuses
 */
function holdingByAny<T>(profiles: readonly ProfileName[], act: (profile: ProfileName) => T): T {
  let first: unknown;
  for (const profile of profiles) {
    try {
      return act(profile);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      first ??= error;
    }
  }
  throw first ?? new Error('a document was checked by no marking profile');
}
