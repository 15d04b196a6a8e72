import type { z } from 'zod';
import { counted } from './counted.ts';

/** What a schema found wrong first, for people. */
export interface FirstIssue {
  /** The field, as `rationale.0.text`; empty where the whole is meant. */
  readonly field: string;
  /** What is wrong with it, as `must not be empty`, to stand after the field's name. Never a value that was given. */
  readonly words: string;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with named fields',
  record: 'an object with named fields',
  null: 'null',
};

/**
 * The one place where what Zod finds becomes the words of the house.
 * @returns the first issue; words that a schema brings itself are kept as they are
 */
export function firstIssue(error: z.ZodError): FirstIssue {
  const issue = error.issues[0];
  return issue === undefined
    ? { field: '', words: 'is not as asked for' }
    : { field: fieldOf(issue), words: wordsOf(issue) };
}

function fieldOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String);
  // A field that is not known is the fault itself, so it is the one to name.
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  return [...path, ...(unknown === undefined ? [] : [unknown])].map(plainKey).join('.');
}

/** A key may come from outside: what does not look like a field's name is not repeated. */
function plainKey(key: string): string {
  return /^[\w@:/+.-]{1,60}$/.test(key) ? key : '(a name that is no field)';
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (!isZodsOwn(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? 'is missing'
        : `must be ${KINDS[issue.expected] ?? 'of another kind'}`;
    case 'too_small':
      return bound(issue.origin, Number(issue.minimum), 'at least', issue.inclusive !== false);
    case 'too_big':
      return bound(issue.origin, Number(issue.maximum), 'at most', issue.inclusive !== false);
    case 'invalid_value':
      return issue.values.length > 20
        ? 'is not one of the words that may stand here'
        : `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'unrecognized_keys':
      return 'is not a field that may stand here';
    case 'invalid_union':
      return 'has none of the forms that it may have';
    case 'invalid_format':
      return issue.format === 'uuid' ? 'must be a UUID' : 'does not have the form that is asked for';
    default:
      return 'is not as asked for';
  }
}

/** Whether the words are Zod's own English and not those of a schema of ours. */
function isZodsOwn(message: string): boolean {
  return /^(?:Invalid|Too small|Too big|Unrecognized|Expected|Required)\b/.test(message);
}

function bound(origin: string, limit: number, side: 'at least' | 'at most', isInclusive: boolean): string {
  if (origin === 'string') {
    return side === 'at least' && limit === 1
      ? 'must not be empty'
      : `must have ${side} ${counted(limit, 'character')}`;
  }
  if (origin === 'array' || origin === 'set' || origin === 'map') {
    return side === 'at least' && limit === 1
      ? 'must not be empty'
      : `must have ${side} ${counted(limit, 'entry', 'entries')}`;
  }
  if (isInclusive) return `must be ${side} ${limit}`;
  return `must be ${side === 'at least' ? 'more' : 'less'} than ${limit}`;
}
