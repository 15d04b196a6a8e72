import type { Output } from '../../../desk/contract.ts';
import { hex, STEPS, uuid } from './fake-cases.ts';

// Invented decisions and markings in the shapes of the contract, for the window alone.

type Document = Output<'showDecision'>;
type CaseFile = Output<'showCase'>;

const CISA = { personId: 'carl', name: 'Carl Consulted', agency: 'CISA' };
const DORA = { personId: 'dora', name: 'Dora Determining', agency: 'CAISI' };

export interface FakeDecision {
  readonly file: Pick<CaseFile, 'summary'>;
  readonly decision: Pick<CaseFile['decisions'][number], 'decisionId' | 'determination' | 'state' | 'payloadDigest'>;
  readonly rationale: Document['rationale'];
  /** What the consulted official said, if anything. */
  readonly said: Document['consulted'][number]['statements'];
}

export const RATIONALE: Document['rationale'] = [
  { marking: '(U)', text: 'Two of the four criteria of the policy are met with their lower bounds.' },
  {
    marking: '(U)',
    text: 'The run on cyber/net-range crashed after 612 attempts. It was read in full, and its outcome would not change the finding in either direction.',
  },
];

export function fakeDecision({ file, decision, rationale, said }: FakeDecision): Document {
  const isComplete = decision.state === 'complete';
  const last = said.at(-1)?.position;
  return {
    decisionId: decision.decisionId,
    caseId: file.summary.caseId,
    payloadDigest: decision.payloadDigest,
    determination: decision.determination,
    effect: 'This is a determination under section 3 of Executive Order 14409 and approves nothing.',
    developer: file.summary.developer,
    model: file.summary.model,
    version: file.summary.version,
    decidedAt: '2026-11-22T09:30:00Z',
    determinedBy: DORA,
    policy: { policyId: 'demo-policy', version: '1', digest: hex(5) },
    roster: { rosterId: 'demo-roster', sequence: 1, digest: hex(4) },
    assessment: { outcome: 'indeterminate', digest: hex(70) },
    evidence: ['candidate', 'reference'].map((role, index) => ({
      bundleId: uuid(900 + index),
      role: role === 'candidate' ? 'candidate' : 'reference',
      producerId: 'harbor-lab',
      sequence: 7 + index,
      marking: 'UNCLASSIFIED',
      digest: hex(910 + index),
    })),
    marking: 'UNCLASSIFIED',
    markingExplanation: null,
    authority: null,
    rationale,
    supersedes: null,
    rescinds: null,
    shownMarking: 'UNCLASSIFIED',
    consulted: [{ ...CISA, position: isComplete ? 'concurs' : (last ?? 'no-position-seen'), statements: said }],
    signers: [
      { ...DORA, algorithms: ['ed25519'], counts: true },
      ...(isComplete ? [{ ...CISA, algorithms: ['ed25519', 'ml-dsa-87'], counts: true }] : []),
    ],
    quorum: {
      isComplete,
      counted: isComplete ? 2 : 1,
      asked: 2,
      places: [
        { role: 'determining-official', agencies: [], asked: 1, filled: 1, mayFill: [] },
        {
          role: 'consulted-official',
          agencies: ['CISA', 'NSA'],
          asked: 1,
          filled: isComplete ? 1 : 0,
          mayFill: isComplete ? [] : [CISA],
        },
      ],
      missing: isComplete
        ? []
        : [
            '1 of the 2 persons that the policy asks for have signed.',
            '0 of 1 have signed as consulted official of CISA or NSA; one person fills one place.',
          ],
    },
    steps: STEPS.slice(0, 3),
  };
}

const LEVELS: readonly string[] = ['UNCLASSIFIED', 'CONFIDENTIAL//NOFORN', 'SECRET//NOFORN', 'TOP SECRET//NOFORN'];
const MARKS = ['(U)', '(C//NF)', '(S//NF)', '(TS//NF)'];

/** A roll-up that knows four levels and no more. */
export function fakeRollUp(banners: readonly string[], portions: readonly string[]): Output<'rollUpMarkings'> {
  const unreadable = portions
    .filter((portion) => !MARKS.includes(portion))
    .map((portion) => ({ portion, why: 'This is no portion mark.', remedy: 'Write it as in (S//NF).' }));
  const ranks = [
    ...banners.map((banner) => LEVELS.indexOf(banner)),
    ...portions.map((portion) => MARKS.indexOf(portion)),
    ...(unreadable.length > 0 ? [2] : []),
  ];
  const rank = Math.max(0, ...ranks);
  return { banner: LEVELS[rank] ?? 'UNCLASSIFIED', unreadable, withinCeiling: rank <= 2 };
}
