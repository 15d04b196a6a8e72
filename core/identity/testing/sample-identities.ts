import type { Instant } from '../../brand.ts';
import { type PrivateKey, privateKeyFromSeed } from '../../crypto/private-key.ts';
import { asInstant } from '../../instant.ts';
import { keyRecordOf } from '../key-record.ts';

/** @returns the text as an instant. @throws Error where a test wrote no time */
export function instant(text: string): Instant {
  const at = asInstant(text);
  if (at === undefined) throw new Error(`${text} is no RFC 3339 time in UTC.`);
  return at;
}

/** @returns the Ed25519 key whose seed is this byte, 32 times: for samples and tests alone. */
export function sampleKey(byte: number): PrivateKey {
  return privateKeyFromSeed('ed25519', new Uint8Array(32).fill(byte));
}

/** The root key of the samples. */
export const rootKey = (): PrivateKey => sampleKey(0x10);

/** An age recipient whose identity nobody needs: the example of the age specification. */
export const SAMPLE_RECIPIENT = 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj';

const recordOf = (byte: number) => ({ ...keyRecordOf(sampleKey(byte).publicKey) });

/** @returns the roster of the worked example in docs/formats/roster.md, as a person would write it in JSON. */
export function sampleRoster() {
  return {
    rosterId: 'example-desk',
    sequence: 1,
    issuedAt: '2026-11-01T00:00:00Z',
    validUntil: '2027-11-01T00:00:00Z',
    organization: 'Example Review Office',
    persons: [
      {
        personId: 'a.official',
        name: 'Avery Official',
        organization: 'Example Review Office',
        roles: ['determining-official'],
        keys: [recordOf(0x21)],
        requiredAlgorithms: ['ed25519'],
      },
      {
        personId: 'b.consulted',
        name: 'Blake Consulted',
        organization: 'Example Agency',
        agency: 'CISA',
        roles: ['consulted-official'],
        keys: [recordOf(0x22)],
        requiredAlgorithms: ['ed25519'],
        ageRecipients: [SAMPLE_RECIPIENT],
        notAfter: '2027-06-01T00:00:00Z',
      },
    ],
    producers: [
      {
        producerId: 'example-lab',
        name: 'Example Evaluation Laboratory',
        organization: 'Example Institute',
        keys: [{ ...recordOf(0x31), notBefore: '2026-10-01T00:00:00Z' }],
        requiredAlgorithms: ['ed25519'],
      },
    ],
  };
}

/** @returns what the card of the worked example in docs/formats/identity-card.md says. */
export function sampleCard() {
  return {
    name: 'Example Review Desk',
    organization: 'Example Review Office',
    kind: 'desk' as const,
    ageRecipients: [SAMPLE_RECIPIENT],
    createdAt: instant('2026-11-01T00:00:00Z'),
  };
}

/** @returns what the card inside the worked example of docs/formats/envelope.md says. */
export function samplePersonCard() {
  return {
    name: 'Avery Example',
    organization: 'Example Review Office',
    kind: 'person' as const,
    ageRecipients: [],
    createdAt: instant('2026-11-01T00:00:00Z'),
  };
}
