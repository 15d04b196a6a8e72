import { z } from 'zod';
import { asSha256, asSha384, type Sha256, type Sha384 } from '../brand.ts';
import { Refusal } from '../failure.ts';
import { canonicalJson } from '../json/canonical.ts';
import { parseStrictJson } from '../json/strict.ts';
import type { JsonValue } from '../json/value.ts';
import { type Envelope, LARGEST_ENVELOPE, PAYLOAD_TYPE } from './dsse.ts';
import { asPredicateType, type PredicateType } from './predicate-types.ts';

const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';

/** What a statement is about, found by digest alone; the name is for people. */
export interface Subject {
  readonly name?: string;
  readonly digest: { readonly sha384: Sha384; readonly sha256?: Sha256 };
}

/** An in-toto Statement v1 of one of our predicate types. */
export interface Statement<P> {
  readonly subject: readonly Subject[];
  readonly predicateType: PredicateType;
  readonly predicate: P;
}

/** @returns the statement in canonical JSON (RFC 8785): the same statement always gives the same bytes. */
export function statementBytes(statement: Statement<unknown>): Uint8Array {
  const { subject, predicateType, predicate } = statement;
  return canonicalJson({ _type: STATEMENT_TYPE, subject, predicateType, predicate });
}

const statementShape = z.object({
  _type: z.literal(STATEMENT_TYPE),
  subject: z
    .array(
      z.object({
        name: z.string().max(1024).optional(),
        digest: z.object({ sha384: z.string(), sha256: z.string().optional() }),
      }),
    )
    .min(1)
    .max(100_000),
  predicateType: z.string(),
});

function refuse(what: string): never {
  throw new Refusal('statement.malformed', `The signed document is not an in-toto Statement v1: ${what}.`);
}

function toSubject(raw: z.infer<typeof statementShape>['subject'][number]): Subject {
  const sha384 = asSha384(raw.digest.sha384) ?? refuse('a subject has no proper SHA-384 digest');
  const sha256 =
    raw.digest.sha256 === undefined
      ? undefined
      : (asSha256(raw.digest.sha256) ?? refuse('a subject has a SHA-256 digest that is none'));
  return {
    ...(raw.name === undefined ? {} : { name: raw.name }),
    digest: { sha384, ...(sha256 === undefined ? {} : { sha256 }) },
  };
}

/**
 * Reads the payload of an envelope as a statement. Fields and digest algorithms that are not ours are ignored, as
 * in-toto asks; the predicate is handed on as it stands, to be parsed by its own room.
 * @throws Refusal `statement.malformed`, `statement.predicate-type`, or a `json.*` code
 */
export function parseStatement(payload: Uint8Array): Statement<JsonValue> {
  const json = parseStrictJson(payload, { maxBytes: LARGEST_ENVELOPE });
  const parsed = statementShape.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(`the field ${issue?.path.join('.') || '(whole)'} is missing or of the wrong kind`);
  }
  const predicateType = asPredicateType(parsed.data.predicateType);
  if (predicateType === undefined) {
    throw new Refusal('statement.predicate-type', 'The signed document is of a kind this program does not know.', {
      remedy: 'Check that it is a Scrutineer document, and whether a newer version of the program is needed.',
    });
  }
  if (json === null || typeof json !== 'object' || Array.isArray(json) || json['predicate'] === undefined) {
    return refuse('the field predicate is missing');
  }
  return { subject: parsed.data.subject.map(toSubject), predicateType, predicate: json['predicate'] };
}

/**
 * Reads the statement of an envelope, after its payload type. Call it once the signatures have been verified.
 * @throws Refusal `envelope.payload-type` where the envelope holds something else, else as parseStatement does
 */
export function statementOf(envelope: Envelope): Statement<JsonValue> {
  if (envelope.payloadType !== PAYLOAD_TYPE) {
    throw new Refusal('envelope.payload-type', 'The envelope does not say that it holds an in-toto statement.');
  }
  return parseStatement(envelope.payload);
}
