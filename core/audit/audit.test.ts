import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Instant, Sha384 } from '../brand.ts';
import { toInstant } from '../instant.ts';
import { refusalOf } from '../testing/refused.ts';
import { ACTS, DETAILS } from './act.ts';
import {
  type AuditEntry,
  type AuditEvent,
  chainEvent,
  eventDigest,
  eventLine,
  GENESIS,
  parseEventLine,
} from './event.ts';
import { type ChainReport, verifyChain, verifyChainStream } from './verify.ts';

const START = Date.parse('2026-11-23T08:00:00Z');
const at = (index: number): Instant => toInstant(START + index * 1000);

function entry(index: number): AuditEntry {
  const actor = 'r.example';
  if (index === 0) {
    return { at: at(0), actor: 'desk', act: 'vault.created', subject: 'v-1', detail: { vaultId: 'v-1' } };
  }
  const viewed = { caseId: 'case-1', sampleId: `sample ${index}`, epoch: 1 };
  if (index % 3 === 0) return { at: at(index), actor, act: 'evidence.viewed', subject: 'case-1', detail: viewed };
  const detail = { personId: actor, failures: index };
  return { at: at(index), actor: 'desk', act: 'unlock.failed', subject: actor, detail };
}

function chain(length: number): AuditEvent[] {
  const events: AuditEvent[] = [];
  for (let index = 0; index < length; index++) events.push(chainEvent(events.at(-1) ?? null, entry(index)));
  return events;
}

/** The event with something changed and a digest that fits again, as a forger with the program at hand makes it. */
function resealed(event: AuditEvent, change: Partial<AuditEvent>): AuditEvent {
  const changed = { ...event, ...change };
  return { ...changed, digest: eventDigest(changed) };
}

const codes = (report: ChainReport) => report.findings.map((finding) => `${finding.code} ${finding.sequence}`);

function pick(events: readonly AuditEvent[], index: number): AuditEvent {
  const event = events[index];
  if (!event) throw new Error(`no event ${index}`);
  return event;
}

function refusedAt(act: () => unknown): string {
  const { code, where } = refusalOf(act);
  return `${code} ${where ?? ''}`.trim();
}

describe('an audit event', () => {
  it('begins the chain with number 1 after 96 zeros, and each names the one before', () => {
    const [first, second] = chain(2);
    expect([first?.sequence, first?.previous]).toEqual([1, GENESIS]);
    expect(GENESIS).toBe('0'.repeat(96));
    expect([second?.sequence, second?.previous]).toEqual([2, first?.digest]);
  });

  it('has a detail of the closed shape of its act, and says only the name of a field that has none', () => {
    const base = { at: at(0), actor: 'r.example', subject: 'case-1' };
    const detail: Record<string, unknown> = { scoreId: 's-1', caseId: 'case-1', value: 0.875 };
    // A caller that got past the types: the run-time check has to hold by itself.
    const sneaky = { ...base, act: 'score.recorded', detail } as unknown as AuditEntry;
    expect(refusedAt(() => chainEvent(null, sneaky))).toBe('audit.detail detail');
    const passphrase = { ...base, act: 'person.unlocked', detail: { personId: 'correct horse' } } as const;
    expect(refusedAt(() => chainEvent(null, passphrase))).toBe('audit.detail personId');
    expect(() => chainEvent(null, passphrase)).not.toThrow(/horse/);
    const unknown = { ...base, act: 'score.deleted', detail: {} } as unknown as AuditEntry; // as above
    expect(refusedAt(() => chainEvent(null, unknown))).toBe('audit.act-unknown act');
  });

  it('has an actor, a subject and a time that can be read', () => {
    const good = entry(0);
    expect(refusedAt(() => chainEvent(null, { ...good, actor: 'Not An Id' }))).toBe('audit.entry actor');
    expect(refusedAt(() => chainEvent(null, { ...good, subject: 'a\nb' }))).toBe('audit.entry subject');
    expect(refusedAt(() => chainEvent(null, { ...good, at: 'yesterday' as Instant }))).toBe('audit.entry at'); // not a time
  });

  it('leaves a field out where it is undefined', () => {
    const detail = { personId: undefined, failures: 2 };
    const event = chainEvent(null, { at: at(0), actor: 'desk', act: 'unlock.failed', subject: 'x', detail });
    expect(event.detail).toEqual({ failures: 2 });
    expect(Object.keys(event.detail)).toEqual(['failures']);
  });

  it('is one line of canonical JSON, which reads back to itself', () => {
    for (const event of chain(7)) expect(parseEventLine(eventLine(event))).toEqual(event);
  });

  it('is refused as a line in any other spelling', () => {
    const line = eventLine(pick(chain(1), 0));
    const bad = [
      ` ${line}`,
      `${line} `,
      line.replace('{', '{ '),
      line.slice(0, -1),
      '',
      '[]',
      `${line.slice(0, -1)},"x":1}`,
    ];
    for (const text of [...bad, line.replace('"vault.created"', '"vault.destroyed"')]) {
      expect(refusedAt(() => parseEventLine(text))).toBe('audit.line');
    }
  });
});

describe('the acts', () => {
  it('have no field called digest, so that stock tools can cut an event’s own out of its line', () => {
    expect(ACTS.length).toBeGreaterThan(30);
    for (const act of ACTS) expect(Object.keys(DETAILS[act].shape)).not.toContain('digest');
  });

  it('have no field for a score, a rationale, a passphrase or a key, and no field takes a fraction', () => {
    for (const act of ACTS) {
      for (const [field, shape] of Object.entries<z.ZodType>(DETAILS[act].shape)) {
        expect(field).not.toMatch(/score$|value|rationale|passphrase|secret|private|outcome|verdict|text/i);
        expect(shape.safeParse(0.5).success).toBe(false);
        expect(shape.safeParse({}).success).toBe(false);
      }
    }
  });

  it('are named thing.what-happened', () => {
    for (const act of ACTS) expect(act).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
  });
});

describe('verifying a chain', () => {
  it('finds nothing in a whole one and gives its head', () => {
    const events = chain(10);
    const last = pick(events, 9);
    const head = { sequence: 10, digest: last.digest };
    const checkpoints = [{ sequence: 4, head: pick(events, 3).digest }];
    expect(verifyChain(events, { head, checkpoints })).toEqual({ ok: true, findings: [], events: 10, head });
  });

  it('finds an edited event, with its digest left or made to fit', () => {
    const events = chain(6);
    const left = events.with(2, { ...pick(events, 2), subject: 'other' });
    expect(codes(verifyChain(left))).toEqual(['audit.edited 3']);
    const fitted = events.with(2, resealed(pick(events, 2), { subject: 'other' }));
    expect(codes(verifyChain(fitted))).toEqual(['audit.edited 3']);
  });

  it('finds a removed event, and removed ones at the beginning', () => {
    const events = chain(6);
    expect(codes(verifyChain(events.toSpliced(2, 1)))).toEqual(['audit.removed 3']);
    expect(codes(verifyChain(events.toSpliced(2, 2)))).toEqual(['audit.removed 3']);
    expect(codes(verifyChain(events.slice(2)))).toEqual(['audit.removed 1']);
  });

  it('finds reordered events', () => {
    const events = chain(6);
    const swapped = events.with(1, pick(events, 3)).with(3, pick(events, 1));
    expect(codes(verifyChain(swapped))).toEqual(['audit.reordered 3', 'audit.reordered 2']);
    expect(verifyChain(events.toReversed()).ok).toBe(false);
  });

  it('finds duplicated events', () => {
    const events = chain(4);
    expect(codes(verifyChain(events.toSpliced(2, 0, pick(events, 1))))).toEqual(['audit.duplicated 2']);
    expect(codes(verifyChain([...events, pick(events, 0)]))).toEqual(['audit.duplicated 1']);
  });

  it('finds a cut-off end given a checkpoint or the head, and an empty log always', () => {
    const events = chain(6);
    const cut = events.slice(0, 4);
    expect(verifyChain(cut).ok).toBe(true);
    const head = { sequence: 6, digest: pick(events, 5).digest };
    expect(codes(verifyChain(cut, { head }))).toEqual(['audit.truncated 5']);
    expect(codes(verifyChain(cut, { checkpoints: [{ sequence: 6, head: head.digest }] }))).toEqual([
      'audit.truncated 5',
    ]);
    expect(codes(verifyChain([]))).toEqual(['audit.truncated 1']);
  });

  it('finds a chain that was written anew, given a checkpoint or the head', () => {
    const events = chain(6);
    const forged = chain(2);
    for (let index = 2; index < 6; index++) {
      forged.push(chainEvent(forged.at(-1) ?? null, { ...entry(index), actor: 'someone.else' }));
    }
    expect(verifyChain(forged).ok).toBe(true);
    const checkpoints = [{ sequence: 5, head: pick(events, 4).digest }];
    expect(codes(verifyChain(forged, { checkpoints }))).toEqual(['audit.rewritten 5']);
    const head = { sequence: 4, digest: pick(events, 3).digest };
    expect(codes(verifyChain(events, { head }))).toEqual(['audit.rewritten 5']);
  });

  it('warns where the clock went backwards, and holds the chain good', () => {
    const first = chainEvent(null, entry(5));
    const second = chainEvent(first, entry(1));
    const report = verifyChain([first, second]);
    expect(report.ok).toBe(true);
    expect(report.findings).toMatchObject([{ code: 'audit.clock-moved-back', sequence: 2, severity: 'warning' }]);
  });

  it('reads lines too, and says which cannot be read', async () => {
    const lines = chain(5).map(eventLine);
    expect((await verifyChainStream(lines)).ok).toBe(true);
    const report = await verifyChainStream(lines.with(2, 'not an event'));
    expect(codes(report)).toEqual(['audit.line 3', 'audit.removed 3']);
  });

  it('can be cancelled', async () => {
    await expect(verifyChainStream(chain(3), {}, AbortSignal.abort())).rejects.toThrow();
  });

  it('stops at a bounded number of faults', () => {
    const events = chain(3000).map((event) => ({ ...event, subject: 'other' }));
    const report = verifyChain(events);
    expect(report.findings.length).toBe(1001);
    expect(report.findings.at(-1)?.code).toBe('audit.too-many-findings');
  });

  it('reads a log of any length in the same memory', async () => {
    async function* endless(): AsyncGenerator<AuditEvent> {
      let last: AuditEvent | null = null;
      for (let index = 0; index < 20_000; index++) {
        last = chainEvent(last, entry(index));
        yield last;
      }
    }
    const report = await verifyChainStream(endless());
    expect([report.ok, report.events]).toEqual([true, 20_000]);
  });
});

describe('any tampering with a random chain', () => {
  const chains = fc.integer({ min: 2, max: 25 }).map(chain);
  const tampering = chains.chain((events) =>
    fc.tuple(fc.constant(events), fc.nat(events.length - 1), fc.nat(events.length - 1)),
  );
  const againstHead = (events: readonly AuditEvent[]) => {
    const { sequence, digest } = pick(events, events.length - 1);
    return { head: { sequence, digest } };
  };

  it('is found: an edit of any field, resealed or not', () => {
    const edit = fc.constantFrom<(event: AuditEvent) => Partial<AuditEvent>>(
      (event) => ({ sequence: event.sequence + 1 }),
      (event) => ({ sequence: 1 + (event.sequence % 7) * 2 + event.sequence }),
      () => ({ at: at(99) }),
      () => ({ actor: 'someone.else' }),
      () => ({ act: 'session.ended' }),
      () => ({ subject: 'other' }),
      (event) => ({ detail: { ...event.detail, more: 1 } }),
      (event) => ({ previous: event.digest }),
    );
    const digest: Sha384 = GENESIS;
    fc.assert(
      fc.property(tampering, edit, fc.boolean(), ([events, index], change, seal) => {
        const event = pick(events, index);
        const changed = seal ? resealed(event, change(event)) : { ...event, ...change(event) };
        expect(verifyChain(events.with(index, changed), againstHead(events)).ok).toBe(false);
        expect(verifyChain(events.with(index, { ...event, digest }), againstHead(events)).ok).toBe(false);
        if (index < events.length - 1) expect(verifyChain(events.with(index, changed)).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('is found: a removal, with the rest renumbered or not', () => {
    fc.assert(
      fc.property(tampering, ([events, index]) => {
        const rest = events.toSpliced(index, 1);
        expect(verifyChain(rest, againstHead(events)).ok).toBe(false);
        if (index < events.length - 1) expect(verifyChain(rest).ok).toBe(false);
        const renumbered = rest.map((event, place) => ({ ...event, sequence: place + 1 }));
        expect(verifyChain(renumbered, againstHead(events)).ok).toBe(false);
      }),
    );
  });

  it('is found: a swap, a repetition, a cut', () => {
    fc.assert(
      fc.property(tampering, ([events, one, other]) => {
        const swapped = events.with(one, pick(events, other)).with(other, pick(events, one));
        expect(verifyChain(swapped).ok).toBe(one === other);
        expect(verifyChain(events.toSpliced(other, 0, pick(events, one))).ok).toBe(false);
        expect(verifyChain(events.slice(0, one), againstHead(events)).ok).toBe(false);
      }),
    );
  });
});
