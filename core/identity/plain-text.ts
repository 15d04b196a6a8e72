import { z } from 'zod';
import type { Instant } from '../brand.ts';
import { firstIssue } from '../first-issue.ts';
import { asInstant } from '../instant.ts';

// Control characters, and those that turn, join or hide the run of text, could make one name look like another.
const DECEIVING = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

/** A name as people read it: one line, 1 to 200 characters, no blanks at the ends, nothing invisible. */
export const nameShape = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.trim() === text && !DECEIVING.test(text), 'must be one line of plain text');

/** An RFC 3339 time in UTC. */
export const instantShape = z.custom<Instant>(
  (value) => typeof value === 'string' && asInstant(value) !== undefined,
  'must be an RFC 3339 time in UTC, as 2026-11-23T18:40:00Z',
);

/** @returns the first thing a schema found wrong, as `field: words`. */
export function issueLine(error: z.ZodError): string {
  const { field, words } = firstIssue(error);
  return `${field || 'the whole'}: ${words}`;
}
