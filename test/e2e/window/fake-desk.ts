import type { Secrets } from '../../../desk/contract/session.ts';
import type { Asked, Output, UseCaseName } from '../../../desk/contract.ts';
import { fakeAssessment } from './fake-assessment.ts';
import { fakeAudit } from './fake-audit.ts';
import { caseFile, FIRST_CASE, FIRST_RUN, hex, PROVENANCE, uuid } from './fake-cases.ts';
import { fakeDecision, fakeRollUp, RATIONALE } from './fake-decision.ts';
import { fakeNotice, fakePolicy } from './fake-documents.ts';
import { BAD_STEPS, fakeIntake, fakeVersions } from './fake-intake.ts';
import { attempt, messages, total } from './fake-transcript.ts';

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
export const FINGERPRINT = '04821 93310 55127 80264 41907 63358 20019 77842 16630 95471 38206 52984';
const AT = '2026-11-23T09:30:00Z';

/** What the fake keeps in memory while the page lives. */
export interface FakeStart {
  readonly cases: number;
  readonly attempts: number;
  /** The highest marking on the desk. */
  readonly marking: string;
  readonly quarantined: number;
  readonly roster: boolean;
  readonly roles: readonly string[];
  /** Names that are very long, of other scripts, or hostile. */
  readonly strange: boolean;
  /** One message of a megabyte among five thousand. */
  readonly huge: boolean;
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
  fingerprints: [FINGERPRINT],
  card: `{"card":"${personId}"}`,
});

const ROSTER_STEPS: Output<'importRoster'>['steps'] = [
  { step: 'roster.readable', outcome: 'passed', code: null, detail: 'The file is a signed roster.' },
  { step: 'roster.signed-by-root', outcome: 'passed', code: null, detail: 'Signed by the pinned root.' },
  { step: 'roster.in-force', outcome: 'passed', code: null, detail: 'In force until 2027-06-01.' },
];

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
    steps: BAD_STEPS,
  };
};

/** The desk in memory. It keeps what acts change, so that a walk through the window reads as it would. */
export function fakeDesk(start: FakeStart): Table {
  const files = new Map(
    Array.from({ length: start.cases }, (_, index) => [uuid(index + 1), caseFile(index, start.strange)]),
  );
  for (const file of files.values()) for (const run of file.runs) run.attempts = start.attempts;
  const adjudicated = new Map<number, string>();
  let roster = 1;
  let settings: Output<'showSettings'> = {
    markingProfile: 'IC',
    lockMinutes: 15,
    setBy: { markingProfile: null, lockMinutes: null },
  };
  const rationales = new Map<string, Output<'showDecision'>['rationale']>();
  const said = new Map<string, Output<'showDecision'>['consulted'][number]['statements']>();
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
      deskCard: '{"card":"desk"}',
      roster: start.roster
        ? {
            rosterId: 'demo-roster',
            sequence: roster,
            digest: hex(3 + roster),
            validUntil: '2027-06-01T00:00:00Z',
            persons: 5,
            producers: [
              {
                producerId: 'harbor-lab',
                name: 'Harbor Laboratory',
                organization: 'Harbor Inc.',
                keyIds: [hex(31).slice(0, 64)],
                fingerprints: [FINGERPRINT],
              },
            ],
          }
        : null,
      policy: start.roster
        ? { policyId: 'demo-policy', version: '1', title: 'Advanced cyber capability', digest: hex(5) }
        : null,
      persons: [
        person('rita', 'Rita Reviewer', 'Review desk', ...start.roles),
        person('cora', 'Cora Custodian', 'Review desk', 'custodian'),
        person('tom', 'Tom Transfer', 'Review desk', 'transfer-agent'),
        person('carl', 'Carl Consulted', 'CISA', 'consulted-official'),
        person('nell', 'Nell Newcomer', 'Review desk', ...(roster > 1 ? ['reviewer'] : [])),
      ],
    }),
    showSettings: () => settings,
    changeSettings: (part) => {
      settings = { ...settings, ...part, setBy: { ...settings.setBy, markingProfile: { personId: 'rita', at: AT } } };
      return settings;
    },
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
    importRoster: () => {
      roster = 2;
      return { rosterId: 'demo-roster', sequence: 2, digest: hex(5), steps: ROSTER_STEPS };
    },
    importPolicy: () => ({ policyId: 'demo-policy', version: '2', digest: hex(5), steps: ROSTER_STEPS }),
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
    showIntake: ({ digest }) => fakeIntake(digest, [...files.values()]),
    showPolicy: () => fakePolicy(),
    showVersions: () => fakeVersions(start.roster ? roster : 0),
    // The last case is the one that gives the desk its marking.
    listCases: () =>
      [...files.values()].map(({ summary }, at) => ({
        ...summary,
        marking: at === files.size - 1 ? start.marking : summary.marking,
      })),
    showCase: ({ caseId }) => at(caseId),
    listAttempts: ({ after = 0, skip = 0, limit = 200, text = '', state }) => {
      const needle = text.toLowerCase();
      const fitting: number[] = [];
      for (let at = 0; at < start.attempts; at += 1) {
        if (needle === '' && state === undefined) fitting.push(at);
        else {
          const one = attempt(at, adjudicated);
          const fits = `${one.sample}\n${one.preview}`.toLowerCase().includes(needle);
          if (fits && (state === undefined || one.state === state)) fitting.push(at);
        }
      }
      const later = fitting.filter((at) => at >= after);
      const page = later.slice(skip, skip + limit);
      const last = page.at(-1);
      return {
        attempts: page.map((at) => attempt(at, adjudicated)),
        total: fitting.length,
        next: page.length < limit || last === undefined ? null : last + 1,
      };
    },
    readAttempt: ({ attemptId, from = 0, count = 50 }) => ({
      sample: attempt(attemptId - 1, adjudicated).sample,
      epoch: ((attemptId - 1) % 10) + 1,
      marking: 'UNCLASSIFIED',
      messages: messages(from, count, start.huge),
      total: total(start.huge),
      error: (attemptId - 1) % 8 === 4 ? 'TimeoutError: the sandbox did not answer within 180 s.' : null,
      adjudications: [...files.values()]
        .flatMap(({ adjudications }) => adjudications)
        .filter((one) => one.attemptId === attemptId && one.runId === FIRST_RUN),
    }),
    adjudicate: ({ attemptId, verdict, value }) => {
      adjudicated.set(attemptId, verdict === 'changed' ? String(value) : verdict);
      return { adjudicationId: uuid(500), readers: 1 };
    },
    recordScore: ({ caseId, benchmark, metric, value, version, provenance }) => {
      at(caseId).typedScores.push({
        id: uuid(600 + at(caseId).typedScores.length),
        benchmark,
        version: version ?? '',
        metric,
        value,
        ...PROVENANCE,
        ...provenance,
        harness: provenance.harness ?? null,
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
    showAssessment: ({ caseId }) => {
      const { assessment } = at(caseId);
      if (assessment === null) return null;
      const explanation = ['Policy demo-policy, version 1: INDETERMINATE'];
      const { digest, at: made } = assessment;
      return { digest, outcome: 'indeterminate', explanation, document: fakeAssessment(), by: 'rita', at: made };
    },
    rollUpMarkings: ({ banners, portions }) => fakeRollUp(banners, portions),
    showDecision: ({ caseId, decisionId }) => {
      const file = at(caseId);
      const decision = file.decisions.find((one) => one.decisionId === decisionId);
      if (!decision) throw new FakeRefusal('desk.no-decision', 'This case has no such decision.', 'Open it again.');
      const rationale = rationales.get(caseId) ?? RATIONALE;
      return fakeDecision({ file, decision, rationale, said: said.get(caseId) ?? [] });
    },
    showDecisionFile: () => {
      const decision = {
        decisionId: uuid(801),
        determination: 'covered',
        state: 'draft',
        payloadDigest: hex(81),
      } as const;
      return fakeDecision({ file: at(FIRST_CASE), decision, rationale: RATIONALE, said: [] });
    },
    determine: ({ caseId, determination, rationale }, secrets) => {
      needsPassphrase(secrets);
      rationales.set(caseId, rationale);
      const payloadDigest = hex(81);
      at(caseId).decisions.unshift({ decisionId: uuid(800), determination, state: 'draft', at: AT, payloadDigest });
      return {
        decisionId: uuid(800),
        payloadDigest,
        state: 'draft',
        missing: ['a position of CISA', 'a signature of a consulted official of CISA'],
      };
    },
    concur: ({ caseId, position, statement = [] }, secrets) => {
      needsPassphrase(secrets);
      said.set(caseId, [{ position, statedAt: AT, marking: 'UNCLASSIFIED', statement }]);
      const decision = at(caseId).decisions.at(0);
      if (decision && position === 'concurs') decision.state = 'complete';
      return {
        decisionId: decision?.decisionId ?? '',
        position,
        state: decision?.state ?? '',
        missing: position === 'concurs' ? [] : ['a signature of a consulted official of CISA'],
      };
    },
    withdrawDecision: ({ caseId }) => {
      const decision = at(caseId).decisions.at(0);
      if (decision) decision.state = 'withdrawn';
      return { decisionId: decision?.decisionId ?? '', state: 'withdrawn' };
    },
    receivePositions: ({ caseId }) => ({
      decisionId: at(caseId).decisions.at(0)?.decisionId ?? '',
      positions: 1,
      signers: ['carl'],
      state: 'complete',
      missing: [],
    }),
    previewNotice: (asked) => fakeNotice(asked),
    makeNotice: (asked, secrets) => {
      needsPassphrase(secrets);
      const document = fakeNotice(asked);
      const { decisionId = '' } = at(asked.caseId).decisions.at(0) ?? {};
      const made = { noticeId: uuid(850), digest: hex(85) };
      at(asked.caseId).notices.push({ ...made, decisionId, by: 'rita', at: AT, document });
      return { ...made, marking: document.marking, text: document.determinationText, document };
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
    showAudit: ({ before, limit = 500 }) => fakeAudit(before, limit),
    verifyAudit: () => ({
      ok: true,
      events: 412,
      head: hex(412),
      steps: [
        { step: 'chain', outcome: 'passed', code: null, detail: '412 events follow each other.' },
        { step: 'checkpoints', outcome: 'passed', code: null, detail: '3 checkpoints lie on the chain.' },
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
      steps: [{ step: 'database', outcome: 'passed', code: null, detail: 'Every page reads and holds.' }],
    }),
  };
}
