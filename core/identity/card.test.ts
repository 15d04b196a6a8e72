import { beforeAll, describe, expect, it } from 'vitest';
import { generateAgeIdentity } from '../crypto/age/identity.ts';
import { generatePrivateKey } from '../crypto/private-key.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { parseEnvelope, serializeEnvelope, signEnvelope } from '../envelope/dsse.ts';
import { codeOf } from '../testing/refused.ts';
import { makeCard, parseCard } from './card.ts';
import { signRoster } from './roster.ts';
import { rootKey, sampleCard, sampleKey, sampleRoster } from './testing/sample-identities.ts';

beforeAll(cryptoReady);

describe('an identity card', () => {
  it('gives back what it was made of, for a person, a producer and a desk, with both kinds of keys', async () => {
    const keys = [generatePrivateKey('ed25519'), generatePrivateKey('ml-dsa-87')];
    const hybrid = await generateAgeIdentity('hybrid');
    for (const kind of ['person', 'producer', 'desk'] as const) {
      const details = { ...sampleCard(), kind, ageRecipients: [...sampleCard().ageRecipients, hybrid.recipient] };
      expect(parseCard(makeCard(details, keys))).toEqual({ ...details, keys: keys.map((key) => key.publicKey) });
    }
    const person = { ...sampleCard(), kind: 'person' as const, ageRecipients: [] };
    expect(parseCard(makeCard(person, keys.slice(0, 1))).ageRecipients).toEqual([]);
  });

  it('is refused where one of its keys has not signed it, or a letter was changed', () => {
    const keys = [sampleKey(1), sampleKey(2)];
    const envelope = parseEnvelope(makeCard(sampleCard(), keys));
    for (const one of keys) {
      const half = serializeEnvelope(signEnvelope(envelope.payload, [one]));
      expect(codeOf(() => parseCard(half))).toBe('card.not-self-signed');
    }
    const text = new TextDecoder().decode(envelope.payload).replace('Review Desk', 'Review Desc');
    const altered = serializeEnvelope({ ...envelope, payload: new TextEncoder().encode(text) });
    expect(codeOf(() => parseCard(altered))).toBe('card.not-self-signed');
  });

  it('is refused where it is another document, no envelope, has no key, or is a desk that nothing can be sealed to', () => {
    expect(codeOf(() => parseCard(signRoster(sampleRoster(), [rootKey()])))).toBe('card.malformed');
    expect(codeOf(() => parseCard(new TextEncoder().encode('hello')))).toBe('card.malformed');
    expect(codeOf(() => makeCard(sampleCard(), []))).toBe('card.malformed');
    expect(codeOf(() => makeCard(sampleCard(), [sampleKey(1), sampleKey(1)]))).toBe('card.malformed');
    expect(codeOf(() => makeCard({ ...sampleCard(), ageRecipients: [] }, [sampleKey(1)]))).toBe('card.malformed');
    expect(codeOf(() => makeCard({ ...sampleCard(), ageRecipients: ['age1'] }, [sampleKey(1)]))).toBe('card.malformed');
    expect(codeOf(() => makeCard({ ...sampleCard(), name: ' ' }, [sampleKey(1)]))).toBe('card.malformed');
  });
});
