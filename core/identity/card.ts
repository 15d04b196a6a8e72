import { z } from 'zod';
import type { Instant } from '../brand.ts';
import { ageRecipientKind } from '../crypto/age/identity.ts';
import type { PrivateKey } from '../crypto/private-key.ts';
import type { PublicKey } from '../crypto/public-key.ts';
import { type Envelope, parseEnvelope, serializeEnvelope, signEnvelope } from '../envelope/dsse.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { type Statement, statementBytes, statementOf } from '../envelope/statement.ts';
import { verifyEnvelope } from '../envelope/verify.ts';
import { isRefusal, Refusal } from '../failure.ts';
import type { JsonValue } from '../json/value.ts';
import { areSubjects, keyOfRecord, keyRecordOf, keyRecordShape, subjectOfKey } from './key-record.ts';
import { instantShape, issueLine, nameShape } from './plain-text.ts';

export const CARD_KINDS = ['person', 'producer', 'desk'] as const;
export type CardKind = (typeof CARD_KINDS)[number];

/** What an identity card says besides its keys. */
export interface CardDetails {
  readonly name: string;
  readonly organization: string;
  readonly kind: CardKind;
  /** `age1…` or `age1pq1…`; a desk has at least one, so that bundles can be sealed to it. */
  readonly ageRecipients: readonly string[];
  readonly createdAt: Instant;
}

/** An identity card whose keys have all signed it. It proves possession of the keys, not who holds them. */
export interface Card extends CardDetails {
  readonly keys: readonly PublicKey[];
}

const LARGEST_CARD = 1 << 20;
const MOST_KEYS = 8;

const predicateShape = z.object({
  name: nameShape,
  organization: nameShape,
  kind: z.enum(CARD_KINDS),
  keys: z.array(keyRecordShape).min(1).max(MOST_KEYS),
  ageRecipients: z
    .array(z.string().refine((text) => ageRecipientKind(text) !== undefined, 'must be an age recipient'))
    .max(MOST_KEYS),
  createdAt: instantShape,
});

function refuse(what: string): never {
  throw new Refusal('card.malformed', `The identity card cannot be used: ${what}.`, {
    remedy: 'Ask its owner for a card as scrutineer keygen writes it.',
  });
}

function readPredicate({ predicateType, predicate, subject }: Statement<JsonValue>): Card {
  if (predicateType !== PREDICATE.card) refuse('it is a signed document of another kind');
  const parsed = predicateShape.safeParse(predicate);
  if (!parsed.success) return refuse(issueLine(parsed.error));
  const { keys: records, ...details } = parsed.data;
  if (details.kind === 'desk' && details.ageRecipients.length === 0) refuse('a desk has no age recipient');
  const keys = records.map((record) => {
    const key = keyOfRecord(record);
    return typeof key === 'string' ? refuse(key) : key;
  });
  if (new Set(keys.map((key) => key.keyId)).size !== keys.length) refuse('a key stands on it twice');
  const subjects = keys.map((key) => subjectOfKey(details.name, key));
  if (!areSubjects(subject, subjects)) refuse('its subjects are not the keys on it');
  return { ...details, keys };
}

/**
 * Makes an identity card, signed by every key on it.
 * @param keys 1 to 8 keys of one holder
 * @returns the `*.card.dsse.json` file
 * @throws Refusal `card.malformed` where a detail does not fit
 */
export function makeCard(details: CardDetails, keys: readonly PrivateKey[]): Uint8Array {
  const { name, organization, kind, ageRecipients, createdAt } = details;
  const publicKeys = keys.map((key) => key.publicKey);
  const statement = {
    subject: publicKeys.map((key) => subjectOfKey(name, key)),
    predicateType: PREDICATE.card,
    predicate: {
      name,
      organization,
      kind,
      keys: publicKeys.map(keyRecordOf),
      ageRecipients: [...ageRecipients],
      createdAt,
    },
  } as const;
  const payload = statementBytes(statement);
  if (keys.length === 0) refuse('it has no key');
  const envelope = signEnvelope(payload, keys);
  readPredicate(statementOf(envelope));
  return serializeEnvelope(envelope);
}

function readEnvelope(bytes: Uint8Array): { envelope: Envelope; card: Card } {
  try {
    if (bytes.length > LARGEST_CARD) refuse('it is larger than any card');
    const envelope = parseEnvelope(bytes);
    return { envelope, card: readPredicate(statementOf(envelope)) };
  } catch (cause) {
    if (!isRefusal(cause) || cause.code === 'card.malformed') throw cause;
    throw new Refusal('card.malformed', `The identity card cannot be used: ${cause.message}`, {
      remedy: 'Ask its owner for a card as scrutineer keygen writes it.',
      cause,
    });
  }
}

/**
 * Reads an identity card and checks that every key on it has signed it.
 * @throws Refusal `card.malformed`, `card.not-self-signed`
 */
export function parseCard(bytes: Uint8Array): Card {
  const { envelope, card } = readEnvelope(bytes);
  if (verifyEnvelope(envelope, card.keys).verified.length !== card.keys.length) {
    throw new Refusal(
      'card.not-self-signed',
      'A key on the identity card has not signed it, or the card was altered.',
      {
        remedy: 'Ask its owner for the card again, and compare the fingerprints of its keys by voice.',
      },
    );
  }
  return card;
}
