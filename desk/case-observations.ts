import type { CaseId } from '../core/brand.ts';
import { isJsonObject, type JsonObject } from '../core/json/value.ts';
import type {
  AttemptObservation,
  BenchmarkObservation,
  ClaimCheck,
  ClaimedAggregate,
} from '../core/policy/observation.ts';
import { tableObservations } from '../core/scores/observations.ts';
import { parseTypedScore, typedObservation } from '../core/scores/typed.ts';
import { exactJsonFrom } from '../db/column.ts';
import type { ReadableDb } from '../db/handle.ts';
import { type Adjudication, listAdjudicationsOfRun } from '../db/repositories/adjudication.ts';
import { type AttemptLine, listAttemptLines, listScorersOfRun } from '../db/repositories/attempt.ts';
import { listRunsOfCase, type StoredRun } from '../db/repositories/run.ts';
import { listRunScores, type RunScore } from '../db/repositories/run-score.ts';
import { listTableScoresOfCase } from '../db/repositories/table-score.ts';
import { listTypedScores } from '../db/repositories/typed-score.ts';
import { adjudicatedValue } from './adjudicated-value.ts';
import { modelOfLogs } from './log-model.ts';
import { tableRowOf } from './table-row.ts';

/**
 * Gathers everything that was observed in a case, as the assessment takes it: every scorer of every log, every series of
 * every score table, and every score typed in that stands.
 */
export async function caseObservations(db: ReadableDb, caseId: CaseId): Promise<BenchmarkObservation[]> {
  const ofLogs = listRunsOfCase(db, caseId).flatMap((run) => runObservations(db, run));
  return [...ofLogs, ...(await tablesOf(db, caseId)), ...typedOf(db, caseId)];
}

function runObservations(db: ReadableDb, run: StoredRun): BenchmarkObservation[] {
  const scores = listRunScores(db, run.row);
  const adjudications = new Map<string, Adjudication[]>();
  for (const one of listAdjudicationsOfRun(db, run.row)) {
    const place = placeOf(one.attempt, one.scorer, one.key);
    adjudications.set(place, [...(adjudications.get(place) ?? []), one]);
  }
  return listScorersOfRun(db, run.row).map(({ scorer, key }) => {
    const lines = listAttemptLines(db, run.row, scorer, key);
    return {
      benchmark: run.task,
      version: run.taskVersion,
      scorer,
      key,
      source: 'log' as const,
      sourceId: run.runId,
      model: run.model,
      role: run.role,
      // A log that records more attempts than it planned is counted by what is there.
      expected: Math.max(run.totalSamples ?? 0, lines.length),
      attempts: lines.map((line) => attemptOf(line, adjudications.get(placeOf(line.row, scorer, key)) ?? [])),
      ...claimsOf(scores, scorer, key),
    };
  });
}

function placeOf(attempt: number, scorer: string, key: string | null): string {
  return JSON.stringify([attempt, scorer, key]);
}

function attemptOf(line: AttemptLine, adjudications: readonly Adjudication[]): AttemptObservation {
  const { value, cheating, excluded } = adjudicatedValue(adjudications, line.numeric);
  const difficulty = difficultyOf(line.metadataText);
  // This scorer may have left no value on an attempt that another scorer scored.
  const state = line.state === 'scored' && line.numeric === null ? 'unscored' : line.state;
  return {
    taskId: line.sampleIdText,
    cluster: line.sampleIdText,
    epoch: line.epoch,
    state,
    limit: line.limitType !== null,
    claimed: line.numeric,
    adjudicated: value,
    cheating,
    excluded,
    ...(difficulty === undefined ? {} : { difficulty }),
  };
}

function difficultyOf(metadataText: string | null): string | undefined {
  if (metadataText === null) return undefined;
  const metadata = exactJsonFrom(metadataText);
  const value = isJsonObject(metadata) ? metadata['difficulty'] : undefined;
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined;
}

/** The rows of one scorer: of a dict score, those that are named for its key. */
function isOf(score: RunScore, scorer: string, key: string | null): boolean {
  return (
    score.scorer === scorer &&
    (key === null ? score.name === scorer || score.name === score.scorer : score.name === key)
  );
}

function claimsOf(
  scores: readonly RunScore[],
  scorer: string,
  key: string | null,
): { claimedAggregate: ClaimedAggregate[]; recomputed: ClaimCheck[] } {
  const own = scores.filter((score) => isOf(score, scorer, key));
  const claimed = own.filter(({ level }) => level === 'claimed');
  const checks = own.flatMap((score): ClaimCheck[] => {
    if (score.level === 'claimed' || score.verdict === null) return [];
    const claim = claimed.find(({ metric, reducer }) => metric === score.metric && reducer === score.reducer);
    return [
      {
        metric: score.metric,
        reducer: score.reducer,
        claimed: claim?.numeric ?? null,
        value: score.numeric,
        verdict: score.verdict,
      },
    ];
  });
  return {
    claimedAggregate: claimed.map(({ metric, reducer, numeric }) => ({ metric, reducer, value: numeric })),
    recomputed: checks,
  };
}

async function tablesOf(db: ReadableDb, caseId: CaseId): Promise<BenchmarkObservation[]> {
  const byTable = Map.groupBy(listTableScoresOfCase(db, caseId), ({ member }) => member);
  const observations: BenchmarkObservation[] = [];
  for (const [member, rows] of byTable) {
    const [first] = rows;
    if (first === undefined) continue;
    async function* stored() {
      for (const row of rows) yield tableRowOf(row);
    }
    observations.push(
      ...(await tableObservations(stored(), {
        model: modelOfLogs(db, caseId, first.role) ?? first.model,
        role: first.role,
        sourceId: `table-${member}`,
      })),
    );
  }
  return observations;
}

function typedOf(db: ReadableDb, caseId: CaseId): BenchmarkObservation[] {
  return listTypedScores(db, caseId).map(({ id, role, detail }) =>
    typedObservation(parseTypedScore(plain(detail)), { role, sourceId: id }),
  );
}

/** The stored detail holds no bigint: it was parsed from what `recordScore` wrote. */
function plain(detail: JsonObject): unknown {
  return detail;
}
