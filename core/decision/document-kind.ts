import type { z } from 'zod';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { parseStatement, type Statement } from '../envelope/statement.ts';
import { Refusal } from '../failure.ts';
import { firstIssue } from '../first-issue.ts';

/** The kinds of signed documents that this room writes and reads. */
type DocumentKind = 'decision' | 'notice' | 'concurrence';

/**
 * Reads the payload of a signed document that must be of one kind.
 * @throws Refusal `statement.malformed`, `decision.wrong-kind`
 */
export function statementOfKind(payload: Uint8Array, kind: DocumentKind): Statement<unknown> {
  const statement = parseStatement(payload);
  if (statement.predicateType === PREDICATE[kind]) return statement;
  throw new Refusal('decision.wrong-kind', `This document is signed, but it is not a designation ${kind}.`, {
    where: String(statement.predicateType),
  });
}

/** @returns the predicate in the shape of its kind. @throws Refusal `decision.malformed` */
export function shapedAs<Schema extends z.ZodType>(
  kind: DocumentKind,
  schema: Schema,
  predicate: unknown,
): z.output<Schema> {
  const read = schema.safeParse(predicate);
  if (read.success) return read.data;
  const { field, words } = firstIssue(read.error);
  const where = field || '(whole)';
  throw new Refusal('decision.malformed', `This is not a designation ${kind}: ${where} ${words}.`, { where });
}
