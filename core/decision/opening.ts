import type { PublicKey } from '../crypto/public-key.ts';
import { type Envelope, PAYLOAD_TYPE, parseEnvelope } from '../envelope/dsse.ts';
import { verifyEnvelope } from '../envelope/verify.ts';
import type { Roster } from '../identity/roster.ts';
import type { CheckRun } from './check-run.ts';
import type { NamedKey } from './openssl-commands.ts';

/** The first steps of every check of a signed file, in order. */
export const OPENING_STEPS = ['envelope.readable', 'envelope.payload-type'] as const;

/** Walks the first steps: the file is an envelope, and says that it holds a statement. */
export function openEnvelope(run: CheckRun, bytes: Uint8Array): Envelope | undefined {
  const envelope = run.attempt(
    'envelope.readable',
    () => parseEnvelope(bytes),
    (read) => `The file is a signed envelope (DSSE) with ${count(read.signatures.length, 'signature')}.`,
  );
  if (envelope === undefined) return undefined;
  if (envelope.payloadType !== PAYLOAD_TYPE) {
    run.failed('envelope.payload-type', 'envelope.payload-type', 'The envelope does not hold an in-toto statement.');
    return undefined;
  }
  run.passed('envelope.payload-type', `The payload type is ${PAYLOAD_TYPE}.`);
  return envelope;
}

/** @returns a number with its noun, as `1 signature`, `2 signatures`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** @returns every key of every person of the roster, with whose it is. */
export function personKeys(roster: Roster): NamedKey[] {
  return roster.persons.flatMap((person) => person.keys.map(({ key }) => ({ owner: person.personId, key })));
}

/** @returns every key of every producer of the roster, with whose it is. */
export function producerKeys(roster: Roster): NamedKey[] {
  return roster.producers.flatMap((producer) => producer.keys.map(({ key }) => ({ owner: producer.producerId, key })));
}

/**
 * Walks the step `signatures`: every signature is tried with every key. One that names a key of ours and does not
 * verify fails the step, whether or not it is needed; one by a stranger is told and counts for nothing.
 * @returns the distinct keys that signed
 */
export function checkSignatures(run: CheckRun, envelope: Envelope, keys: readonly PublicKey[]): PublicKey[] {
  const { verified, unknown, bad } = verifyEnvelope(envelope, keys);
  const strangers = unknown === 0 ? '' : ` ${count(unknown, 'signature')} by no key known here; counted for nothing.`;
  if (bad > 0) {
    run.failed(
      'signatures',
      'decision.signature-bad',
      `Of ${count(envelope.signatures.length, 'signature')}, ${bad} by a known key ${bad === 1 ? 'does' : 'do'} not verify: the file was altered or damaged.${strangers}`,
    );
  } else if (verified.length === 0) {
    run.failed('signatures', 'decision.not-signed', `No key known here has signed this document.${strangers}`);
  } else if (unknown > 0) {
    run.warning(
      'signatures',
      'decision.signature-unknown',
      `${count(verified.length, 'key')} signed, and every one of their signatures verifies.${strangers}`,
    );
  } else {
    run.passed('signatures', `${count(verified.length, 'key')} signed, and every signature verifies.`);
  }
  return verified;
}
