import type { z } from 'zod';
import { Refusal } from '../core/failure.ts';
import { firstIssue } from '../core/first-issue.ts';
import { parseStrictJson } from '../core/json/strict.ts';
import { readDocument } from './file.ts';
import { ofFile } from './of-file.ts';

/**
 * Reads a JSON file that a person wrote, by a strict shape: a misspelt field is refused, never passed over.
 * @param page the page of docs/formats that tells the fields
 * @throws Refusal `input.invalid` naming the field, `input.missing`, `json.*`
 */
export function readStrict<T>(path: string, shape: z.ZodType<T>, page: string): T {
  const parsed = shape.safeParse(ofFile(path, () => parseStrictJson(readDocument(path))));
  if (parsed.success) return parsed.data;
  const { field, words } = firstIssue(parsed.error);
  throw new Refusal('input.invalid', `A field is missing or wrong: ${field || 'the whole'}: ${words}.`, {
    where: `${path}: ${field || 'the whole'}`,
    remedy: `docs/formats/${page} tells every field.`,
  });
}
