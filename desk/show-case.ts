import type { Act } from '../core/audit/act.ts';
import type { CaseId } from '../core/brand.ts';
import type { JsonValue } from '../core/json/value.ts';
import type { ReadableDb } from '../db/handle.ts';
import { adjudicationHistoryOfCase } from '../db/repositories/adjudication.ts';
import { latestAssessment, type StoredAssessment } from '../db/repositories/assessment.ts';
import { countAttempts } from '../db/repositories/attempt.ts';
import { hasActAfter, listAuditEventsOf } from '../db/repositories/audit-event.ts';
import { type AcceptedBundle, listBundlesOfCase } from '../db/repositories/bundle.ts';
import { listChecklist } from '../db/repositories/checklist.ts';
import { listDecisionsOfCase } from '../db/repositories/decision.ts';
import { listFindingsOfCase } from '../db/repositories/finding.ts';
import { listMembers } from '../db/repositories/member.ts';
import { currentPolicy } from '../db/repositories/policy-version.ts';
import { listRunsOfCase, type StoredRun } from '../db/repositories/run.ts';
import { listRunScores, type RunScore } from '../db/repositories/run-score.ts';
import { listTypedScores } from '../db/repositories/typed-score.ts';
import { caseSummary } from './case-summary.ts';
import type { Output } from './contract.ts';
import { requireCase } from './find-case.ts';
import { shownAdjudications, shownTypedScore } from './judged.ts';
import { signedNotices } from './notice-document.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

type Shown = Output<'showCase'>;

/** Shows everything that a case rests on: bundles with their checklists, runs with their metrics, findings, decisions. */
export const showCase = useCase('showCase', ANY_ROLE, async (desk, { caseId }): Promise<Shown> => {
  const { db } = desk.vault;
  const file = requireCase(desk, caseId);
  return {
    summary: caseSummary(desk, file),
    bundles: listBundlesOfCase(db, file.id).map((bundle) => shownBundle(db, bundle)),
    runs: listRunsOfCase(db, file.id).map((run) => shownRun(db, run)),
    findings: listFindingsOfCase(db, file.id).map(({ code, severity, member, detail }) => {
      return { code, severity, member, detail };
    }),
    typedScores: listTypedScores(db, file.id).map(shownTypedScore),
    adjudications: shownAdjudications(adjudicationHistoryOfCase(db, file.id)).map(({ adjudication: one, shown }) => ({
      ...shown,
      runId: one.runId,
      attemptId: one.attempt,
      task: one.task,
      sample: one.sampleIdText,
      epoch: one.epoch,
    })),
    assessment: shownAssessment(db, file.id),
    notices: listDecisionsOfCase(db, file.id).flatMap(({ id }) => signedNotices(db, id)),
    decisions: listDecisionsOfCase(db, file.id).map(({ id, determination, state, at, payloadDigest }) => {
      return { decisionId: id, determination, state, at, payloadDigest };
    }),
  };
});

function shownBundle(db: ReadableDb, bundle: AcceptedBundle): Shown['bundles'][number] {
  return {
    digest: bundle.sealedDigest,
    producerId: bundle.producerId,
    sequence: bundle.sequence,
    role: bundle.role,
    model: bundle.model,
    marking: bundle.marking,
    bytes: bundle.sealedSize,
    importedAt: bundle.acceptedAt,
    steps: listChecklist(db, { bundle: bundle.row }),
    members: listMembers(db, bundle.row).map(({ name, size, role, marking, digest }) => {
      return { name, size, role, marking, digest };
    }),
  };
}

function shownRun(db: ReadableDb, run: StoredRun): Shown['runs'][number] {
  return {
    runId: run.runId,
    bundle: run.sealedDigest,
    member: run.memberName,
    task: run.task,
    model: run.model,
    status: run.status,
    createdAt: run.created ?? '',
    attempts: countAttempts(db, run.row),
    scores: shownScores(listRunScores(db, run.row)),
  };
}

/** The claimed metrics, each beside what the samples give. */
function shownScores(scores: readonly RunScore[]): Shown['runs'][number]['scores'] {
  const place = ({ name, scorer, reducer, metric }: RunScore) => JSON.stringify([name, scorer, reducer, metric]);
  const claimed = new Map(scores.filter(({ level }) => level === 'claimed').map((score) => [place(score), score]));
  return scores
    .filter(({ level }) => level === 'samples')
    .map((score) => ({
      name: score.name,
      reducer: score.reducer,
      metric: score.metric,
      claimed: shownNumber(claimed.get(place(score))?.value ?? null),
      recomputed: shownNumber(score.value),
      verdict: score.verdict ?? 'not-recomputable',
    }));
}

type ShownNumber = Shown['runs'][number]['scores'][number]['claimed'];

/** A metric as the contract has it; what is no number reads null. */
function shownNumber(value: JsonValue): ShownNumber {
  if (typeof value === 'bigint') return Number(value);
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return value;
  if (typeof value !== 'number') return null;
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

function shownAssessment(db: ReadableDb, caseId: CaseId): Shown['assessment'] {
  const stored = latestAssessment(db, caseId);
  if (stored === undefined) return null;
  const { digest, at, policyDigest, document } = stored;
  const parsed: unknown = JSON.parse(new TextDecoder().decode(document));
  const outcome = typeof parsed === 'object' && parsed !== null && 'outcome' in parsed ? String(parsed.outcome) : '';
  return { digest, at, policyDigest, outcome, isStale: isOvertaken(db, caseId, stored) };
}

const ADDS_TO_A_CASE: readonly Act[] = ['bundle.imported', 'adjudication.recorded', 'score.recorded'];

/**
 * Whether evidence, a person's word or the policy came after an assessment; `determine` computes it anew to be sure. The
 * audit log says what came after what, which the times do not where the clock was set.
 */
function isOvertaken(db: ReadableDb, caseId: CaseId, { policyDigest }: StoredAssessment): boolean {
  const made = listAuditEventsOf(db, caseId).findLast(({ act }) => act === 'assessment.made');
  if (made === undefined || hasActAfter(db, made.sequence, ADDS_TO_A_CASE, caseId)) return true;
  return currentPolicy(db)?.digest !== policyDigest;
}
