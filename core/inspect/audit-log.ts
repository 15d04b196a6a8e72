import { isJsonObject, type JsonObject, type JsonValue, jsonText, member, objectMember } from '../json/value.ts';
import type { AttemptRecord } from './attempt-record.ts';
import { type Finding, Findings } from './finding.ts';
import { checkHeader } from './header-checks.ts';
import type { InspectLog } from './inspect-log.ts';
import { plannedAttempts } from './planned-attempts.ts';
import { Recomputation, type RecomputedMetric } from './recompute.ts';
import { TranscriptModels } from './transcript-models.ts';

/** What all attempts of a log add up to. */
export interface LogTotals {
  readonly sampleRecords: number;
  readonly uniqueSampleIds: number;
  readonly sampleErrors: number;
  readonly invalidatedSamples: number;
  readonly retriedSamples: number;
  /** Entries in the edit histories of all scores; an edited score has at least two, its original and the edit. */
  readonly scoreEdits: number;
  readonly messages: number;
  readonly events: number;
  readonly attachments: number;
  readonly unresolvedReferences: number;
}

/** What an audit says of a log. */
export interface LogAudit {
  readonly totals: LogTotals;
  readonly recomputed: readonly RecomputedMetric[];
  /** All findings: of the directory, the header, every attempt and the comparisons. */
  readonly findings: readonly Finding[];
}

/**
 * Checks a log against itself while its attempts pass by: `add` each record that `log.attempts()` yields, then `finish`
 * reads summaries and reductions and compares. An import and the audit thus share one reading.
 */
export class LogAuditor {
  private readonly log: InspectLog;
  private readonly findings = new Findings();
  private readonly recomputation: Recomputation;
  private readonly models: TranscriptModels;
  private readonly ids = new Set<string>();
  /** The score values of every attempt, by identity, to be compared with the summaries. */
  private readonly values = new Map<string, string>();
  private readonly usage = new Map<string, number>();
  private readonly totals = {
    sampleRecords: 0,
    uniqueSampleIds: 0,
    sampleErrors: 0,
    invalidatedSamples: 0,
    retriedSamples: 0,
    scoreEdits: 0,
    messages: 0,
    events: 0,
    attachments: 0,
    unresolvedReferences: 0,
  };

  constructor(log: InspectLog) {
    this.log = log;
    this.recomputation = new Recomputation(log.header);
    this.models = new TranscriptModels(log.header);
  }

  add(record: AttemptRecord): void {
    const { totals } = this;
    totals.sampleRecords++;
    this.ids.add(jsonText(record.sampleId));
    if (record.error) totals.sampleErrors++;
    if (record.invalidated) totals.invalidatedSamples++;
    if (record.retries > 0) totals.retriedSamples++;
    totals.messages += record.messages;
    totals.events += record.events;
    totals.attachments += record.attachments;
    totals.unresolvedReferences += record.unresolvedReferences;
    const where = record.locator.kind === 'span' ? null : record.locator.name;
    const attempt = `Sample ${record.sampleIdText.slice(0, 80)} at epoch ${record.epoch}`;
    for (const score of record.scores) {
      totals.scoreEdits += score.historyLength;
      if (score.historyLength > 1) {
        const times = score.historyLength - 1;
        this.findings.add(
          'log.score-edited',
          where,
          `${attempt}: the score of ${score.scorer} was edited ${times} times`,
        );
      }
    }
    const edits = record.eventTypes['score_edit'] ?? 0;
    if (edits > 0 && record.scores.every(({ historyLength }) => historyLength <= 1)) {
      const detail = `${attempt}: its transcript tells of ${edits} score edits, its scores keep no history`;
      this.findings.add('log.edit-without-history', where, detail);
    }
    if (record.invalidated) this.findings.add('log.invalidated', where, `${attempt} was invalidated`);
    for (const finding of record.findings) this.findings.add(finding.code, finding.member, finding.detail);
    for (const [model, tokens] of Object.entries(record.modelUsage)) {
      this.usage.set(model, (this.usage.get(model) ?? 0) + (tokens['total_tokens'] ?? 0));
    }
    this.values.set(identityOf(record.sampleId, record.epoch), scoreText(record));
    this.models.add(record);
    this.recomputation.add(record);
  }

  /** @throws Refusal where the summaries or reductions cannot be read */
  async finish(): Promise<LogAudit> {
    const { header } = this.log;
    const crashed = this.log.headerSource === '_journal/start.json';
    const own = new Findings();
    checkHeader(header, this.log.startHeader, crashed, own);
    for await (const reduced of this.log.reductions()) this.recomputation.addReduction(reduced);
    const recomputed = this.recomputation.finish(own);
    await this.compareSummaries(own);
    this.compareCounts(own);
    this.compareUsage(own);
    this.models.report(own);
    this.totals.uniqueSampleIds = this.ids.size;
    return {
      totals: this.totals,
      recomputed,
      // What was compared comes first: nobody shall overlook it behind a list of odd bytes.
      findings: [...own.list(), ...this.log.findings, ...this.findings.list()],
    };
  }

  private async compareSummaries(findings: Findings): Promise<void> {
    const rows = new Map<string, string>();
    for await (const row of this.log.summaries()) {
      const id = member(row, 'id');
      const epoch = member(row, 'epoch');
      if (id === undefined || typeof epoch !== 'number') continue;
      rows.set(identityOf(id, epoch), summaryText(objectMember(row, 'scores') ?? {}));
    }
    if (rows.size === 0) return;
    let differing = 0;
    let missing = 0;
    for (const [identity, text] of rows) {
      const mine = this.values.get(identity);
      if (mine === undefined) missing++;
      else if (mine !== text) differing++;
    }
    if (differing > 0)
      findings.add('log.summary-mismatch', null, `${differing} summaries give other scores than the samples`);
    if (missing > 0) findings.add('log.samples-missing', null, `${missing} attempts have a summary but no sample`);
    const unlisted = this.values.size + missing - rows.size;
    if (unlisted > 0) findings.add('log.summary-mismatch', null, `${unlisted} attempts have a sample but no summary`);
  }

  private compareCounts(findings: Findings): void {
    const { totals } = this;
    const { header } = this.log;
    const { totalSamples } = header;
    if (totalSamples !== null && totals.sampleRecords < totalSamples) {
      const detail = `The header counts ${totalSamples} attempts, the log holds ${totals.sampleRecords}`;
      findings.add('log.samples-missing', null, detail);
    }
    const planned = plannedAttempts(header);
    if (planned !== null && planned > Math.max(totalSamples ?? 0, totals.sampleRecords)) {
      const detail = `The plan names samples and epochs for ${planned} attempts, the log holds ${totals.sampleRecords}`;
      findings.add('log.epochs-missing', null, detail);
    }
    if (totalSamples !== null && totals.sampleRecords > totalSamples) {
      const detail = `The header counts ${totalSamples} attempts, the log holds ${totals.sampleRecords}`;
      findings.add('log.count-mismatch', null, detail);
    }
    if (header.invalidated !== totals.invalidatedSamples > 0) {
      const said = header.invalidated ? 'says that samples were invalidated' : 'says nothing of invalidated samples';
      findings.add('log.invalidation-mismatch', null, `The header ${said}; the log holds ${totals.invalidatedSamples}`);
    }
  }

  private compareUsage(findings: Findings): void {
    for (const [model, sum] of this.usage) {
      const stated = member(objectMember(this.log.header.modelUsage, model), 'total_tokens');
      if (typeof stated !== 'number' || stated >= sum) continue;
      const detail = `The header counts ${stated} tokens of ${model.slice(0, 80)}, the samples add up to ${sum}`;
      findings.add('log.usage-mismatch', null, detail);
    }
  }
}

function identityOf(id: JsonValue, epoch: number): string {
  return `${epoch}:${jsonText(id)}`;
}

function scoreText(record: AttemptRecord): string {
  return valuesText(record.scores.map((score): [string, JsonValue] => [score.scorer, score.value]));
}

function summaryText(scores: JsonObject): string {
  return valuesText(Object.entries(scores).map(([scorer, score]) => [scorer, member(score, 'value') ?? null]));
}

function valuesText(values: [string, JsonValue][]): string {
  const sorted = values.sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([scorer, value]) => `${scorer}=${ordered(value)}`);
  return sorted.join(' ');
}

/** The value as text with its members in order, so that two writers' orders do not matter; NaN and null are one. */
function ordered(value: JsonValue): string {
  if (!isJsonObject(value)) return typeof value === 'number' && Number.isNaN(value) ? 'null' : jsonText(value);
  const keys = Object.keys(value).sort();
  return keys.map((key) => `${key}:${ordered(value[key] ?? null)}`).join(',');
}
