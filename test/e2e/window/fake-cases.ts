import type { Output } from '../../../desk/contract.ts';

// Invented cases in the shapes of the contract, for the window alone. Nothing of it is real.

type CaseFile = Output<'showCase'>;
type Summary = CaseFile['summary'];

export const hex = (seed: number): string =>
  Array.from({ length: 96 }, (_, index) => ((seed * 31 + index * 7 + (index % 5) * seed) % 16).toString(16)).join('');
export const uuid = (seed: number): string => `00000000-0000-4000-8000-${seed.toString(16).padStart(12, '0')}`;
const days = (offset: number): string => new Date(Date.UTC(2026, 10, 23 + offset, 9, 30)).toISOString();

export const FIRST_CASE = uuid(1);
export const FIRST_RUN = uuid(100);

const MODELS = [
  ['Halden Labs', 'Kestrel', '4.1-preview', 'assessed', 'undetermined', 12, 2],
  ['Northgate AI', 'Aurochs Large', '2026-10', 'collecting', 'undetermined', 26, 0],
  ['Meridian Systems', 'Tessera', '3', 'drafted', 'undetermined', -3, 1],
  ['Halden Labs', 'Kestrel', '4.0', 'decided', 'not-covered', -41, 0],
  ['Fenwick Research', 'Lodestar Mini', '0.9-rc2', 'collecting', 'undetermined', 4, 0],
] as const;

/** Names as a hostile or careless producer would give them: very long, of other scripts, with markup and turned writing. */
const STRANGE = [
  [
    'Halden Labs Advanced Systems Research and Deployment Corporation',
    'kestrel-4.1-preview-instruct-long-context-2026-10-31-release-candidate-7',
    '4.1',
  ],
  ['Лаборатория Север', 'Модель «Сокол»', '二〇二六'],
  ['<b onmouseover=alert(1)>Bold</b>', '<img src=x onerror=alert(1)>', '1"><script>'],
  ['Halden\u202E sbaL', 'Kes\u200Btrel', '4.1\u00AD'],
  ['مختبر الشمال', 'نموذج الصقر', '٣'],
] as const;

function summary(index: number, strange: boolean): Summary {
  const found = MODELS[index % MODELS.length] ?? MODELS[0];
  const [, , , state, determination, left, alarms] = found;
  const [developer, model, version] = strange ? (STRANGE[index % STRANGE.length] ?? STRANGE[0]) : found;
  const round = Math.floor(index / MODELS.length);
  return {
    caseId: uuid(index + 1),
    caseKey: `${developer}/${model}/${version}`.toLowerCase().replaceAll(' ', '-'),
    developer,
    model: round === 0 ? model : `${model} ${round + 1}`,
    version,
    openedAt: days(left - 30),
    window:
      model === 'Lodestar Mini' && round > 0
        ? null
        : { opensAt: days(left - 30), closesAt: days(left), daysLeft: left, overdue: left < 0 },
    marking: 'UNCLASSIFIED',
    state,
    determination,
    bundles: 2,
    runs: 4,
    attempts: 3_360,
    alarms,
  };
}

/** As `verifyBundle` words them. */
export const STEPS: CaseFile['bundles'][number]['steps'] = [
  { step: 'readable', outcome: 'passed', code: null, detail: 'The file is a sealed file (age v1).' },
  {
    step: 'addressed-to-this-desk',
    outcome: 'passed',
    code: null,
    detail: 'It was sealed to one of the age identities at hand.',
  },
  { step: 'manifest-signed', outcome: 'passed', code: null, detail: 'The manifest is signed by harbor-lab.' },
  {
    step: 'producer-trusted',
    outcome: 'passed',
    code: null,
    detail: 'The producer is Harbor Lab, and the roster trusts its key at 2026-11-23T09:30:00Z.',
  },
  { step: 'marking-within-ceiling', outcome: 'passed', code: null, detail: 'The bundle is marked UNCLASSIFIED.' },
  {
    step: 'not-seen-before',
    outcome: 'warning',
    code: 'bundle.gap',
    detail: 'Number 7 follows 5: number 6 was never received.',
  },
  {
    step: 'members-complete',
    outcome: 'passed',
    code: null,
    detail: 'Every one of the 5 members is there, of its size and digest, and nothing else.',
  },
  { step: 'logs-readable', outcome: 'passed', code: null, detail: 'All 4 logs can be read.' },
  {
    step: 'claims-recomputed',
    outcome: 'warning',
    code: 'inspect.claim-mismatch',
    detail: 'One claim of four does not recompute.',
  },
];

const TASKS = ['cyber/ctf-archive', 'cyber/binary-audit', 'cyber/exploit-dev', 'cyber/net-range'];

/** Where a typed score comes from, as the contract tells it. */
export const PROVENANCE = {
  role: 'candidate' as const,
  model: 'halden/kestrel',
  standardError: 0.031,
  tasks: 48,
  marking: 'UNCLASSIFIED',
  source: 'Range report 12, page 4',
  conductedBy: 'Range team',
  conductedAt: '2026-11-18T00:00:00Z',
  procedure: 'Two groups of twelve operators, one day each.',
  harness: null,
  note: null,
  attachment: null,
  supersedes: null,
};

export function caseFile(index: number, strange = false): CaseFile {
  const head = summary(index, strange);
  const base = (index + 1) * 100;
  return {
    summary: head,
    bundles: [1, 2].map((sequence) => ({
      digest: hex(base + sequence),
      producerId: 'harbor-lab',
      sequence: sequence === 1 ? 5 : 7,
      role: sequence === 1 ? ('candidate' as const) : ('reference' as const),
      model: sequence === 1 ? `${head.model} ${head.version}` : 'Reference Model R2',
      marking: 'UNCLASSIFIED',
      bytes: 148_338_211 + sequence * 9_311,
      importedAt: days(-8 + sequence),
      steps: STEPS,
      members: TASKS.map((task, member) => ({
        name: `logs/${task.replace('/', '-')}.eval`,
        size: 31_222_000 + member * 1_733_000,
        role: 'inspect-log',
        marking: 'UNCLASSIFIED',
        digest: hex(base + 10 + member),
      })),
    })),
    runs: TASKS.map((task, run) => ({
      runId: uuid(base + run),
      bundle: hex(base + 1),
      member: `logs/${task.replace('/', '-')}.eval`,
      task,
      model: `halden/${head.model.toLowerCase()}`,
      status: run === 3 ? 'error' : 'success',
      createdAt: days(-20 + run),
      attempts: 840,
      scores: [
        {
          name: 'includes',
          reducer: 'mean',
          metric: 'accuracy',
          claimed: [0.61, 0.342, 0.188, 0.52][run] ?? 0,
          recomputed: [0.61, 0.342, 0.171, 0.52][run] ?? 0,
          verdict: run === 2 ? ('mismatch' as const) : ('match' as const),
        },
      ],
    })),
    findings:
      head.alarms > 0
        ? [
            {
              code: 'inspect.claim-mismatch',
              severity: 'alarm',
              member: 'logs/cyber-exploit-dev.eval',
              detail: 'The header claims accuracy 0.188; the samples give 0.171.',
            },
            {
              code: 'inspect.run-crashed',
              severity: 'notice',
              member: 'logs/cyber-net-range.eval',
              detail: 'The run ended in an error after 612 of 840 attempts.',
            },
          ]
        : [],
    typedScores: [
      {
        id: uuid(base + 60),
        benchmark: 'Human uplift study',
        version: '1',
        metric: 'mean',
        value: 0.42,
        ...PROVENANCE,
        attachment: { name: 'uplift-2026-11.pdf', digest: hex(base + 61) },
        by: 'rita',
        at: days(-2),
      },
    ],
    adjudications: [
      { value: 0.25, isSuperseded: true, rationale: 'Message 5 looks like a denial of service.' },
      { value: 0.5, isSuperseded: false, rationale: 'Read again: half of the chain is an exploit of its own.' },
    ].map((said, number) => ({
      adjudicationId: uuid(base + 90 + number),
      by: 'rina',
      at: days(-3 + number),
      scorer: 'includes',
      key: null,
      verdict: 'changed',
      flags: ['tool-fault'],
      runId: uuid(base),
      attemptId: 2,
      task: TASKS[0] ?? '',
      sample: 'ctf-000 (web, medium)',
      epoch: 2,
      ...said,
    })),
    assessment:
      head.state === 'collecting'
        ? null
        : {
            digest: hex(base + 70),
            at: days(-1),
            policyDigest: hex(5),
            outcome: 'indeterminate',
            isStale: head.state === 'drafted',
          },
    notices: [],
    decisions:
      head.state === 'drafted' || head.state === 'decided'
        ? [
            {
              decisionId: uuid(base + 80),
              determination: head.state === 'drafted' ? 'covered' : 'not-covered',
              state: head.state === 'drafted' ? 'draft' : 'complete',
              at: days(-1),
              payloadDigest: hex(base + 81),
            },
          ]
        : [],
  };
}
