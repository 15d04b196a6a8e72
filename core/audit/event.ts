import { z } from 'zod';
import { asSha384, type Instant, type Sha384 } from '../brand.ts';
import { sha384 } from '../crypto/digest.ts';
import { Refusal } from '../failure.ts';
import { asInstant } from '../instant.ts';
import { canonicalJson } from '../json/canonical.ts';
import { parseStrictJson } from '../json/strict.ts';
import { isJsonObject, type JsonObject, member } from '../json/value.ts';
import { type Act, asAct, DETAILS, type DetailOf } from './act.ts';

/** What the first event of a chain names as its predecessor: 96 zeros. */
export const GENESIS: Sha384 = '0'.repeat(96) as Sha384; // 96 lower-case hex digits

/** One link of the audit chain. */
export interface AuditEvent {
  /** 1 for the first event, then one more each. */
  readonly sequence: number;
  readonly at: Instant;
  /** The id of the person who acted, or `desk` for what the workstation does by itself. */
  readonly actor: string;
  readonly act: Act;
  /** The id or digest of what was acted on. */
  readonly subject: string;
  readonly detail: JsonObject;
  /** The digest of the event before; 96 zeros in the first. */
  readonly previous: Sha384;
  /** SHA-384 of the canonical JSON (RFC 8785) of this event without this field. */
  readonly digest: Sha384;
}

/** What a use case says of an act; the chain adds the rest. The detail's shape follows from the act. */
export type AuditEntry = {
  [A in Act]: {
    readonly at: Instant;
    readonly actor: string;
    readonly act: A;
    readonly subject: string;
    readonly detail: DetailOf<A>;
  };
}[Act];

/** The place in the chain that the next event follows. */
export interface ChainHead {
  readonly sequence: number;
  readonly digest: Sha384;
}

const ACTOR = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const SUBJECT = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,256}$/u;

/**
 * Makes the event that follows.
 * @param previous the last event, or null for the first one
 * @throws Refusal audit.entry, audit.act-unknown, audit.detail where the entry is not one of the closed set
 */
export function chainEvent(previous: ChainHead | null, entry: AuditEntry): AuditEvent {
  const detail = detailOf(entry.act, entry.detail);
  if (!ACTOR.test(entry.actor)) refuseEntry('actor');
  if (!SUBJECT.test(entry.subject)) refuseEntry('subject');
  if (asInstant(entry.at) === undefined) refuseEntry('at');
  const unsealed = {
    sequence: (previous?.sequence ?? 0) + 1,
    at: entry.at,
    actor: entry.actor,
    act: entry.act,
    subject: entry.subject,
    detail,
    previous: previous?.digest ?? GENESIS,
  };
  return { ...unsealed, digest: eventDigest(unsealed) };
}

function refuseEntry(field: string): never {
  throw new Refusal('audit.entry', `An audit event needs a proper "${field}".`, {
    where: field,
    remedy: 'This is a fault of the program. Report it; nothing was done.',
  });
}

/** @returns the detail as plain JSON, checked against the closed shape of its act. */
function detailOf(act: string, detail: unknown): JsonObject {
  const known = asAct(act);
  if (!known) {
    throw new Refusal('audit.act-unknown', `"${act}" is not an act of the audit log.`, {
      where: 'act',
      remedy: 'This is a fault of the program. Report it; nothing was done.',
    });
  }
  const parsed = DETAILS[known].safeParse(detail);
  if (!parsed.success) {
    // The field's name alone: what stands in it may be what must not be written.
    const field = parsed.error.issues[0]?.path.join('.') || 'detail';
    throw new Refusal('audit.detail', `The detail of "${act}" does not have its closed shape.`, {
      where: field,
      remedy: 'This is a fault of the program. Report it; nothing was done.',
    });
  }
  const plain = parseStrictJson(canonicalJson(parsed.data));
  return isJsonObject(plain) ? plain : {};
}

/** @returns SHA-384 of the canonical JSON of the event without its `digest`, whether or not it has one. */
export function eventDigest(event: Omit<AuditEvent, 'digest'>): Sha384 {
  const { sequence, at, actor, act, subject, detail, previous } = event;
  return sha384(canonicalJson({ sequence, at, actor, act, subject, detail, previous }));
}

/** @returns the event as one line of an exported log: its canonical JSON, without a line end. */
export function eventLine(event: AuditEvent): string {
  const { sequence, at, actor, act, subject, detail, previous, digest } = event;
  return new TextDecoder().decode(canonicalJson({ sequence, at, actor, act, subject, detail, previous, digest }));
}

const eventShape = z.strictObject({
  sequence: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  at: z.string(),
  actor: z.string(),
  act: z.string(),
  subject: z.string(),
  detail: z.custom<JsonObject>(isJsonObject),
  previous: z.string(),
  digest: z.string(),
});

/**
 * Reads one line of an exported log. Only the shape is checked; `verifyChain` tells whether the event is genuine.
 * @throws Refusal audit.line where the line is not an event in canonical form
 */
export function parseEventLine(line: string): AuditEvent {
  const refuse = (what: string, cause?: unknown): never => {
    throw new Refusal('audit.line', `A line of the audit log cannot be read: ${what}.`, {
      remedy: 'Compare the file with the one that was exported; it was damaged or changed.',
      ...(cause === undefined ? {} : { cause }),
    });
  };
  let json: ReturnType<typeof parseStrictJson>;
  try {
    json = parseStrictJson(new TextEncoder().encode(line), { maxBytes: 1 << 20 });
  } catch (cause) {
    return refuse('it is not strict JSON', cause);
  }
  const parsed = eventShape.safeParse(json);
  if (!parsed.success) return refuse(`field "${parsed.error.issues[0]?.path.join('.') || '(whole)'}"`);
  const raw = parsed.data;
  const at = asInstant(raw.at);
  const act = asAct(raw.act);
  const previous = asSha384(raw.previous);
  const digest = asSha384(raw.digest);
  if (!at) return refuse('field "at"');
  if (!act) return refuse('its act is not known');
  if (!previous || !digest) return refuse('a digest is malformed');
  const detail = member(json, 'detail');
  if (!isJsonObject(detail)) return refuse('field "detail"');
  const event: AuditEvent = { ...raw, at, act, detail, previous, digest };
  // One spelling of an event: otherwise the same log could be written in ways that only some tools accept.
  if (eventLine(event) !== line) return refuse('it is not in canonical form');
  return event;
}
