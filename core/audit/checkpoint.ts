import { z } from 'zod';
import { asSha384, type Instant, type Sha384 } from '../brand.ts';
import type { PrivateKey } from '../crypto/private-key.ts';
import type { PublicKey } from '../crypto/public-key.ts';
import { type Envelope, parseEnvelope, signEnvelope } from '../envelope/dsse.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { type Statement, statementBytes, statementOf } from '../envelope/statement.ts';
import { verifyEnvelope } from '../envelope/verify.ts';
import { Refusal } from '../failure.ts';
import { asInstant } from '../instant.ts';
import type { ChainHead } from './event.ts';

/** A signed claim: at this time, this vault's audit log had this event as its last. Predicate `audit-checkpoint/v1`. */
export interface Checkpoint {
  readonly vaultId: string;
  /** The number of the last event. */
  readonly sequence: number;
  /** The digest of that event. */
  readonly head: Sha384;
  readonly at: Instant;
}

const predicateShape = z.object({
  vaultId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/),
  sequence: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  head: z.string(),
  at: z.string(),
});

/** @returns the checkpoint for a chain that ends at this head. */
export function checkpointAt(vaultId: string, head: ChainHead, at: Instant): Checkpoint {
  return { vaultId, sequence: head.sequence, head: head.digest, at };
}

/** @returns the statement of a checkpoint; its one subject is the head event. */
export function checkpointStatement(checkpoint: Checkpoint): Statement<Checkpoint> {
  const { vaultId, sequence, head, at } = checkpoint;
  return {
    subject: [{ name: 'audit-log', digest: { sha384: head } }],
    predicateType: PREDICATE.checkpoint,
    predicate: { vaultId, sequence, head, at },
  };
}

/** Signs a checkpoint with each key. */
export function signCheckpoint(checkpoint: Checkpoint, keys: readonly PrivateKey[]): Envelope {
  return signEnvelope(statementBytes(checkpointStatement(checkpoint)), keys);
}

/**
 * Reads a checkpoint out of a statement (docs/formats/audit-checkpoint.md, Parsing Rules).
 * @throws Refusal audit.checkpoint
 */
export function parseCheckpoint(statement: Statement<unknown>): Checkpoint {
  const refuse = (what: string): never => {
    throw new Refusal('audit.checkpoint', `This is not an audit checkpoint: ${what}.`, {
      remedy: 'Give a checkpoint that was written with an export.',
    });
  };
  if (statement.predicateType !== PREDICATE.checkpoint) return refuse('the document is of another kind');
  const parsed = predicateShape.safeParse(statement.predicate);
  if (!parsed.success) {
    return refuse(`the field "${parsed.error.issues[0]?.path.join('.') || 'predicate'}" is missing or malformed`);
  }
  const { vaultId, sequence } = parsed.data;
  const head = asSha384(parsed.data.head) ?? refuse('the field "head" is not a SHA-384 digest');
  const at = asInstant(parsed.data.at) ?? refuse('the field "at" is not a time in UTC');
  const [subject, second] = statement.subject;
  if (second !== undefined || subject?.digest.sha384 !== head) return refuse('its one subject is not its head');
  return { vaultId, sequence, head, at };
}

/**
 * Opens a checkpoint's envelope: signature first, then the content.
 * @param keys the keys that may have signed
 * @returns the checkpoint and the keys that did sign; whose they are is the roster's to say
 * @throws Refusal envelope.*, statement.*, json.*, audit.checkpoint (also where none of the keys has signed)
 */
export function openCheckpoint(
  bytes: Uint8Array,
  keys: readonly PublicKey[],
): { readonly checkpoint: Checkpoint; readonly signers: readonly PublicKey[] } {
  const envelope = parseEnvelope(bytes);
  const { verified } = verifyEnvelope(envelope, keys);
  if (verified.length === 0) {
    throw new Refusal('audit.checkpoint', 'None of the keys given has signed this checkpoint.', {
      remedy: 'Give the public key of the person who made the export.',
    });
  }
  return { checkpoint: parseCheckpoint(statementOf(envelope)), signers: verified };
}
