import { privateKeyFromSeed } from '../../crypto/private-key.ts';
import { publicKeyToPem } from '../../crypto/public-key.ts';
import { addSignature, type Envelope, PAYLOAD_TYPE, serializeEnvelope, signEnvelope } from '../dsse.ts';

/** One published case: an envelope, whom the verifier trusts, and what must come out. */
export interface DsseVector {
  readonly name: string;
  readonly comment: string;
  readonly envelope: unknown;
  /** Names of the trusted keys. */
  readonly trusted: readonly string[];
  /** How many distinct trusted keys must have signed. */
  readonly threshold: number;
  /** Names of the trusted keys with a good signature. */
  readonly verified: readonly string[];
  readonly accepted: boolean;
}

const SEEDS = { alice: 1, bob: 2, carol: 3, mallory: 4 } as const;
type Name = keyof typeof SEEDS;

const seedOf = (name: Name): Uint8Array => new Uint8Array(32).fill(SEEDS[name]);
const keyOf = (name: Name) => privateKeyFromSeed('ed25519', seedOf(name));
const toJson = (envelope: Envelope): { payload: string; payloadType: string; signatures: unknown[] } =>
  JSON.parse(new TextDecoder().decode(serializeEnvelope(envelope)));
const urlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

function vectorsOf(): DsseVector[] {
  const body = new TextEncoder().encode('{"text":"Prüfung ✓, 100 %"}');
  const signedBy = (...names: Name[]): Envelope => signEnvelope(body, names.map(keyOf));
  const one = toJson(signedBy('alice'));
  const two = toJson(signedBy('alice', 'bob'));
  const [aliceSignature, bobSignature] = two.signatures as { keyid: string; sig: string }[];
  if (aliceSignature === undefined || bobSignature === undefined) throw new Error('two were signed');
  const otherType = addSignature({ payloadType: 'text/plain', payload: body, signatures: [] }, keyOf('alice'));
  const crossed = [
    { keyid: bobSignature.keyid, sig: aliceSignature.sig },
    { keyid: aliceSignature.keyid, sig: bobSignature.sig },
  ];
  const all: Name[] = ['alice', 'bob', 'carol'];
  const vector = (
    name: string,
    comment: string,
    envelope: unknown,
    expected: { trusted?: Name[]; threshold: number; verified: Name[] },
  ): DsseVector => {
    const { trusted = all, threshold, verified } = expected;
    return { name, comment, envelope, trusted, threshold, verified, accepted: verified.length >= threshold };
  };
  return [
    vector('one-of-one', 'The plain case.', one, { trusted: ['alice'], threshold: 1, verified: ['alice'] }),
    vector('two-of-three', 'Two of three trusted keys.', two, { threshold: 2, verified: ['alice', 'bob'] }),
    vector('two-of-three-missing', 'One signature where two are needed.', one, { threshold: 2, verified: ['alice'] }),
    vector(
      'same-key-twice',
      'A key counts once, however often it signs.',
      { ...one, signatures: [...one.signatures, ...one.signatures] },
      { threshold: 2, verified: ['alice'] },
    ),
    vector(
      'same-key-two-names',
      'A second keyid does not make a second key.',
      { ...one, signatures: [aliceSignature, { ...aliceSignature, keyid: 'somebody-else' }] },
      { threshold: 2, verified: ['alice'] },
    ),
    vector(
      'keyids-crossed',
      'The keyid is a hint; it never decides.',
      { ...two, signatures: crossed },
      {
        threshold: 2,
        verified: ['alice', 'bob'],
      },
    ),
    vector(
      'keyid-missing',
      'A missing keyid reads as empty.',
      { ...one, signatures: [{ sig: aliceSignature.sig }] },
      {
        threshold: 1,
        verified: ['alice'],
      },
    ),
    vector('stranger-too', 'A signature by an unknown key is passed over.', toJson(signedBy('mallory', 'alice')), {
      threshold: 1,
      verified: ['alice'],
    }),
    vector('stranger-alone', 'Nobody trusted has signed.', toJson(signedBy('mallory')), { threshold: 1, verified: [] }),
    vector(
      'url-safe-base64',
      'The URL-safe alphabet is accepted.',
      { ...one, payload: urlSafe(one.payload), signatures: [{ ...aliceSignature, sig: urlSafe(aliceSignature.sig) }] },
      { threshold: 1, verified: ['alice'] },
    ),
    vector(
      'unknown-fields',
      'Fields that are not of DSSE are ignored.',
      { ...one, extension: { kind: 'x' } },
      {
        threshold: 1,
        verified: ['alice'],
      },
    ),
    vector(
      'payload-changed',
      'The payload is not the one signed.',
      { ...one, payload: 'e30=' },
      {
        threshold: 1,
        verified: [],
      },
    ),
    vector(
      'type-changed',
      'The payload type is signed too.',
      { ...one, payloadType: 'text/plain' },
      {
        threshold: 1,
        verified: [],
      },
    ),
    vector('other-type', 'Any payload type can be signed; the reader checks it afterwards.', toJson(otherType), {
      threshold: 1,
      verified: ['alice'],
    }),
    vector(
      'signature-cut',
      'A signature of the wrong length is no signature.',
      { ...one, signatures: [{ ...aliceSignature, sig: aliceSignature.sig.slice(0, 84) }] },
      { threshold: 1, verified: [] },
    ),
  ];
}

/** @returns the content of docs/formats/dsse-vectors.json, made from fixed seeds. */
export function makeDsseVectors() {
  return {
    description:
      'DSSE v1.0.2 envelopes signed with Ed25519, with thresholds of distinct keys. Made from fixed seeds; UNCLASSIFIED sample data.',
    payloadType: PAYLOAD_TYPE,
    keys: (Object.keys(SEEDS) as Name[]).map((name) => {
      // Object.keys of a constant object gives its own keys.
      const { publicKey } = keyOf(name);
      const seed = Buffer.from(seedOf(name)).toString('hex');
      return { name, algorithm: 'ed25519', seed, keyId: publicKey.keyId, publicKey: publicKeyToPem(publicKey) };
    }),
    vectors: vectorsOf(),
  };
}
