import { setImmediate as turn } from 'node:timers/promises';
import type { Instant, RunId } from '../core/brand.ts';
import type { MemberReading } from '../core/bundle/read-member.ts';
import { readingOf } from '../core/bundle/read-with-house.ts';
import type { ByteSource } from '../core/bytes/source.ts';
import { LogAuditor } from '../core/inspect/audit-log.ts';
import type { InspectLog } from '../core/inspect/inspect-log.ts';
import { openLog } from '../core/inspect/open-log.ts';
import { plannedAttempts } from '../core/inspect/planned-attempts.ts';
import type { RecomputedMetric } from '../core/inspect/recompute.ts';
import { valueToFloat } from '../core/inspect/value-to-float.ts';
import { type JsonValue, jsonText } from '../core/json/value.ts';
import { asRunId } from '../db/column.ts';
import type { WritableDb } from '../db/handle.ts';
import { addAttempts, type NewAttempt } from '../db/repositories/attempt.ts';
import { addFindings } from '../db/repositories/finding.ts';
import { addRun, type NewRun } from '../db/repositories/run.ts';
import { addRunScores, type RunScore } from '../db/repositories/run-score.ts';
import type { BundleRow, MemberRow } from '../db/row-id.ts';
import { transaction } from '../db/transaction.ts';
import { newUuid } from '../db/uuid.ts';
import { attemptRowOf, ScoreKeys } from './attempt-row.ts';
import { FOUND_BY_PROGRAM, findingPlace } from './finding-place.ts';
import { writing } from './index-write.ts';

/** Where the rows of a member go. They count for nothing until the bundle is accepted. */
export interface IndexPlace {
  readonly db: WritableDb;
  readonly bundle: BundleRow;
  readonly member: MemberRow;
  /** The member's name in the bundle. */
  readonly name: string;
  readonly at: Instant;
}

export interface IndexOptions {
  readonly signal?: AbortSignal;
  /** Told how many attempts (or rows) were kept, and how many there are as far as is known. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What one log or table came to. */
export interface Indexed {
  readonly reading: MemberReading;
  readonly attempts: number;
}

/** So many attempts go into one transaction: few enough to stay small in memory, enough that syncing costs little. */
const BATCH = 250;

/**
 * Reads a log from front to back, once: every attempt goes into the vault while the log is held against itself. Memory
 * holds one batch, and what the audit keeps of each attempt (some hundred bytes).
 * @throws Refusal as reading the log does; what the vault refuses comes wrapped, see `index-write.ts`
 */
export async function indexLog(place: IndexPlace, source: ByteSource, options: IndexOptions = {}): Promise<Indexed> {
  const { db, name } = place;
  const log = await openLog(source, options.signal ? { signal: options.signal } : {});
  const auditor = new LogAuditor(log);
  const keys = new ScoreKeys(log.header);
  const run = writing(() => addRun(db, runOf(place, log)));
  let batch: NewAttempt[] = [];
  let attempts = 0;
  const keep = async (): Promise<void> => {
    if (batch.length === 0) return;
    writing(() => transaction(db, () => addAttempts(db, run, batch)));
    attempts += batch.length;
    batch = [];
    options.onProgress?.(attempts, Math.max(attempts, log.attemptCount));
    // Whoever waits for the event loop (a window, a cancel button, native memory) gets a turn.
    await turn();
  };
  for await (const record of log.attempts()) {
    auditor.add(record);
    batch.push(attemptRowOf(record, keys));
    if (batch.length >= BATCH) await keep();
  }
  await keep();
  const audit = await auditor.finish();
  const reading = readingOf(name, audit);
  writing(() =>
    transaction(db, () => {
      addRunScores(db, run, audit.recomputed.flatMap(runScores));
      addFindings(
        db,
        reading.findings.map((finding) => ({
          about: { bundle: place.bundle, run },
          code: finding.code,
          severity: finding.severity,
          member: findingPlace(finding),
          detail: finding.detail,
          by: FOUND_BY_PROGRAM,
          at: place.at,
        })),
      );
    }),
  );
  return { reading, attempts };
}

function newRunId(): RunId {
  const id = asRunId(newUuid());
  if (id === undefined) throw new Error('a new UUID is no UUID');
  return id;
}

function runOf({ bundle, member }: IndexPlace, { header, format }: InspectLog): NewRun {
  return {
    runId: newRunId(),
    bundle,
    member,
    evalId: header.evalId,
    task: header.task,
    taskVersion: versionText(header.taskVersion),
    model: header.model,
    status: header.status,
    created: header.created?.text ?? null,
    inspectVersion: header.inspectVersion,
    format,
    logVersion: header.version,
    epochs: count(header.epochs),
    totalSamples: count(plannedAttempts(header)),
    completedSamples: count(header.completedSamples),
    invalidated: header.invalidated,
    header: header.raw,
  };
}

/** A count below nothing is a slip or a lie of the header's; the header itself is kept as it is. */
function count(value: number | null): number | null {
  return value !== null && value >= 0 ? value : null;
}

function versionText(version: JsonValue): string | null {
  if (version === null) return null;
  return typeof version === 'string' ? version : jsonText(version);
}

/** The metric at its levels: as claimed, from the reductions where the log has any, and from the samples. */
function runScores(row: RecomputedMetric): RunScore[] {
  const { name, scorer, reducer, metric } = row;
  const head = { name, scorer, reducer, metric };
  const claimed: RunScore = {
    ...head,
    level: 'claimed',
    value: row.claimed,
    numeric: valueToFloat(row.claimed) ?? null,
    verdict: null,
  };
  const counted = (level: 'reductions' | 'samples', value: number | null, verdict: RunScore['verdict']): RunScore => {
    return { ...head, level, value, numeric: value, verdict };
  };
  const samples = counted('samples', row.value, row.verdict);
  const hasReductions = row.reductionsVerdict !== 'not-recomputable';
  return hasReductions
    ? [claimed, counted('reductions', row.reductionsValue, row.reductionsVerdict), samples]
    : [claimed, samples];
}
