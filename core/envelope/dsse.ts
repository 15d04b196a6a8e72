import { z } from 'zod';
import { fromAnyBase64, toBase64 } from '../crypto/base64.ts';
import type { PrivateKey } from '../crypto/private-key.ts';
import { verifySignature } from '../crypto/public-key.ts';
import { Refusal } from '../failure.ts';
import { parseStrictJson } from '../json/strict.ts';

/** The payload type of every envelope of the house: an in-toto Statement. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** Largest envelope that is read, in bytes. */
export const LARGEST_ENVELOPE = 32 << 20;
const MOST_SIGNATURES = 64;

export interface Signature {
  /** A hint for finding the key; unauthenticated, and never part of a decision. Empty where the envelope has none. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** A DSSE envelope, decoded once. What is verified and what is parsed afterwards are the same bytes: `payload`. */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly signatures: readonly Signature[];
}

/**
 * The pre-authentication encoding of DSSE v1.0.2: `DSSEv1 LEN(type) type LEN(body) body`, lengths in bytes of UTF-8.
 * @returns the exact bytes a signature covers
 */
export function pae(type: string, body: Uint8Array): Uint8Array {
  const typeBytes = new TextEncoder().encode(type);
  const head = new TextEncoder().encode(`DSSEv1 ${typeBytes.length} ${type} ${body.length} `);
  const out = new Uint8Array(head.length + body.length);
  out.set(head);
  out.set(body, head.length);
  return out;
}

const envelopeShape = z.object({
  payload: z.string(),
  payloadType: z.string().min(1).max(256),
  signatures: z
    .array(z.object({ keyid: z.string().max(1024).nullish(), sig: z.string().max(65536) }))
    .min(1)
    .max(MOST_SIGNATURES),
});

/**
 * Reads a DSSE envelope in JSON. Unknown fields are ignored, either base64 alphabet is taken, and a missing keyid reads
 * as empty (DSSE v1.0.2, envelope.md). Nothing is verified here.
 * @throws Refusal `envelope.malformed`, or a `json.*` code where it is not strict JSON
 */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  const refuse = (what: string): never => {
    throw new Refusal('envelope.malformed', `This is not a signed envelope (DSSE): ${what}.`, {
      remedy: 'Give the .dsse.json file exactly as it was issued.',
    });
  };
  const parsed = envelopeShape.safeParse(parseStrictJson(bytes, { maxBytes: LARGEST_ENVELOPE }));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(`the field ${issue?.path.join('.') || '(whole)'} is missing or of the wrong kind`);
  }
  const { payload, payloadType, signatures } = parsed.data;
  return {
    payloadType,
    payload: fromAnyBase64(payload) ?? refuse('its payload is not base64'),
    signatures: signatures.map(({ keyid, sig }, i) => ({
      keyId: keyid ?? '',
      signature: fromAnyBase64(sig) ?? refuse(`its signature ${i + 1} is not base64`),
    })),
  };
}

/** @returns the envelope as JSON with fixed field order, indentation of two and a final newline. */
export function serializeEnvelope(envelope: Envelope): Uint8Array {
  const json = {
    payload: toBase64(envelope.payload),
    payloadType: envelope.payloadType,
    signatures: envelope.signatures.map(({ keyId, signature }) => ({ keyid: keyId, sig: toBase64(signature) })),
  };
  return new TextEncoder().encode(`${JSON.stringify(json, null, 2)}\n`);
}

/** Signs the payload (an in-toto Statement) with each key, in order. */
export function signEnvelope(payload: Uint8Array, keys: readonly PrivateKey[]): Envelope {
  const unsigned: Envelope = { payloadType: PAYLOAD_TYPE, payload, signatures: [] };
  return keys.reduce(addSignature, unsigned);
}

/**
 * Adds one key's signature to the envelope; the payload and the other signatures stay as they are. A key that has
 * already signed is not added twice.
 */
export function addSignature(envelope: Envelope, key: PrivateKey): Envelope {
  const message = pae(envelope.payloadType, envelope.payload);
  const hasSigned = envelope.signatures.some(({ signature }) => verifySignature(key.publicKey, message, signature));
  if (hasSigned) return envelope;
  const signature = { keyId: key.publicKey.keyId, signature: key.sign(message) };
  return { ...envelope, signatures: [...envelope.signatures, signature] };
}
