import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { generatePrivateKey } from '../crypto/private-key.ts';
import { publicKeyFromPem } from '../crypto/public-key.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { codeOf } from '../testing/refused.ts';
import { addSignature, pae, parseEnvelope, serializeEnvelope, signEnvelope } from './dsse.ts';
import { makeDsseVectors } from './testing/dsse-vectors.ts';
import { verifyEnvelope } from './verify.ts';

beforeAll(cryptoReady);

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const codeOfReading = (envelope: unknown) =>
  codeOf(() => parseEnvelope(utf8(typeof envelope === 'string' ? envelope : JSON.stringify(envelope))));

describe('the pre-authentication encoding', () => {
  it('agrees with the examples of the DSSE specification and of go-securesystemslib', () => {
    expect(text(pae('http://example.com/HelloWorld', utf8('hello world')))).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    );
    expect(text(pae('', utf8('')))).toBe('DSSEv1 0  0 ');
    expect(text(pae('ಠ', utf8('ಠ')))).toBe('DSSEv1 3 ಠ 3 ಠ');
  });

  it('is never the same for two different pairs of type and body', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), fc.string(), fc.uint8Array(), (type, body, otherType, otherBody) => {
        const isSame = type.toWellFormed() === otherType.toWellFormed() && Buffer.compare(body, otherBody) === 0;
        expect(Buffer.compare(pae(type, body), pae(otherType, otherBody)) === 0).toBe(isSame);
      }),
    );
  });
});

describe('an envelope', () => {
  it('gives back what it was written from, in stable bytes with a final newline', () => {
    const key = generatePrivateKey('ed25519');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (payload) => {
        const envelope = signEnvelope(payload, [key]);
        const bytes = serializeEnvelope(envelope);
        expect(parseEnvelope(bytes)).toEqual(envelope);
        expect(serializeEnvelope(parseEnvelope(bytes))).toEqual(bytes);
        expect(text(bytes).endsWith('}\n')).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('takes a second signature without touching the first, and none twice', () => {
    const [one, two] = [generatePrivateKey('ed25519'), generatePrivateKey('ml-dsa-87')];
    const first = signEnvelope(utf8('{}'), [one]);
    const both = addSignature(first, two);
    expect(both.signatures[0]).toEqual(first.signatures[0]);
    expect(both.payload).toBe(first.payload);
    expect(addSignature(addSignature(both, one), two)).toEqual(both);
    expect(verifyEnvelope(both, [two.publicKey, one.publicKey, one.publicKey]).verified).toEqual([
      two.publicKey,
      one.publicKey,
    ]);
  });

  it('tells signatures of strangers from damaged ones of known keys', () => {
    const [known, stranger] = [generatePrivateKey('ed25519'), generatePrivateKey('ed25519')];
    const envelope = signEnvelope(utf8('{}'), [known, stranger]);
    expect(verifyEnvelope(envelope, [known.publicKey])).toEqual({ verified: [known.publicKey], unknown: 1, bad: 0 });
    const altered = { ...envelope, payload: utf8('{ }') };
    expect(verifyEnvelope(altered, [known.publicKey])).toEqual({ verified: [], unknown: 1, bad: 1 });
  });

  it('is refused where a field is missing, of the wrong kind, or not base64', () => {
    const sound = { payload: 'e30=', payloadType: 'a/b', signatures: [{ keyid: 'x', sig: 'AAAA' }] };
    expect(codeOfReading(sound)).toBe('none');
    expect(codeOfReading({ ...sound, signatures: [{ keyid: null, sig: '' }] })).toBe('none');
    for (const broken of [
      { ...sound, payload: undefined },
      { ...sound, payload: 7 },
      { ...sound, payload: 'e30*' },
      { ...sound, payload: 'e3 0=' },
      { ...sound, payloadType: '' },
      { ...sound, signatures: [] },
      { ...sound, signatures: [{ keyid: 'x' }] },
      { ...sound, signatures: [{ sig: '=' }] },
      { ...sound, signatures: Array(65).fill({ sig: 'AAAA' }) },
      [sound],
      null,
    ]) {
      expect(codeOfReading(broken)).toBe('envelope.malformed');
    }
    expect(codeOfReading('{"payload":"e30=","payload":"e30=","payloadType":"a","signatures":[]}')).toBe(
      'json.duplicate-key',
    );
    expect(codeOfReading('not json')).toBe('json.syntax');
  });
});

describe('the published DSSE vectors', () => {
  const published: ReturnType<typeof makeDsseVectors> = JSON.parse(
    readFileSync(new URL('../../docs/formats/dsse-vectors.json', import.meta.url), 'utf8'),
  );

  it('are what the fixed seeds give', () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(makeDsseVectors())));
    expect(published.vectors.filter(({ accepted }) => accepted)).toHaveLength(8);
    expect(published.vectors.filter(({ accepted }) => !accepted)).toHaveLength(7);
  });

  for (const vector of published.vectors) {
    it(`${vector.name}: ${vector.comment}`, () => {
      const trusted = published.keys
        .filter(({ name }) => vector.trusted.includes(name))
        .map(({ name, publicKey }) => ({ name, key: publicKeyFromPem(publicKey) }));
      const { verified } = verifyEnvelope(
        parseEnvelope(utf8(JSON.stringify(vector.envelope))),
        trusted.map(({ key }) => key),
      );
      const names = verified.map((key) => trusted.find((one) => one.key === key)?.name);
      expect(names).toEqual(vector.verified);
      expect(verified.length >= vector.threshold).toBe(vector.accepted);
    });
  }
});
