import type { JsonValue } from '../json/value.ts';
import { type LogAudit, LogAuditor } from './audit-log.ts';
import type { FindingCode } from './finding.ts';
import type { LogHeader } from './header.ts';
import type { InspectLog } from './inspect-log.ts';
import type { Verdict } from './recompute.ts';

/** A number as JSON can carry it: non-finite ones and integers beyond 2^53 as text. */
export type PlainNumber = number | string | null;

/** What `scrutineer log FILE --json` says of a log. */
export interface LogSummary {
  readonly format: 'eval' | 'json';
  readonly version: number;
  readonly status: string;
  readonly inspectVersion: string | null;
  readonly evalId: string | null;
  /** As the log writes it. */
  readonly created: string | null;
  readonly task: string;
  readonly model: string;
  readonly epochs: number | null;
  readonly totalSamples: number | null;
  readonly completedSamples: number | null;
  readonly sampleRecords: number;
  readonly uniqueSampleIds: number;
  readonly scores: readonly {
    readonly name: string;
    readonly scorer: string;
    readonly reducer: string | null;
    readonly metrics: Readonly<Record<string, PlainNumber>>;
  }[];
  readonly sampleErrors: number;
  readonly invalidatedSamples: number;
  readonly retriedSamples: number;
  /** Entries in the edit histories of all scores, the originals among them. */
  readonly scoreEdits: number;
  readonly messages: number;
  readonly events: number;
  readonly attachments: number;
  readonly unresolvedReferences: number;
  readonly recomputed: readonly {
    readonly name: string;
    readonly reducer: string | null;
    readonly metric: string;
    readonly claimed: PlainNumber;
    readonly value: PlainNumber;
    readonly verdict: Verdict;
  }[];
  readonly findings: readonly { readonly code: FindingCode; readonly member: string | null; readonly detail: string }[];
}

/**
 * Reads a log from front to back, one attempt at a time.
 * @throws Refusal as reading any part of the log does
 */
export async function summarizeLog(log: InspectLog): Promise<LogSummary> {
  const auditor = new LogAuditor(log);
  for await (const record of log.attempts()) auditor.add(record);
  return summaryOf(log.format, log.header, await auditor.finish());
}

/** @returns the summary of a log that was audited while it was read for another purpose. */
export function summaryOf(format: 'eval' | 'json', header: LogHeader, audit: LogAudit): LogSummary {
  return {
    format,
    version: header.version,
    status: header.status,
    inspectVersion: header.inspectVersion,
    evalId: header.evalId,
    created: header.created?.text ?? null,
    task: header.task,
    model: header.model,
    epochs: header.epochs,
    totalSamples: header.totalSamples,
    completedSamples: header.completedSamples,
    sampleRecords: audit.totals.sampleRecords,
    uniqueSampleIds: audit.totals.uniqueSampleIds,
    scores: header.scores.map((row) => ({
      name: row.name,
      scorer: row.scorer,
      reducer: row.reducer,
      metrics: Object.fromEntries(row.metrics.map((metric) => [metric.key, plainNumber(metric.value)])),
    })),
    sampleErrors: audit.totals.sampleErrors,
    invalidatedSamples: audit.totals.invalidatedSamples,
    retriedSamples: audit.totals.retriedSamples,
    scoreEdits: audit.totals.scoreEdits,
    messages: audit.totals.messages,
    events: audit.totals.events,
    attachments: audit.totals.attachments,
    unresolvedReferences: audit.totals.unresolvedReferences,
    recomputed: audit.recomputed.map((row) => ({
      name: row.name,
      reducer: row.reducer,
      metric: row.metric,
      claimed: plainNumber(row.claimed),
      value: plainNumber(row.value),
      verdict: row.verdict,
    })),
    findings: audit.findings.map(({ code, member, detail }) => ({ code, member, detail })),
  };
}

/** @returns a value as a plain number: "NaN", "Infinity", "-Infinity" and big integers as text; null for what is no number. */
export function plainNumber(value: JsonValue): PlainNumber {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' ? value : null;
}
