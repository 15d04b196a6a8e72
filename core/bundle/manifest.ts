import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Instant, ProducerId, Sha256, Sha384 } from '../brand.ts';
import { asProducerId, asSha256, asSha384 } from '../brand.ts';
import { brandedSchema } from '../branded-schema.ts';
import type { Envelope } from '../envelope/dsse.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { statementBytes, statementOf } from '../envelope/statement.ts';
import { Refusal } from '../failure.ts';
import { firstIssue } from '../first-issue.ts';
import { asInstant } from '../instant.ts';
import { LIMITS, MANIFEST_NAME } from './limits.ts';
import { nameCollisionKey, nameFault, printable } from './member-name.ts';

/** What a member is for. */
export const MEMBER_ROLES = ['inspect-log', 'scores', 'attachment'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** One file of the bundle as the manifest tells it. */
export interface ManifestMember {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly digest: { readonly sha384: Sha384; readonly sha256?: Sha256 | undefined };
  readonly role: MemberRole;
  /** A banner line, as `UNCLASSIFIED`. */
  readonly marking: string;
  readonly mediaType?: string | undefined;
}

/** The predicate of `evaluation-bundle/v1`: see `docs/formats/evaluation-bundle.md`. */
export interface Manifest {
  /** A UUID given by the producer. */
  readonly bundleId: string;
  readonly producerId: ProducerId;
  /** Counts this producer's bundles to this desk: 1 more than the last one's. */
  readonly sequence: number;
  readonly createdAt: Instant;
  /** The banner line of the whole. */
  readonly marking: string;
  readonly case: {
    readonly developer: string;
    readonly model: string;
    readonly version: string;
    readonly role: 'candidate' | 'reference';
    /** The producer's name for the case; bundles of one model version carry the same. */
    readonly caseKey: string;
  };
  readonly accessWindow?: { readonly opensAt: Instant; readonly closesAt: Instant } | undefined;
  /** The age recipients it was sealed to, so that a recipient cannot pass it on under the producer's name. */
  readonly recipients?: readonly string[] | undefined;
  /** The bundle before this one: its sequence and the SHA-384 of its signed statement. */
  readonly previous?: { readonly sequence: number; readonly digest: Sha384 } | undefined;
  readonly members: readonly ManifestMember[];
}

const instant = brandedSchema(asInstant, 'is not an RFC 3339 time in UTC');
const sha384 = brandedSchema(asSha384, 'is not a SHA-384 digest in lower-case hex');
const sha256 = brandedSchema(asSha256, 'is not a SHA-256 digest in lower-case hex');
// A line for people: no control, bidi or other invisible characters, which could make two texts look alike.
const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u, 'holds a character that a line of text may not have');
const sequence = z.int().min(1);
const digest = z.object({ sha384, sha256: sha256.optional() });

/** Unknown fields are ignored, but never one that speaks of the marking: it could ask for handling we do not know. */
const noUnknownMarking = (value: Record<string, unknown>, context: z.RefinementCtx) => {
  for (const key of Object.keys(value)) {
    if (key !== 'marking' && /marking|classif/i.test(key))
      context.addIssue(`has an unknown field of marking: ${printable(key)}`);
  }
};

const member = z
  .looseObject({
    name: z.string().superRefine((name, context) => {
      const fault = name === MANIFEST_NAME ? "is the manifest's own" : nameFault(name);
      if (fault) context.addIssue(fault);
    }),
    size: z.int().min(0).max(LIMITS.memberBytes),
    digest,
    role: z.enum(MEMBER_ROLES),
    marking: line(1000),
    mediaType: line(200).optional(),
  })
  .superRefine(noUnknownMarking)
  .transform(({ name, size, digest, role, marking, mediaType }) => ({ name, size, digest, role, marking, mediaType }));

const manifest = z
  .looseObject({
    bundleId: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is not a lower-case UUID'),
    producerId: brandedSchema(asProducerId, "is not a producer's id"),
    sequence,
    createdAt: instant,
    marking: line(1000),
    case: z.object({
      developer: line(200),
      model: line(200),
      version: line(200),
      role: z.enum(['candidate', 'reference']),
      caseKey: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}$/, 'is not a case key'),
    }),
    accessWindow: z
      .object({ opensAt: instant, closesAt: instant })
      .refine(({ opensAt, closesAt }) => Date.parse(opensAt) < Date.parse(closesAt), 'closes before it opens')
      .optional(),
    recipients: z
      .array(z.string().regex(/^age1[0-9a-z]{1,4000}$/))
      .min(1)
      .max(256)
      .optional(),
    previous: z.object({ sequence, digest: sha384 }).optional(),
    members: z.array(member).min(1).max(LIMITS.members),
  })
  .superRefine(noUnknownMarking)
  .superRefine((value, context) => {
    const taken = new Set([nameCollisionKey(MANIFEST_NAME)]);
    for (const { name } of value.members) {
      const key = nameCollisionKey(name);
      if (taken.has(key)) context.addIssue(`two members are named ${printable(name)}, or differ only in case`);
      taken.add(key);
    }
    if (value.previous && value.previous.sequence >= value.sequence) {
      context.addIssue('the previous bundle does not come before this one');
    }
  });

/**
 * Checks a manifest as a value, before it is signed or after it was read.
 * @returns the manifest without the fields that this version does not know
 * @throws Refusal `bundle.manifest-unreadable`, naming the field
 */
export function parseManifest(value: unknown): Manifest {
  const result = manifest.safeParse(value);
  if (!result.success) {
    const { field, words } = firstIssue(result.error);
    throw unreadable(`${field || 'manifest'}: ${words}`);
  }
  const known = result.data;
  return {
    bundleId: known.bundleId,
    producerId: known.producerId,
    sequence: known.sequence,
    createdAt: known.createdAt,
    marking: known.marking,
    case: known.case,
    ...(known.accessWindow ? { accessWindow: known.accessWindow } : {}),
    ...(known.recipients ? { recipients: known.recipients } : {}),
    ...(known.previous ? { previous: known.previous } : {}),
    members: known.members,
  };
}

/**
 * Reads the manifest out of an envelope whose signature was verified.
 * @throws Refusal `bundle.manifest-unreadable`: not strict JSON, another predicate type, a field that is wrong, or
 * subjects that are not exactly the members
 */
export function readManifest(envelope: Envelope): Manifest {
  const statement = readable(() => statementOf(envelope));
  if (statement.predicateType !== PREDICATE.bundle) throw unreadable('predicateType: is not evaluation-bundle/v1');
  const read = parseManifest(statement.predicate);
  const subjects = new Map(statement.subject.map((subject) => [subject.name ?? '', subject.digest]));
  if (subjects.size !== statement.subject.length || subjects.size !== read.members.length) {
    throw unreadable('subject: is not exactly the members, each once');
  }
  for (const { name, digest } of read.members) {
    const told = subjects.get(name);
    if (told?.sha384 !== digest.sha384 || (told.sha256 ?? digest.sha256) !== digest.sha256) {
      throw unreadable(`subject: disagrees with the members about ${printable(name)}`);
    }
  }
  return read;
}

/** @returns the statement's bytes (RFC 8785) for signing; the members with their digests are its subjects. */
export function manifestStatement(manifest: Manifest): Uint8Array {
  const checked = parseManifest(manifest);
  return statementBytes({
    subject: checked.members.map(({ name, digest }) => ({
      name,
      digest: { sha384: digest.sha384, ...(digest.sha256 === undefined ? {} : { sha256: digest.sha256 }) },
    })),
    predicateType: PREDICATE.bundle,
    predicate: { ...checked, members: checked.members.map(withoutUndefined) },
  });
}

/** @returns a new random UUID (version 4) for a bundle. */
export function newBundleId(): string {
  const bytes = randomBytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Runs a reader of another room and turns its refusal into one of the manifest. */
export function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof Refusal) throw unreadable(cause.message, cause);
    throw cause;
  }
}

function unreadable(what: string, cause?: unknown): Refusal {
  return new Refusal('bundle.manifest-unreadable', `The manifest cannot be used. ${what}`, {
    where: MANIFEST_NAME,
    remedy: 'Ask the producer to correct the manifest and to seal the bundle again.',
    cause,
  });
}

/** RFC 8785 has no undefined: an absent field is left out. */
function withoutUndefined<T extends object>(value: T): T {
  // Only absent fields are dropped, so the type is kept.
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
