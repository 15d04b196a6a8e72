import type { Output } from '../../../desk/contract.ts';
import { FIRST_CASE, hex, uuid } from './fake-cases.ts';

type Event = Output<'showAudit'>['events'][number];
type What = Pick<Event, 'act' | 'subject' | 'detail'>;

const NEWEST = 412;
const START = Date.UTC(2026, 10, 23, 9, 0);

/** The acts of a day over and over, in the shapes of core/audit/act.ts. */
const DAY: readonly ((sequence: number) => What)[] = [
  () => ({ act: 'person.unlocked', subject: 'rita', detail: { personId: 'rita' } }),
  (n) => ({
    act: 'bundle.imported',
    subject: hex(n + 1),
    detail: { bundleId: uuid(n), sealedDigest: hex(n + 1), caseId: FIRST_CASE },
  }),
  (n) => ({ act: 'adjudication.recorded', subject: uuid(n), detail: { adjudicationId: uuid(n), caseId: FIRST_CASE } }),
  (n) => ({
    act: 'assessment.made',
    subject: FIRST_CASE,
    detail: { caseId: FIRST_CASE, assessmentDigest: hex(n + 2) },
  }),
  (n) => ({
    act: 'decision.drafted',
    subject: uuid(n),
    detail: { decisionId: uuid(n), caseId: FIRST_CASE, decisionDigest: hex(n + 3) },
  }),
  () => ({ act: 'person.locked', subject: 'rita', detail: { personId: 'rita' } }),
];

const ROSTERS: Readonly<Record<number, What>> = {
  2: { act: 'root.pinned', subject: 'roster.root', detail: { keyIds: [hex(7).slice(0, 64)] } },
  3: {
    act: 'roster.imported',
    subject: 'demo-roster',
    detail: { rosterId: 'demo-roster', rosterSequence: 1, rosterDigest: hex(4) },
  },
  4: {
    act: 'policy.imported',
    subject: 'demo-policy',
    detail: { policyId: 'demo-policy', policyDigest: hex(5), version: '1' },
  },
  200: { act: 'roster.refused', subject: 'roster', detail: { code: 'roster.rollback' } },
};

/** A chain of a few hundred events, the newest first. */
export function fakeAudit(before: number | undefined, limit: number): Output<'showAudit'> {
  const newest = Math.min(NEWEST, (before ?? NEWEST + 1) - 1);
  const length = Math.min(limit, newest);
  const events = Array.from({ length }, (_, index): Event => {
    const sequence = newest - index;
    const what = ROSTERS[sequence] ?? DAY[sequence % DAY.length]?.(sequence);
    if (!what) throw new Error('the day has an act for every event');
    return {
      sequence,
      at: new Date(START - (NEWEST - sequence) * 720_000).toISOString(),
      actor: ['rita', 'tom', 'cora'][sequence % 3] ?? 'rita',
      digest: hex(sequence),
      ...what,
    };
  });
  return { events, next: newest - length > 0 ? newest - length + 1 : null };
}
