import type { Secrets } from '../../../desk/contract/session.ts';
import type { Asked, Output, UseCaseName } from '../../../desk/contract.ts';
import { fakeAssessment } from './fake-assessment.ts';
import { caseFile, FIRST_CASE, hex, STEPS, uuid } from './fake-cases.ts';
import { attempt, messages } from './fake-transcript.ts';

/** A use case that will not do what it was asked. */
export class FakeRefusal extends Error {
  readonly code: string;
  readonly remedy: string;
  constructor(code: string, message: string, remedy: string) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}

export const PASSPHRASE = 'correct horse battery staple lamp';
const FINGERPRINT =
  'anchor basket candle dragon ember fossil garden hammer island jacket kettle ladder marble needle orange pepper';
const AT = '2026-11-23T09:30:00Z';

/** What the fake keeps in memory while the page lives. */
export interface FakeStart {
  readonly cases: number;
  readonly attempts: number;
  readonly quarantined: number;
  readonly roster: boolean;
  readonly roles: readonly string[];
  /** Names of use cases that never answer, and that answer with a refusal. */
  readonly silent: readonly string[];
  readonly refusing: readonly string[];
}

type Table = { readonly [Name in UseCaseName]?: (input: Asked<Name>, secrets: Secrets) => Output<Name> };

const person = (personId: string, name: string, organization: string, ...roles: string[]) => ({
  personId,
  name,
  organization,
  roles: roles as Output<'showWorkstation'>['persons'][number]['roles'], // words of the contract, checked on the way out
  keyIds: [hex(personId.length).slice(0, 64)],
});

const needsPassphrase = (secrets: Secrets): void => {
  if (secrets.passphrase === PASSPHRASE) return;
  throw new FakeRefusal('crypto.passphrase-wrong', 'This passphrase does not open the keys.', 'Type it again.');
};

const readDigest = (digest: string): Output<'showQuarantine'> => {
  if (digest !== hex(900))
    throw new FakeRefusal(
      'desk.no-such-quarantine',
      'Nothing with this digest is quarantined.',
      'Choose one of the list.',
    );
  return {
    digest,
    receivedAt: AT,
    fileName: 'kestrel-7.seb',
    bytes: 148_338_211,
    receivedBy: 'tom',
    kept: 'quarantine/9f/9f31.seb',
    steps: [
      ...STEPS.slice(0, 2),
      {
        step: 'Manifest signed',
        outcome: 'failed',
        code: 'envelope.bad-signature',
        detail: 'No signature of harbor-lab fits these bytes.',
      },
      {
        step: 'Members',
        outcome: 'not-checked',
        code: null,
        detail: 'Not checked: the manifest is not to be trusted.',
      },
    ],
  };
};

/** The desk in memory. It keeps what acts change, so that a walk through the window reads as it would. */
export function fakeDesk(start: FakeStart): Table {
  const files = new Map(Array.from({ length: start.cases }, (_, index) => [uuid(index + 1), caseFile(index)]));
  for (const file of files.values()) for (const run of file.runs) run.attempts = start.attempts;
  const adjudicated = new Map<number, string>();
  const at = (caseId: string) => {
    const file = files.get(caseId);
    if (!file) throw new FakeRefusal('desk.no-such-case', 'There is no such case.', 'Choose one of the list.');
    return file;
  };
  return {
    showWorkstation: () => ({
      vaultId: uuid(77),
      name: 'review-desk-3',
      ceiling: 'SECRET//NOFORN',
      twoPersonRule: true,
      rootFingerprints: [FINGERPRINT],
      recipient: `age1${'q9z8x7w6'.repeat(7)}`,
      roster: start.roster
        ? { rosterId: 'demo-roster', sequence: 1, digest: hex(4), validUntil: '2027-06-01T00:00:00Z' }
        : null,
      policy: start.roster
        ? { policyId: 'demo-policy', version: '1', title: 'Advanced cyber capability', digest: hex(5) }
        : null,
      persons: [
        person('rita', 'Rita Reviewer', 'Review desk', ...start.roles),
        person('cora', 'Cora Custodian', 'Review desk', 'custodian'),
        person('tom', 'Tom Transfer', 'Review desk', 'transfer-agent'),
        person('carl', 'Carl Consulted', 'CISA', 'consulted-official'),
        person('nell', 'Nell Newcomer', 'Review desk'),
      ],
    }),
    changePassphrase: (_, secrets) => {
      needsPassphrase(secrets);
      return { personId: secrets.second?.personId ?? '' };
    },
    signDecisionFile: ({ folder, position }, secrets) => {
      needsPassphrase(secrets);
      return {
        decisionId: uuid(801),
        position,
        files: [{ kind: 'decision', path: `${folder}/decision-carl_(U).decision.dsse.json`, digest: hex(89) }],
      };
    },
    importRoster: () => ({ rosterId: 'demo-roster', sequence: 2, digest: hex(4), steps: STEPS.slice(0, 3) }),
    importPolicy: () => ({ policyId: 'demo-policy', version: '2', digest: hex(5), steps: STEPS.slice(0, 3) }),
    listQuarantine: () =>
      start.quarantined === 0
        ? []
        : [
            {
              digest: hex(900),
              receivedAt: AT,
              fileName: 'kestrel-7.seb',
              bytes: 148_338_211,
              code: 'envelope.bad-signature',
              reason: 'No signature of harbor-lab fits these bytes.',
            },
          ],
    showQuarantine: ({ digest }) => readDigest(digest),
    listCases: () => [...files.values()].map(({ summary }) => summary),
    showCase: ({ caseId }) => at(caseId),
    listAttempts: ({ after = 0, limit = 200 }) => {
      const end = Math.min(start.attempts, after + limit);
      return {
        attempts: Array.from({ length: end - after }, (_, index) => attempt(after + index, adjudicated)),
        next: end < start.attempts ? end : null,
      };
    },
    readAttempt: ({ attemptId, from = 0, count = 50 }) => ({
      sample: attempt(attemptId - 1, adjudicated).sample,
      epoch: ((attemptId - 1) % 10) + 1,
      marking: 'UNCLASSIFIED',
      messages: messages(from, count),
      total: 124,
      error: (attemptId - 1) % 8 === 4 ? 'TimeoutError: the sandbox did not answer within 180 s.' : null,
    }),
    adjudicate: ({ attemptId, verdict, value }) => {
      adjudicated.set(attemptId, verdict === 'changed' ? String(value) : verdict);
      return { adjudicationId: uuid(500), readers: 1 };
    },
    recordScore: ({ caseId, benchmark, metric, value, version }) => {
      at(caseId).typedScores.push({
        id: uuid(600 + at(caseId).typedScores.length),
        benchmark,
        version: version ?? '',
        metric,
        value,
        by: 'rita',
        at: AT,
      });
      return { scoreId: uuid(600), attachmentDigest: null };
    },
    assessCase: ({ caseId }) => {
      const digest = hex(70);
      at(caseId).assessment = { digest, at: AT, policyDigest: hex(5), outcome: 'indeterminate', isStale: false };
      return {
        digest,
        outcome: 'indeterminate',
        explanation: ['Policy demo-policy, version 1: INDETERMINATE'],
        document: fakeAssessment(),
      };
    },
    determine: ({ caseId, determination }, secrets) => {
      needsPassphrase(secrets);
      const payloadDigest = hex(81);
      at(caseId).decisions.push({ decisionId: uuid(800), determination, state: 'draft', at: AT, payloadDigest });
      return {
        decisionId: uuid(800),
        payloadDigest,
        state: 'draft',
        missing: ['a position of CISA', 'a signature of a consulted official of CISA'],
      };
    },
    concur: ({ caseId, position }, secrets) => {
      needsPassphrase(secrets);
      const decision = at(caseId).decisions.at(-1);
      if (decision && position === 'concurs') decision.state = 'complete';
      return {
        decisionId: decision?.decisionId ?? '',
        position,
        state: decision?.state ?? '',
        missing: position === 'concurs' ? [] : ['a signature of a consulted official of CISA'],
      };
    },
    withdrawDecision: ({ caseId }) => {
      const decision = at(caseId).decisions.at(-1);
      if (decision) decision.state = 'withdrawn';
      return { decisionId: decision?.decisionId ?? '', state: 'withdrawn' };
    },
    receivePositions: ({ caseId }) => ({
      decisionId: at(caseId).decisions.at(-1)?.decisionId ?? '',
      positions: 1,
      signers: ['carl'],
      state: 'complete',
      missing: [],
    }),
    makeNotice: (_, secrets) => {
      needsPassphrase(secrets);
      return {
        noticeId: uuid(850),
        digest: hex(85),
        marking: 'UNCLASSIFIED',
        text: 'UNCLASSIFIED\n\nNotice of designation\n\n(U) Tessera 3 is designated a covered frontier model.',
      };
    },
    exportDecision: ({ folder }, secrets) => {
      needsPassphrase(secrets);
      if (!secrets.second)
        throw new FakeRefusal(
          'desk.second-person',
          'This workstation asks for a second person for this act.',
          'Have another person stand by.',
        );
      return {
        files: [{ kind: 'decision', path: `${folder}/decision-00000000_(U).decision.dsse.json`, digest: hex(86) }],
        marking: 'UNCLASSIFIED',
        checkpoint: { sequence: 42, head: hex(87) },
      };
    },
    showAudit: ({ before, limit = 500 }) => {
      const newest = before ?? 413;
      const length = Math.min(limit, newest - 1);
      const acts = [
        'vault.unlocked',
        'bundle.imported',
        'score.adjudicated',
        'assessment.made',
        'decision.drafted',
        'vault.locked',
      ];
      return {
        events: Array.from({ length }, (_, index) => {
          const sequence = newest - 1 - index;
          return {
            sequence,
            at: new Date(Date.UTC(2026, 10, 23, 9, 0) - index * 720_000).toISOString(),
            actor: ['rita', 'tom', 'cora'][sequence % 3] ?? 'rita',
            act: acts[sequence % acts.length] ?? 'vault.unlocked',
            subject: FIRST_CASE,
            detail: { caseId: FIRST_CASE, assessmentDigest: hex(sequence) },
            digest: hex(sequence),
          };
        }),
        next: newest - length > 1 ? newest - length : null,
      };
    },
    verifyAudit: () => ({
      ok: true,
      events: 412,
      head: hex(412),
      steps: [
        { step: 'Chain', outcome: 'passed', code: null, detail: '412 events follow each other.' },
        { step: 'Checkpoints', outcome: 'passed', code: null, detail: '3 checkpoints lie on the chain.' },
      ],
    }),
    exportAudit: ({ folder }, secrets) => {
      needsPassphrase(secrets);
      return {
        files: [{ kind: 'audit', path: `${folder}/audit.jsonl`, digest: hex(88) }],
        events: 412,
        checkpoint: { sequence: 412, head: hex(87) },
      };
    },
    checkVault: () => ({
      ok: true,
      steps: [{ step: 'Database', outcome: 'passed', code: null, detail: 'Every page reads and holds.' }],
    }),
  };
}
