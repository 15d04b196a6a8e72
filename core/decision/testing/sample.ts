import type { PersonId, ProducerId, Sha384 } from '../../brand.ts';
import { asPersonId, asProducerId } from '../../brand.ts';
import { sha384 } from '../../crypto/digest.ts';
import { type PrivateKey, privateKeyFromSeed } from '../../crypto/private-key.ts';
import type { SignatureAlgorithm } from '../../crypto/public-key.ts';
import { type PublicKey, publicKeyToPem } from '../../crypto/public-key.ts';
import { parseEnvelope } from '../../envelope/dsse.ts';
import type { Role } from '../../identity/role.ts';
import { signRoster } from '../../identity/roster.ts';
import { asInstant } from '../../instant.ts';
import { parseBanner } from '../../marking/marking.ts';
import type { Concurrence, Position } from '../concurrence.ts';
import { draftConcurrence } from '../concurrence.ts';
import { type DecisionDraft, draftDecision, parseDecision } from '../decision.ts';
import { buildNotice, type NoticeRequest } from '../notice.ts';
import { signPayload } from '../sign.ts';

/** An instant written in a test; it must be one. */
export function at(text: string) {
  const instant = asInstant(text);
  if (instant === undefined) throw new Error(`not an instant: ${text}`);
  return instant;
}

export function person(id: string): PersonId {
  const personId = asPersonId(id);
  if (personId === undefined) throw new Error(`not a person id: ${id}`);
  return personId;
}

function producer(id: string): ProducerId {
  const producerId = asProducerId(id);
  if (producerId === undefined) throw new Error(`not a producer id: ${id}`);
  return producerId;
}

/** The same key in every run: its seed is 32 times one byte. For tests and worked examples alone. */
export function sampleKey(seed: number, algorithm: SignatureAlgorithm = 'ed25519'): PrivateKey {
  return privateKeyFromSeed(algorithm, new Uint8Array(32).fill(seed));
}

export function digestOf(text: string): Sha384 {
  return sha384(new TextEncoder().encode(text));
}

/** One line of a sample roster. */
export interface SamplePerson {
  readonly id: string;
  readonly name: string;
  readonly agency: string;
  readonly roles: readonly Role[];
  readonly keys: readonly PrivateKey[];
  readonly more?: Readonly<Record<string, unknown>>;
}

export const DECIDED_AT = at('2026-11-20T15:00:00Z');
export const ROOT_SEED = 1;

/** Six persons of three agencies, each with one Ed25519 key; call it once the crypto room is ready. */
export function samplePersons(): Record<
  'official' | 'cisa' | 'ncd' | 'reviewer' | 'custodian' | 'auditor',
  SamplePerson
> {
  return {
    official: {
      id: 'avery.stone',
      name: 'Avery Stone',
      agency: 'NSA',
      roles: ['determining-official'],
      keys: [sampleKey(2)],
    },
    cisa: { id: 'lee.park', name: 'Lee Park', agency: 'CISA', roles: ['consulted-official'], keys: [sampleKey(3)] },
    ncd: { id: 'sam.reed', name: 'Sam Reed', agency: 'NCD', roles: ['consulted-official'], keys: [sampleKey(4)] },
    reviewer: { id: 'kim.vale', name: 'Kim Vale', agency: 'NSA', roles: ['reviewer'], keys: [sampleKey(5)] },
    custodian: { id: 'jo.marsh', name: 'Jo Marsh', agency: 'NSA', roles: ['custodian'], keys: [sampleKey(6)] },
    auditor: { id: 'max.hale', name: 'Max Hale', agency: 'NSA', roles: ['auditor'], keys: [sampleKey(7)] },
  };
}

/** @returns a signed roster of these persons, as the bytes of its file */
export function sampleRoster(
  persons: readonly SamplePerson[],
  more: Readonly<Record<string, unknown>> = {},
  root: readonly PrivateKey[] = [sampleKey(ROOT_SEED)],
): Uint8Array {
  const keyOf = (key: PrivateKey) => ({
    algorithm: key.algorithm,
    publicKey: publicKeyToPem(key.publicKey),
    keyId: key.publicKey.keyId,
  });
  const document = {
    rosterId: 'example-roster',
    sequence: 3,
    issuedAt: '2026-11-01T00:00:00Z',
    validUntil: '2027-11-01T00:00:00Z',
    organization: 'Example Review Desk',
    persons: persons.map((one) => ({
      personId: one.id,
      name: one.name,
      organization: one.agency,
      agency: one.agency,
      roles: one.roles,
      keys: one.keys.map(keyOf),
      requiredAlgorithms: one.keys.map((key) => key.algorithm),
      ...one.more,
    })),
    producers: [
      {
        producerId: 'example-lab',
        name: 'Example Evaluation Lab',
        organization: 'Example Evaluation Lab',
        keys: [keyOf(sampleKey(8))],
        requiredAlgorithms: ['ed25519'],
      },
    ],
    ...more,
  };
  return signRoster(document, root);
}

/** @returns the digest that documents name a signed document by: SHA-384 of its payload */
export function payloadDigest(envelope: Uint8Array): Sha384 {
  return sha384(parseEnvelope(envelope).payload);
}

export function sampleRoot(): PublicKey[] {
  return [sampleKey(ROOT_SEED).publicKey];
}

/** @returns a decision of the sample desk, ready to draft; anything can be put in its place */
export function sampleDraft(roster: Uint8Array, more: Partial<DecisionDraft> = {}): DecisionDraft {
  return {
    decisionId: '7d0f6a52-3c1e-4a53-9d0b-0f5f5b1c2a11',
    caseId: '1b6f0e6c-8f0d-4a0e-8a53-2f8f4f6f9c01',
    model: { developer: 'Example Lab', model: 'Example Model', version: '2026-10' },
    determination: 'covered',
    decidedAt: DECIDED_AT,
    determinedBy: {
      personId: person('avery.stone'),
      name: 'Avery Stone',
      organization: 'Example Review Desk',
      agency: 'NSA',
      role: 'determining-official',
    },
    policy: { policyId: 'example-thresholds', version: '2026.1', digest: digestOf('policy') },
    roster: { rosterId: 'example-roster', sequence: 3, digest: payloadDigest(roster) },
    assessment: { digest: digestOf('assessment'), outcome: 'met' },
    evidence: [
      {
        bundleId: '5f7c3a0e-2b64-4c59-8f35-6a1d9e0b7c01',
        digest: digestOf('candidate bundle'),
        producerId: producer('example-lab'),
        sequence: 1,
        marking: 'UNCLASSIFIED',
        role: 'candidate',
      },
      {
        bundleId: '5f7c3a0e-2b64-4c59-8f35-6a1d9e0b7c02',
        digest: digestOf('reference bundle'),
        producerId: producer('example-lab'),
        sequence: 2,
        marking: 'UNCLASSIFIED',
        role: 'reference',
      },
    ],
    auditHead: { sequence: 57, digest: digestOf('audit event 57') },
    consulted: [
      { agency: 'CISA', personId: person('lee.park') },
      { agency: 'NCD', personId: person('sam.reed') },
    ],
    quorum: {
      persons: 2,
      requirements: [
        { role: 'determining-official', count: 1 },
        { role: 'consulted-official', count: 1, agencies: ['CISA', 'NCD'] },
      ],
    },
    rationale: [
      { portionMarking: '(U)', text: 'Every rule of the policy was met by the adjudicated results.' },
      { portionMarking: '(U)', text: 'The two reviewers agreed on every attempt that was adjudicated.' },
    ],
    marking: 'UNCLASSIFIED',
    software: { name: 'scrutineer', version: '0.1.0' },
    accessWindow: { opensAt: at('2026-11-01T00:00:00Z'), closesAt: at('2026-12-01T00:00:00Z') },
    ...more,
  };
}

/** @returns a signed decision, as the bytes of its file */
export function sampleDecision(
  roster: Uint8Array,
  keys: readonly PrivateKey[],
  more: Partial<DecisionDraft> = {},
): Uint8Array {
  return signPayload(draftDecision(sampleDraft(roster, more)), keys);
}

/** @returns a signed position on the decision, as the bytes of its file */
export function samplePosition(
  decision: Uint8Array,
  by: SamplePerson,
  position: Position,
  more: Partial<Concurrence> = {},
): Uint8Array {
  const payload = draftConcurrence({
    concurrenceId: 'c1d2e3f4-0000-4000-8000-000000000001',
    caseId: '1b6f0e6c-8f0d-4a0e-8a53-2f8f4f6f9c01',
    decision: { decisionId: '7d0f6a52-3c1e-4a53-9d0b-0f5f5b1c2a11', digest: payloadDigest(decision) },
    agency: by.agency,
    personId: person(by.id),
    name: by.name,
    position,
    statement: [{ portionMarking: '(U)', text: 'The reference model was run with other tools.' }],
    marking: 'UNCLASSIFIED',
    statedAt: at('2026-11-21T09:30:00Z'),
    software: { name: 'scrutineer', version: '0.1.0' },
    ...more,
  });
  return signPayload(payload, by.keys);
}

/** What a person gives for the sample notice. */
export function sampleNoticeRequest(): NoticeRequest {
  return {
    noticeId: '3e9a1c70-5b1d-4f0e-9a55-0c6b7a1d2e03',
    issuedAt: at('2026-11-23T10:00:00Z'),
    marking: 'UNCLASSIFIED',
    remarks: [{ portionMarking: '(U)', text: 'Questions may be sent to the desk that issued this notice.' }],
    software: { name: 'scrutineer', version: '0.1.0' },
  };
}

/** @returns a signed notice of the decision, as the bytes of its file */
export function sampleNotice(decision: Uint8Array, keys: readonly PrivateKey[]): Uint8Array {
  const read = parseDecision(parseEnvelope(decision).payload);
  const payload = buildNotice(read.decision, read.digest, sampleNoticeRequest(), {
    ceiling: parseBanner('UNCLASSIFIED'),
    assessment: null,
  });
  return signPayload(payload, keys);
}
