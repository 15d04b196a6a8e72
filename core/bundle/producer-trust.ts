import type { Instant, ProducerId } from '../brand.ts';
import type { PublicKey } from '../crypto/public-key.ts';
import { isSameKey } from '../crypto/public-key.ts';
import type { Envelope } from '../envelope/dsse.ts';
import { verifyEnvelope } from '../envelope/verify.ts';
import { Refusal } from '../failure.ts';
import type { Roster, RosterProducer } from '../identity/roster.ts';
import { standingAt, type Validity } from '../identity/validity.ts';

/** Whose signatures the manifest bears. */
export interface Signers {
  /** The distinct keys of the roster's producers that have signed, whether they are still good or not. */
  readonly verified: readonly PublicKey[];
}

/**
 * Verifies the manifest's signatures against every producer key of the roster, before anything in it is parsed.
 * @returns the keys that signed; undefined where nobody of the roster signed, so that nothing could be verified
 * @throws Refusal `bundle.signature-bad` where a signature names a known key and is not by it
 */
export function verifySigners(envelope: Envelope, roster: Roster): Signers | undefined {
  const keys = roster.producers.flatMap((producer) => producer.keys.map(({ key }) => key));
  const { verified, bad } = verifyEnvelope(envelope, keys);
  if (verified.length > 0) return { verified };
  if (bad === 0) return undefined;
  throw new Refusal('bundle.signature-bad', "The signature on the manifest is not right for the producer's key.", {
    remedy: 'The manifest was changed after it was signed, or signed wrongly. Ask the producer to seal it again.',
  });
}

/** @returns the refusal of a bundle that nobody of the roster has signed. */
export function unknownProducer(): Refusal {
  return new Refusal(
    'bundle.producer-unknown',
    'The manifest is signed by nobody whom the roster knows as a producer.',
    {
      remedy: "If the producer should be trusted, have the roster's root sign a roster with the producer's card on it.",
    },
  );
}

/**
 * Requires that the producer named in the manifest is on the roster and has signed with a good key of every algorithm
 * that the roster asks of it.
 * @param at the time of the check: a key that has expired by now vouches for nothing new
 * @throws Refusal `bundle.producer-unknown`, `bundle.producer-mismatch`, `bundle.producer-key-revoked`,
 * `bundle.producer-key-expired`, `bundle.producer-key-early`, `bundle.signature-missing`
 */
export function requireTrusted(producerId: ProducerId, signers: Signers, roster: Roster, at: Instant): RosterProducer {
  const producer = roster.producers.find((candidate) => candidate.producerId === producerId);
  if (producer === undefined) throw unknownProducer();
  const own = producer.keys.filter(({ key }) => signers.verified.some((signer) => isSameKey(signer, key)));
  if (own.length === 0) {
    throw new Refusal('bundle.producer-mismatch', 'The manifest names one producer and is signed by another.', {
      where: producerId,
      remedy: 'Ask the producer to seal the bundle with its own key.',
    });
  }
  const left = faultOf(producer, "The producer's standing on the roster", producerId, at);
  if (left) throw left;
  const faults = own.map((key) => faultOf(key, 'The key that signed the manifest', key.keyId, at));
  const good = own.filter((_, index) => faults[index] === undefined);
  const missing = producer.requiredAlgorithms.filter(
    (algorithm) => !good.some(({ key }) => key.algorithm === algorithm),
  );
  const fault = faults.find((found) => found !== undefined);
  if ((missing.length > 0 || good.length === 0) && fault) throw fault;
  if (missing.length > 0) {
    throw new Refusal(
      'bundle.signature-missing',
      `The roster asks this producer for a signature by ${missing.join(', ')} too.`,
      {
        where: producerId,
        remedy: 'Ask the producer to seal the bundle with every key that the roster asks for.',
      },
    );
  }
  return producer;
}

const FAULTS = {
  revoked: ['bundle.producer-key-revoked', 'is revoked'],
  expired: ['bundle.producer-key-expired', 'has expired'],
  'not-yet-valid': ['bundle.producer-key-early', 'is not valid yet'],
} as const;

function faultOf(validity: Validity, what: string, where: string, at: Instant): Refusal | undefined {
  const standing = standingAt(validity, at);
  if (standing === 'valid') return undefined;
  const [code, words] = FAULTS[standing];
  return new Refusal(code, `${what} ${words}.`, {
    where,
    remedy: 'Ask the producer to sign with a key that the roster holds good, or for a newer roster.',
  });
}
