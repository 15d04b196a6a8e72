import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { firstIssue } from './first-issue.ts';

function issueOf(schema: z.ZodType, value: unknown) {
  const parsed = schema.safeParse(value);
  if (parsed.success) throw new Error('the schema took it');
  return firstIssue(parsed.error);
}

describe('what a schema finds', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['a missing field', z.string(), undefined, 'is missing'],
    ['another kind', z.string(), 5, 'must be text'],
    ['no number', z.number(), 'x', 'must be a number'],
    ['a broken number', z.int(), 1.5, 'must be a whole number'],
    ['a list that is none', z.array(z.string()), {}, 'must be a list'],
    ['an object that is none', z.object({}), [], 'must be an object with named fields'],
    ['empty text', z.string().min(1), '', 'must not be empty'],
    ['text that is too short', z.string().min(3), 'a', 'must have at least 3 characters'],
    ['text that is too long', z.string().max(1), 'ab', 'must have at most 1 character'],
    ['an empty list', z.array(z.string()).min(1), [], 'must not be empty'],
    ['a list that is too long', z.array(z.string()).max(1), ['a', 'b'], 'must have at most 1 entry'],
    ['a number that is too small', z.number().min(2), 1, 'must be at least 2'],
    ['a number that is not positive', z.number().positive(), 0, 'must be more than 0'],
    ['a word that is none of the set', z.enum(['a', 'b']), 'c', 'must be one of "a", "b"'],
    ['a word that is not the one', z.literal('a'), 'b', 'must be "a"'],
    ['none of several forms', z.union([z.string(), z.number()]), true, 'has none of the forms that it may have'],
    ['an id that is none', z.uuid(), 'x', 'must be a UUID'],
    ['a form that does not fit', z.string().regex(/^a$/), 'b', 'does not have the form that is asked for'],
    ['words of the schema itself', z.string().regex(/^a$/, 'is not an a'), 'b', 'is not an a'],
  ])('is told in words of the house: %s', (_what, schema, value, words) => {
    expect(issueOf(z.object({ field: schema }), { field: value })).toEqual({ field: 'field', words });
  });

  it('names a field that is not known, and repeats no name that is none', () => {
    const shape = z.object({ list: z.array(z.strictObject({ a: z.string() })) });
    expect(issueOf(shape, { list: [{ a: 'x', marking2: '' }] })).toEqual({
      field: 'list.0.marking2',
      words: 'is not a field that may stand here',
    });
    expect(issueOf(shape, { list: [{ a: 'x', '\u001b[2J': '' }] }).field).toBe('list.0.(a name that is no field)');
  });
});
