import { type PublicKey, verifySignature } from '../crypto/public-key.ts';
import { type Envelope, pae, type Signature } from './dsse.ts';

/** What the signatures of an envelope come to. */
export interface Verification {
  /** Each distinct key that has a good signature, once, in the order of the keys given. */
  readonly verified: PublicKey[];
  /** Signatures that no key given fits and whose keyid names none of them: by somebody else. */
  readonly unknown: number;
  /** Signatures whose keyid names a key given, and that do not verify under any: damaged or forged. */
  readonly bad: number;
}

// The key a signature names is tried first; it is a matter of speed alone, since every other key is tried after it.
function signerOf(signature: Signature, message: Uint8Array, keys: readonly PublicKey[]): PublicKey | undefined {
  const named = keys.filter((key) => key.keyId === signature.keyId);
  const others = keys.filter((key) => key.keyId !== signature.keyId);
  return [...named, ...others].find((key) => verifySignature(key, message, signature.signature));
}

/**
 * Verifies every signature of an envelope against every key (DSSE v1.0.2, protocol.md). The keyid never decides, and a
 * key that signed twice counts once. Keys are not persons: a quorum is counted by `personsWhoSigned`.
 */
export function verifyEnvelope(envelope: Envelope, keys: readonly PublicKey[]): Verification {
  const message = pae(envelope.payloadType, envelope.payload);
  // A key id is computed from the key itself when it is read, so that it stands for the key here.
  const distinct = [...new Map(keys.map((key) => [key.keyId, key])).values()];
  const signers: PublicKey[] = [];
  let unknown = 0;
  let bad = 0;
  for (const signature of envelope.signatures) {
    const signer = signerOf(signature, message, distinct);
    if (signer !== undefined) signers.push(signer);
    else if (distinct.some((key) => key.keyId === signature.keyId)) bad += 1;
    else unknown += 1;
  }
  return { verified: distinct.filter((key) => signers.includes(key)), unknown, bad };
}
