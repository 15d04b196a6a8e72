import { z } from 'zod';
import { asPersonId, asProducerId, asSha384 } from '../brand.ts';
import { brandedSchema } from '../branded-schema.ts';
import { asInstant } from '../instant.ts';

/** Control characters other than line feed and tab, and the characters that turn or hide the run of text. */
const DECEIVING = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

function readable(text: string, lineBreaks: boolean): boolean {
  return !DECEIVING.test(lineBreaks ? text.replace(/[\n\t]/g, ' ') : text);
}

/** One line of readable text: no control, bidirectional or invisible characters; 1 to 300 characters. */
export const lineSchema = z
  .string()
  .min(1)
  .max(300)
  .refine((text) => text.trim() !== '' && readable(text, false), 'must be one line of plain text');

/** A passage of readable text, line breaks allowed; 1 to 20,000 characters. */
export const passageSchema = z
  .string()
  .min(1)
  .max(20_000)
  .refine((text) => text.trim() !== '' && readable(text, true), 'must be plain text');

/** A marking as written. Whether it is a valid marking is core/marking's to say. */
export const markingTextSchema = z.string().min(1).max(500);

export const sha384Schema = brandedSchema(asSha384, 'must be a SHA-384 digest: 96 lower-case hex digits');

export const instantSchema = brandedSchema(asInstant, 'must be an RFC 3339 time in UTC, as 2026-11-23T18:40:00Z');

export const personIdSchema = brandedSchema(asPersonId, 'must be a person id of the roster');

export const producerIdSchema = brandedSchema(asProducerId, 'must be a producer id of the roster');

/** An id given by a desk: 1 to 128 of letters, digits, `.`, `_`, `:`, `-`. A UUID is one. */
export const givenIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, 'must be an id without spaces');
