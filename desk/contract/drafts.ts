import { z } from 'zod';
import * as is from './terms.ts';

/** The forms whose text is kept while it is typed. */
export const draftForm = z.enum([
  'score',
  'adjudication',
  'determination',
  'position',
  'withdrawal',
  'notice',
  'export',
  'enrolment',
]);

/**
 * @param about what the form is filled in for: a case, an attempt or a decision; nothing where there is one such form
 * @returns the key under which a form's draft is kept
 */
export const draftKey = (form: z.infer<typeof draftForm>, about?: string | number): string =>
  about === undefined ? form : `${form}:${about}`;

/** What the person at the desk has typed and not handed in. */
export const DRAFT_CALLS = {
  listDrafts: {
    input: z.strictObject({}),
    /** The newest first. What a draft says is read by the form itself. */
    output: z.array(
      z.object({
        form: draftForm,
        savedAt: is.instant,
        /** The case that the form belongs to; null where it belongs to none on this desk. */
        file: z
          .object({ caseId: z.string(), developer: z.string(), model: z.string(), version: z.string() })
          .nullable(),
        /** The attempt that is being adjudicated. */
        attempt: z
          .object({ attemptId: z.number(), runId: z.string(), sample: z.string(), epoch: z.number() })
          .nullable(),
      }),
    ),
  },
} as const;
