import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { cryptoReady } from '../crypto/ready.ts';
import { parseEnvelope, serializeEnvelope } from '../envelope/dsse.ts';
import { draftDecision } from './decision.ts';
import { determinationOf } from './determination.ts';
import { addToDecision } from './sign.ts';
import {
  at,
  digestOf,
  payloadDigest,
  person,
  sampleDecision,
  sampleDraft,
  sampleKey,
  samplePersons,
  samplePosition,
  sampleRoot,
  sampleRoster,
} from './testing/sample.ts';
import { type DecisionContext, verifyDecision } from './verify-decision.ts';

beforeAll(cryptoReady);

function desk() {
  const persons = samplePersons();
  const roster = sampleRoster(Object.values(persons));
  const context: DecisionContext = { roster, root: sampleRoot() };
  return { persons, roster, context, complete: [...persons.official.keys, ...persons.cisa.keys] };
}

function failures(bytes: Uint8Array, context: DecisionContext): string[] {
  return verifyDecision(bytes, context)
    .steps.filter((one) => one.outcome === 'failed')
    .map((one) => one.step);
}

function outcomeOf(result: ReturnType<typeof verifyDecision>, step: string) {
  const found = result.steps.find((one) => one.step === step);
  return found && { outcome: found.outcome, code: found.code, detail: found.detail };
}

describe('a decision with its quorum', () => {
  it('passes its checklist, in order, and tells what was not checked', () => {
    const { roster, context, complete } = desk();
    const result = verifyDecision(sampleDecision(roster, complete), context);
    expect(result.ok).toBe(true);
    expect(result.steps.map((one) => `${one.step}: ${one.outcome}`)).toEqual([
      'envelope.readable: passed',
      'envelope.payload-type: passed',
      'statement.shape: passed',
      'roster.readable: passed',
      'roster.signed-by-root: passed',
      'roster.sound: passed',
      'roster.current: passed',
      'roster.named: passed',
      'signatures: passed',
      'determining-official: passed',
      'quorum: passed',
      'positions: warning',
      'marking: passed',
      'policy: not-checked',
      'evidence: not-checked',
      'assessment: not-checked',
    ]);
    expect(result.claim && determinationOf(result.claim)).toBe('covered');
  });

  it('is made of the same bytes whenever it is drafted from the same facts', () => {
    const { roster } = desk();
    expect(draftDecision(sampleDraft(roster))).toEqual(draftDecision(sampleDraft(roster)));
  });

  it('keeps its payload when a further person signs, and does not add a signature twice', () => {
    const { roster, context, persons } = desk();
    const first = sampleDecision(roster, persons.official.keys);
    const second = addToDecision(first, persons.cisa.keys);
    expect(payloadDigest(second)).toBe(payloadDigest(first));
    expect(addToDecision(second, persons.cisa.keys)).toEqual(second);
    expect(verifyDecision(second, context).ok).toBe(true);
  });
});

describe('a person of whom the roster asks two algorithms', () => {
  it('counts by both signatures on the decision, and not by one', () => {
    const { official, cisa, ...others } = samplePersons();
    const pair = [sampleKey(3), sampleKey(30, 'ml-dsa-87')];
    const roster = sampleRoster([official, { ...cisa, keys: pair }, ...Object.values(others)]);
    const context: DecisionContext = { roster, root: sampleRoot() };
    const half = sampleDecision(roster, [...official.keys, ...pair.slice(0, 1)]);
    expect(failures(half, context)).toEqual(['quorum']);
    expect(verifyDecision(addToDecision(half, pair), context).ok).toBe(true);
  });
});

describe('a decision without its quorum', () => {
  it('is sound but not complete, and its case reads undetermined', () => {
    const { roster, context, persons } = desk();
    const result = verifyDecision(sampleDecision(roster, persons.official.keys), context);
    expect(result).toMatchObject({ ok: false, sound: true, quorum: { complete: false } });
    expect(failures(sampleDecision(roster, persons.official.keys), context)).toEqual(['quorum']);
    expect(result.claim && determinationOf(result.claim)).toBe('undetermined');
  });

  it('does not become complete by one person signing again and again', () => {
    const { roster, context, persons } = desk();
    const envelope = parseEnvelope(sampleDecision(roster, persons.official.keys));
    const twice = serializeEnvelope({ ...envelope, signatures: [...envelope.signatures, ...envelope.signatures] });
    expect(verifyDecision(twice, context).quorum?.persons).toEqual(['avery.stone']);
    expect(failures(twice, context)).toEqual(['quorum']);
  });

  it('does not become complete by a stranger, who is told and counted for nothing', () => {
    const { roster, context, persons } = desk();
    const bytes = sampleDecision(roster, [...persons.official.keys, sampleKey(99)]);
    const result = verifyDecision(bytes, context);
    expect(outcomeOf(result, 'signatures')).toMatchObject({ outcome: 'warning', code: 'decision.signature-unknown' });
    expect(result.quorum).toMatchObject({ complete: false, persons: ['avery.stone'] });
  });
});

describe('an altered decision', () => {
  it('is found whichever bit of the payload or of a signature was turned (property)', () => {
    const { roster, context, complete } = desk();
    const envelope = parseEnvelope(sampleDecision(roster, complete));
    const turned = (bytes: Uint8Array, position: number) =>
      bytes.map((byte, index) => (index === position >> 3 ? byte ^ (1 << (position & 7)) : byte));
    const anyBit = fc.nat({ max: envelope.payload.length * 8 - 1 });
    fc.assert(
      fc.property(anyBit, (bit) => {
        const altered = serializeEnvelope({ ...envelope, payload: turned(envelope.payload, bit) });
        expect(verifyDecision(altered, context).ok).toBe(false);
      }),
      { seed: 2, numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.nat({ max: 1 }), fc.nat({ max: 511 }), (which, bit) => {
        const signatures = envelope.signatures.map((one, index) =>
          index === which ? { ...one, signature: turned(one.signature, bit) } : one,
        );
        const result = verifyDecision(serializeEnvelope({ ...envelope, signatures }), context);
        expect(result.ok).toBe(false);
        expect(outcomeOf(result, 'signatures')?.code).toBe('decision.signature-bad');
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('says the same or fails, whichever bit of the file was turned (property)', () => {
    const { roster, context, complete } = desk();
    const file = sampleDecision(roster, complete);
    const before = verifyDecision(file, context);
    let failed = 0;
    fc.assert(
      fc.property(fc.nat({ max: file.length * 8 - 1 }), (bit) => {
        const after = verifyDecision(
          file.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)),
          context,
        );
        if (after.ok) expect(after).toMatchObject({ digest: before.digest, quorum: before.quorum });
        else failed += 1;
      }),
      { seed: 4, numRuns: 300 },
    );
    expect(failed).toBeGreaterThan(200);
  });

  it('stops at the first step where the file is no envelope, and says what was not checked', () => {
    const { context } = desk();
    const { steps } = verifyDecision(new TextEncoder().encode('{"payload":'), context);
    expect(steps[0]).toMatchObject({ step: 'envelope.readable', outcome: 'failed' });
    expect(steps.slice(1).every((one) => one.outcome === 'not-checked')).toBe(true);
    expect(steps.length).toBeGreaterThan(10);
  });
});

describe('the roster behind a decision', () => {
  it('must be signed by the root', () => {
    const { persons, complete, context } = desk();
    const forged = sampleRoster(Object.values(persons), {}, [sampleKey(98)]);
    expect(failures(sampleDecision(forged, complete), { ...context, roster: forged })).toEqual([
      'roster.signed-by-root',
    ]);
  });

  it('may be a later issue of the one named, which is told', () => {
    const { persons, roster, complete, context } = desk();
    const later = sampleRoster(Object.values(persons), { sequence: 4, issuedAt: '2026-11-22T00:00:00Z' });
    const result = verifyDecision(sampleDecision(roster, complete), { ...context, roster: later });
    expect(result.ok).toBe(true);
    expect(outcomeOf(result, 'roster.named')).toMatchObject({ outcome: 'warning', code: 'decision.roster-mismatch' });
  });

  it('takes a signer away when the later issue revokes them from before the decision', () => {
    const { persons, roster, complete, context } = desk();
    const revoked = { ...persons.cisa, more: { revokedAt: '2026-11-19T00:00:00Z' } };
    const later = sampleRoster([persons.official, revoked, persons.ncd], {
      sequence: 4,
      issuedAt: '2026-11-22T00:00:00Z',
    });
    expect(failures(sampleDecision(roster, complete), { ...context, roster: later })).toEqual(['quorum']);
  });

  it.each([
    ['an earlier issue', { sequence: 2 }],
    ['another roster', { rosterId: 'other-roster', sequence: 9 }],
    ['another document under the same number', { organization: 'Another Desk' }],
  ])('may not be %s', (_words, more) => {
    const { persons, roster, complete, context } = desk();
    const other = sampleRoster(Object.values(persons), more);
    expect(failures(sampleDecision(roster, complete), { ...context, roster: other })).toEqual(['roster.named']);
  });

  it('may not have run out when the decision was made', () => {
    const { persons, complete, context } = desk();
    const old = sampleRoster(Object.values(persons), { validUntil: '2026-11-20T00:00:00Z' });
    expect(failures(sampleDecision(old, complete), { ...context, roster: old })).toEqual(['roster.current']);
  });
});

describe('the positions of those consulted', () => {
  it('read as concurrence only where they signed the decision or said so', () => {
    const { persons, roster, context, complete } = desk();
    const decision = sampleDecision(roster, complete);
    const said = samplePosition(decision, persons.ncd, 'concurs');
    const without = verifyDecision(decision, context);
    expect(without.positions.map((one) => one.position)).toEqual(['concurs', 'no-position-seen']);
    const result = verifyDecision(decision, { ...context, concurrences: [said] });
    expect(result.positions.map((one) => one.position)).toEqual(['concurs', 'concurs']);
    expect(outcomeOf(result, 'positions')).toMatchObject({ outcome: 'passed', code: null });
  });

  it('show a dissent beside the decision, and "no position seen" once the dissent was taken away', () => {
    const { persons, roster, context, complete } = desk();
    const decision = sampleDecision(roster, complete);
    const dissent = samplePosition(decision, persons.ncd, 'does-not-concur');
    const shown = verifyDecision(decision, { ...context, concurrences: [dissent] });
    expect(shown.ok).toBe(true);
    expect(outcomeOf(shown, 'positions')).toMatchObject({ outcome: 'warning', code: 'decision.position-dissent' });
    const hidden = verifyDecision(decision, { ...context, concurrences: [] });
    expect(outcomeOf(hidden, 'positions')).toMatchObject({ outcome: 'warning', code: 'decision.position-not-seen' });
    expect(outcomeOf(hidden, 'positions')?.detail).toMatch(
      /sam\.reed \(NCD\): no position seen; this is not concurrence/,
    );
  });

  it('tell a signature beside a dissent as a conflict', () => {
    const { persons, roster, context, complete } = desk();
    const decision = sampleDecision(roster, [...complete, ...persons.ncd.keys]);
    const dissent = samplePosition(decision, persons.ncd, 'does-not-concur');
    const result = verifyDecision(decision, { ...context, concurrences: [dissent] });
    expect(outcomeOf(result, 'positions')?.code).toBe('decision.position-conflicting');
  });

  it('let a later statement stand over an earlier one', () => {
    const { persons, roster, context, complete } = desk();
    const decision = sampleDecision(roster, complete);
    const early = samplePosition(decision, persons.ncd, 'does-not-concur');
    const late = samplePosition(decision, persons.ncd, 'concurs', { statedAt: at('2026-11-22T00:00:00Z') });
    const result = verifyDecision(decision, { ...context, concurrences: [late, early] });
    expect(result.positions[1]).toMatchObject({ position: 'concurs' });
    expect(result.positions[1]?.statements).toHaveLength(2);
  });

  it('do not take a signature for an agency that the signer does not speak for by the roster', () => {
    const { persons, roster, context, complete } = desk();
    const consulted = [{ agency: 'Treasury', personId: person(persons.cisa.id) }];
    const result = verifyDecision(sampleDecision(roster, complete, { consulted }), context);
    expect(result.positions[0]).toMatchObject({ agency: 'Treasury', position: 'no-position-seen' });
  });

  it('leave out a statement by another hand, on another decision, or by nobody consulted', () => {
    const { persons, roster, context, complete } = desk();
    const decision = sampleDecision(roster, complete);
    const other = sampleDecision(roster, complete, { determination: 'not-covered' });
    const byAnother = samplePosition(decision, { ...persons.ncd, keys: persons.reviewer.keys }, 'concurs');
    const onAnother = samplePosition(other, persons.ncd, 'concurs');
    const byReviewer = samplePosition(decision, persons.reviewer, 'concurs');
    for (const concurrence of [byAnother, onAnother, byReviewer]) {
      const result = verifyDecision(decision, { ...context, concurrences: [concurrence] });
      expect(result.positions[1]?.position).toBe('no-position-seen');
      expect(outcomeOf(result, 'positions')?.code).toBe('decision.position-invalid');
    }
  });
});

describe('files that the decision names', () => {
  const assessment = new TextEncoder().encode('{ "b": 1, "a": [2] }');

  it('are compared where they are given', () => {
    const { roster, context, complete } = desk();
    const canonical = digestOf('{"a":[2],"b":1}');
    const decision = sampleDecision(roster, complete, { assessment: { digest: canonical, outcome: 'met' } });
    const bundles = [{ name: 'candidate.seb', digest: digestOf('candidate bundle') }];
    const result = verifyDecision(decision, { ...context, assessment, bundles });
    expect(result.ok).toBe(true);
    expect(outcomeOf(result, 'assessment')?.outcome).toBe('passed');
    expect(outcomeOf(result, 'evidence')?.outcome).toBe('passed');
    expect(outcomeOf(result, 'evidence.rest')?.outcome).toBe('not-checked');
  });

  it('fail the check where they are others', () => {
    const { roster, context, complete } = desk();
    const decision = sampleDecision(roster, complete);
    const bundles = [{ name: 'other.seb', digest: digestOf('another bundle') }];
    expect(failures(decision, { ...context, bundles })).toEqual(['evidence']);
    expect(failures(decision, { ...context, assessment })).toEqual(['assessment']);
    expect(failures(decision, { ...context, policy: roster })).toEqual(['policy']);
  });
});
