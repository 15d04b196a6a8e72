import type { z } from 'zod';
import { Refusal } from '../core/failure.ts';
import { parseStrictJson } from '../core/json/strict.ts';
import { readDocument } from './file.ts';

/**
 * Reads a JSON file that a person wrote, by a strict shape: a misspelt field is refused, never passed over.
 * @param page the page of docs/formats that tells the fields
 * @throws Refusal `input.invalid` naming the field, `input.missing`, `json.*`
 */
export function readStrict<T>(path: string, shape: z.ZodType<T>, page: string): T {
  const parsed = shape.safeParse(parseStrictJson(readDocument(path)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = [...(issue?.path.map(String) ?? []), ...(unknown === undefined ? [] : [unknown])].join('.');
  throw new Refusal(
    'input.invalid',
    unknown === undefined
      ? `A field is missing or wrong: ${issue?.message ?? 'the file has another shape'}.`
      : 'The file has a field that it may not have.',
    { where: `${path}: ${field || 'the whole'}`, remedy: `docs/formats/${page} tells every field.` },
  );
}
