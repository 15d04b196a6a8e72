import { z } from 'zod';

/**
 * A text that stands for a brand of core/brand.ts.
 * @param parse gives the branded value, or undefined for a text that is none
 * @param problem what is said of such a text, as `is not a SHA-384 digest`
 */
export const brandedSchema = <Brand>(parse: (text: string) => Brand | undefined, problem: string) =>
  z.string().transform((text, context): Brand => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });
