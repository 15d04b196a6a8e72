import { beforeAll, describe, expect, it } from 'vitest';
import { checkpointAt, signCheckpoint } from '../audit/checkpoint.ts';
import { asProducerId } from '../brand.ts';
import { manifestStatement } from '../bundle/manifest.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { serializeEnvelope, signEnvelope } from '../envelope/dsse.ts';
import { makeCard } from '../identity/card.ts';
import { signPolicy } from '../policy/sign.ts';
import { signPayload } from './sign.ts';
import {
  at,
  DECIDED_AT,
  digestOf,
  payloadDigest,
  ROOT_SEED,
  sampleDecision,
  sampleKey,
  sampleNotice,
  samplePersons,
  samplePosition,
  sampleRoot,
  sampleRoster,
} from './testing/sample.ts';
import { type SignedContext, verifyAny } from './verify-signed.ts';

beforeAll(cryptoReady);

const PRODUCER_KEY = 8;

function desk() {
  const persons = samplePersons();
  const roster = sampleRoster(Object.values(persons));
  const decision = sampleDecision(roster, [...persons.official.keys, ...persons.cisa.keys]);
  const context: SignedContext = { roster, root: sampleRoot(), at: at('2026-11-25T00:00:00Z') };
  return { persons, roster, decision, context };
}

const POLICY = {
  policyId: 'example-thresholds',
  version: '2026.1',
  title: 'Example thresholds',
  marking: 'UNCLASSIFIED',
  effectiveFrom: '2026-01-01T00:00:00Z',
  issuedBy: 'Example authority',
  treatment: { errors: 'as-failures', limits: 'as-scored', invalidated: 'excluded', unscored: 'as-failures' },
  rule: {
    id: 'c1',
    title: 'Solves tasks',
    benchmark: { name: 'Example' },
    estimator: { kind: 'mean' },
    comparison: '>=',
    threshold: 0.5,
    basis: 'point',
    confidence: 0.95,
    interval: 't-clustered',
  },
  quorum: {
    persons: 2,
    requirements: [
      { role: 'determining-official', count: 1 },
      { role: 'consulted-official', count: 1, agencies: ['CISA', 'NCD'] },
    ],
  },
  consult: ['CISA', 'NCD'],
};

function manifest(key: number): Uint8Array {
  const producerId = asProducerId('example-lab');
  if (producerId === undefined) throw new Error('example-lab is a producer id');
  const payload = manifestStatement({
    bundleId: '5f7c3a0e-2b64-4c59-8f35-6a1d9e0b7c01',
    producerId,
    sequence: 1,
    createdAt: DECIDED_AT,
    marking: 'UNCLASSIFIED',
    case: { developer: 'Example Lab', model: 'Example Model', version: '1', role: 'candidate', caseKey: 'example' },
    members: [
      {
        name: 'a.eval',
        size: 3,
        digest: { sha384: digestOf('abc') },
        role: 'inspect-log',
        marking: 'UNCLASSIFIED',
      },
    ],
  });
  return signPayload(payload, [sampleKey(key)]);
}

function everyKind(): Record<string, Uint8Array> {
  const { persons, roster, decision } = desk();
  const head = { sequence: 57, digest: digestOf('event') };
  return {
    roster,
    decision,
    policy: signPolicy(POLICY, [sampleKey(ROOT_SEED)]),
    concurrence: samplePosition(decision, persons.ncd, 'comments'),
    notice: sampleNotice(decision, persons.official.keys),
    card: makeCard(
      {
        name: 'Avery Stone',
        organization: 'NSA',
        kind: 'person',
        ageRecipients: [],
        createdAt: at('2026-10-01T00:00:00Z'),
      },
      persons.official.keys,
    ),
    checkpoint: serializeEnvelope(signCheckpoint(checkpointAt('vault-1', head, DECIDED_AT), persons.auditor.keys)),
    bundle: manifest(PRODUCER_KEY),
  };
}

describe('a signed file of any kind', () => {
  it('is known by its statement, and passes its own checklist', () => {
    const { context, decision } = desk();
    const kinds = everyKind();
    expect(Object.keys(kinds)).toHaveLength(8);
    for (const [kind, bytes] of Object.entries(kinds)) {
      const result = verifyAny(bytes, { ...context, decision });
      expect(result.steps.filter((one) => one.outcome === 'failed')).toEqual([]);
      expect(result).toMatchObject({ ok: true, kind });
      expect(result.statement?.predicate).toBeDefined();
      expect(result.steps.every((one) => one.detail.length > 5)).toBe(true);
    }
  });

  it('fails where the signature is of other bytes, whatever its kind', () => {
    const { context } = desk();
    for (const [kind, bytes] of Object.entries(everyKind())) {
      const envelope = JSON.parse(new TextDecoder().decode(bytes));
      const sig = Buffer.from(envelope.signatures[0].sig, 'base64');
      sig[0] = (sig[0] ?? 0) ^ 1;
      envelope.signatures[0].sig = sig.toString('base64');
      const result = verifyAny(Buffer.from(JSON.stringify(envelope)), context);
      expect({ kind, ok: result.ok }).toEqual({ kind, ok: false });
    }
  });

  it('fails where its root is another, except that a card stands on its own keys first', () => {
    const { context } = desk();
    const root = [sampleKey(98).publicKey];
    for (const bytes of Object.values(everyKind())) {
      const result = verifyAny(bytes, { ...context, root });
      expect(result.ok).toBe(false);
      expect(result.steps.some((one) => /signed-by-root/.test(one.step) && one.outcome === 'failed')).toBe(true);
    }
  });

  it('is refused in words where it is no signed file of ours', () => {
    const { context } = desk();
    const stranger = serializeEnvelope(
      signEnvelope(new TextEncoder().encode('{"_type":"https://in-toto.io/Statement/v1"}'), [sampleKey(2)]),
    );
    for (const bytes of [new Uint8Array(), new TextEncoder().encode('hello'), stranger]) {
      const result = verifyAny(bytes, context);
      expect(result).toMatchObject({ ok: false, kind: undefined, statement: undefined });
      expect(result.steps.some((one) => one.outcome === 'failed' && one.code !== null)).toBe(true);
    }
  });

  it('tells of a manifest that its members are not checked here, and refuses one by another hand', () => {
    const { context } = desk();
    const steps = verifyAny(manifest(PRODUCER_KEY), context).steps;
    expect(steps.find((one) => one.step === 'members')?.outcome).toBe('not-checked');
    expect(verifyAny(manifest(2), context).ok).toBe(false);
  });

  it('tells of a card whose key nobody vouches for yet', () => {
    const { context } = desk();
    const details = {
      name: 'New',
      organization: 'X',
      kind: 'person',
      ageRecipients: [],
      createdAt: DECIDED_AT,
    } as const;
    const result = verifyAny(makeCard(details, [sampleKey(77)]), context);
    expect(result.steps.find((one) => one.step === 'card.on-roster')?.outcome).toBe('warning');
  });

  it('holds a decision against the policy given: its signature, quorum and agencies', () => {
    const { context, roster, persons } = desk();
    const policy = signPolicy(POLICY, [sampleKey(ROOT_SEED)]);
    const named = { policyId: POLICY.policyId, version: POLICY.version, digest: payloadDigest(policy) };
    const keys = [...persons.official.keys, ...persons.cisa.keys];
    const outcome = (more: object, file = policy) =>
      verifyAny(sampleDecision(roster, keys, { policy: named, ...more }), { ...context, policy: file }).steps.find(
        (one) => one.step === 'policy',
      );
    expect(outcome({})).toMatchObject({ outcome: 'passed' });
    expect(outcome({ quorum: { persons: 1, requirements: [] } })?.detail).toMatch(/quorum/);
    expect(outcome({ consulted: [] })?.detail).toMatch(/CISA, NCD be consulted/);
    const forged = signPolicy(POLICY, [sampleKey(97)]);
    expect(outcome({}, forged)).toMatchObject({ outcome: 'failed', code: 'policy.not-signed' });
  });
});
