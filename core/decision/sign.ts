import type { PrivateKey } from '../crypto/private-key.ts';
import { addSignature, parseEnvelope, serializeEnvelope, signEnvelope } from '../envelope/dsse.ts';
import { parseDecision } from './decision.ts';

/**
 * Signs a drafted payload (decision, concurrence or notice) with every key of one person.
 * @param payload as `draftDecision`, `draftConcurrence` or `buildNotice` gave it
 * @returns the envelope as the bytes of a `*.dsse.json` file
 */
export function signPayload(payload: Uint8Array, keys: readonly PrivateKey[]): Uint8Array {
  return serializeEnvelope(signEnvelope(payload, keys));
}

/**
 * Adds a further person's signatures to a decision. The payload and the signatures that are there stay as they are; a
 * key that has signed already is not added again.
 * @param envelope the bytes of a `*.decision.dsse.json` file
 * @returns the bytes of the file that takes its place
 * @throws Refusal where the file is not a decision
 */
export function addToDecision(envelope: Uint8Array, keys: readonly PrivateKey[]): Uint8Array {
  const read = parseEnvelope(envelope);
  parseDecision(read.payload);
  return serializeEnvelope(keys.reduce(addSignature, read));
}
