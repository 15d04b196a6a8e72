import { Refusal } from '../failure.ts';
import {
  arrayMember,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  jsonText,
  member,
  numberMember,
  objectMember,
  textMember,
} from '../json/value.ts';
import type { AttemptLocator, AttemptRecord, AttemptScore, TokenUsage } from './attempt-record.ts';
import { Findings } from './finding.ts';
import { eachOf, type LazyList } from './lazy-list.ts';
import { countUnresolved, ranges, referenceKey } from './references.ts';
import type { SampleDocument } from './sample-document.ts';

/** The events that Inspect is known to write, with those of older logs. */
const EVENTS = new Set(
  `sample_init sample_limit sandbox state store model tool anchor approval branch checkpoint compaction input interrupt
  score score_edit error logger info span_begin span_end step subtask`.split(/\s+/),
);
const CONTENTS = new Set(['text', 'reasoning', 'image', 'audio', 'video', 'document', 'tool_use', 'data']);
const PREVIEW = 240;

/**
 * Reads a sample once, from front to back, into its light record.
 * @param firstScorer the header's first scorer, under which the single `score` of old logs is filed
 * @throws Refusal `log.malformed` where the sample has no id or epoch, and what reading its parts throws
 */
export async function readRecord(
  sample: SampleDocument,
  locator: AttemptLocator,
  firstScorer: string | undefined,
): Promise<AttemptRecord> {
  const { head } = sample;
  const where = locator.kind === 'span' ? null : locator.name;
  const sampleId = member(head, 'id');
  const epoch = numberMember(head, 'epoch') ?? (member(head, 'epoch') === undefined ? 1 : undefined);
  const idText = sampleId === undefined || sampleId === null ? undefined : idAsText(sampleId);
  if (sampleId === undefined || idText === undefined || epoch === undefined || !Number.isSafeInteger(epoch)) {
    throw new Refusal('log.malformed', 'A sample of the log has no readable id and epoch.', where ? { where } : {});
  }
  const findings = new Findings();
  const tally = new Tally(sample);
  await eachOf(sample.messages, (message) => tally.message(message));
  await eachOf(sample.events, (event) => tally.event(event));
  // The pool of a chunked sample holds the messages themselves, so only the others are walked besides.
  if (sample.shape !== 'chunked') await eachOf(sample.messagePool, (message) => tally.pooled(message));
  await eachOf(sample.callPool, (call) => tally.pooled(call));
  tally.pooled(head);
  findings.addNotes(where, sample.notes);
  tally.report(findings, where);
  const limit = objectMember(head, 'limit');
  const invalidation = member(head, 'invalidation') ?? null;
  return {
    locator,
    shape: sample.shape,
    sampleId,
    sampleIdText: idText,
    epoch,
    uuid: textMember(head, 'uuid') ?? null,
    scores: readScores(head, firstScorer),
    error: readError(member(head, 'error')),
    limit: limit ? { type: textMember(limit, 'type') ?? 'unknown', limit: member(limit, 'limit') ?? null } : null,
    invalidated: invalidation !== null,
    invalidation,
    retries: arrayMember(head, 'error_retries')?.length ?? 0,
    messages: sample.messages.length,
    events: sample.events.length,
    eventTypes: Object.fromEntries(tally.eventTypes),
    eventModels: [...tally.models],
    attachments: sample.attachments.size,
    toolCalls: tally.toolCalls,
    unresolvedReferences: tally.unresolved,
    contentFilterStops: tally.contentFilterStops || contentFiltered(member(head, 'output')),
    modelUsage: readUsage(objectMember(head, 'model_usage') ?? {}),
    totalTime: numberMember(head, 'total_time') ?? null,
    workingTime: numberMember(head, 'working_time') ?? null,
    startedAt: textMember(head, 'started_at') ?? null,
    completedAt: textMember(head, 'completed_at') ?? null,
    metadata: objectMember(head, 'metadata') ?? {},
    target: member(head, 'target') ?? null,
    inputPreview: await preview(member(head, 'input'), sample),
    findings: findings.list(),
  };
}

/** @returns the id as Inspect's `str()` shows it, or undefined where it is no id. */
function idAsText(id: JsonValue): string | undefined {
  if (typeof id === 'string') return id;
  return typeof id === 'number' || typeof id === 'bigint' ? String(id) : undefined;
}

/** A log that names more models than this in one attempt is odd in other ways. */
const MOST_MODELS = 20;

class Tally {
  toolCalls = 0;
  unresolved = 0;
  contentFilterStops = 0;
  readonly eventTypes = new Map<string, number>();
  readonly models = new Set<string>();
  private readonly sample: SampleDocument;
  private readonly unknownContents = new Map<string, number>();

  constructor(sample: SampleDocument) {
    this.sample = sample;
  }

  message(message: JsonValue): void {
    this.toolCalls += arrayMember(message, 'tool_calls')?.length ?? 0;
    for (const part of arrayMember(message, 'content') ?? []) {
      const type = textMember(part, 'type') ?? 'without a type';
      if (!CONTENTS.has(type)) this.unknownContents.set(type, (this.unknownContents.get(type) ?? 0) + 1);
    }
    this.pooled(message);
  }

  event(event: JsonValue): void {
    const type = textMember(event, 'event') ?? 'without a type';
    this.eventTypes.set(type, (this.eventTypes.get(type) ?? 0) + 1);
    if (type === 'model') {
      this.contentFilterStops += contentFiltered(member(event, 'output'));
      const model = textMember(event, 'model');
      if (model !== undefined && textMember(event, 'role') === undefined && this.models.size < MOST_MODELS) {
        this.models.add(model);
      }
      this.unresolved += beyond(member(event, 'input_refs'), this.sample.messagePool);
      this.unresolved += beyond(member(objectMember(event, 'call'), 'call_refs'), this.sample.callPool);
    }
    this.pooled(event);
  }

  pooled(value: JsonValue): void {
    this.unresolved += countUnresolved(value, this.sample.attachments);
  }

  report(findings: Findings, where: string | null): void {
    for (const [type, count] of this.eventTypes) {
      if (!EVENTS.has(type)) findings.add('log.unknown-event', where, `${count} of the unknown type "${cut(type)}"`);
    }
    for (const [type, count] of this.unknownContents) {
      findings.add('log.unknown-content', where, `${count} of the unknown type "${cut(type)}"`);
    }
    if (this.unresolved > 0) {
      findings.add(
        'log.unresolved-reference',
        where,
        `${this.unresolved} references point to nothing; shown as written`,
      );
    }
  }
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** Counts ranges that reach beyond their pool. */
function beyond(refs: JsonValue | undefined, pool: LazyList): number {
  let count = 0;
  for (const [, to] of ranges(refs)) if (to > pool.length) count++;
  return count;
}

function contentFiltered(output: JsonValue | undefined): number {
  const choices = arrayMember(output, 'choices') ?? [];
  return choices.some((choice) => textMember(choice, 'stop_reason') === 'content_filter') ? 1 : 0;
}

function readScores(head: JsonObject, firstScorer: string | undefined): AttemptScore[] {
  const scores = objectMember(head, 'scores');
  if (scores) {
    const out: AttemptScore[] = [];
    for (const [scorer, score] of Object.entries(scores)) if (isJsonObject(score)) out.push(readScore(scorer, score));
    return out;
  }
  const single = objectMember(head, 'score');
  return single ? [readScore(firstScorer ?? 'score', single)] : [];
}

function readScore(scorer: string, score: JsonObject): AttemptScore {
  const value = member(score, 'value') ?? null;
  const history = arrayMember(score, 'history') ?? [];
  return {
    scorer,
    value,
    answer: textMember(score, 'answer') ?? null,
    explanation: textMember(score, 'explanation') ?? null,
    unscored: value === null || (typeof value === 'number' && Number.isNaN(value)),
    manual: member(objectMember(score, 'metadata'), 'manual-scoring') === true,
    historyLength: history.length,
    history,
  };
}

function readError(error: JsonValue | undefined): { message: string } | null {
  if (error === undefined || error === null) return null;
  return { message: typeof error === 'string' ? error : (textMember(error, 'message') ?? jsonText(error)) };
}

function readUsage(usage: JsonObject): Record<string, TokenUsage> {
  const out: Record<string, TokenUsage> = Object.create(null);
  for (const [model, counts] of Object.entries(usage)) {
    if (!isJsonObject(counts)) continue;
    const tokens: Record<string, number> = {};
    for (const [kind, count] of Object.entries(counts)) if (typeof count === 'number') tokens[kind] = count;
    out[model] = tokens;
  }
  return out;
}

async function preview(input: JsonValue | undefined, sample: SampleDocument): Promise<string> {
  const text = typeof input === 'string' ? input : lastUserText(input);
  const key = referenceKey(text, sample.attachments);
  const found = key === undefined ? undefined : await sample.attachments.get(key);
  return (typeof found === 'string' ? found : text).slice(0, PREVIEW).toWellFormed();
}

function lastUserText(input: JsonValue | undefined): string {
  const messages = Array.isArray(input) ? input : [];
  const last = messages.findLast((message) => textMember(message, 'role') === 'user') ?? messages.at(-1);
  const content = member(last, 'content');
  if (typeof content === 'string') return content;
  for (const part of Array.isArray(content) ? content : []) {
    const text = textMember(part, 'text');
    if (text !== undefined) return text;
  }
  return '';
}
