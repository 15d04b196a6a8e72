import type { DetailOf } from '../core/audit/act.ts';
import { Refusal } from '../core/failure.ts';
import type { TranscriptItem } from '../core/inspect/attempt.ts';
import type { AttemptLocator } from '../core/inspect/attempt-record.ts';
import type { JsonValue } from '../core/json/value.ts';
import { arrayMember, jsonText, member, objectMember, textMember } from '../core/json/value.ts';
import { adjudicationHistory } from '../db/repositories/adjudication.ts';
import { getAttempt, runOfAttempt, type StoredAttempt } from '../db/repositories/attempt.ts';
import { getRun, type StoredRun } from '../db/repositories/run.ts';
import { asAttemptRow } from '../db/row-id.ts';
import type { Output } from './contract.ts';
import { shownAdjudications } from './judged.ts';
import { withLog } from './lent-log.ts';
import { ANY_ROLE } from './standing.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

type Message = Output<'readAttempt'>['messages'][number];

/** A message longer than this is cut for the page; the evidence has it whole. Characters. */
const LONGEST = 200_000;

/** Reads one attempt's messages out of the sealed evidence, a page at a time. Every look is recorded. */
export const readAttempt = useCase('readAttempt', ANY_ROLE, async (desk, { attemptId, from, count }) => {
  const { db } = desk.vault;
  const attempt = getAttempt(db, asAttemptRow(attemptId));
  const runId = attempt && runOfAttempt(db, attempt.row);
  const run = runId && getRun(db, runId);
  if (attempt === undefined || !run) {
    throw new Refusal('desk.no-such-attempt', 'There is no such attempt on this desk.', {
      where: String(attemptId),
      remedy: 'List the attempts of a run to see their numbers.',
    });
  }
  return withLog(desk, run.sealedDigest, run.memberName, async (log) => {
    // Only `indexLog` writes locators, from what a log gave.
    const opened = await log.readAttempt(attempt.locator as AttemptLocator);
    const items = await opened.messages(from, Math.min(opened.messageCount, from + count));
    recorded(desk, () => ({
      result: undefined,
      events: [{ act: 'evidence.viewed', subject: run.runId, detail: viewed(run, attempt) }],
    }));
    return {
      sample: attempt.sampleIdText,
      epoch: attempt.epoch,
      marking: run.marking,
      messages: items.map(messageOf),
      total: opened.messageCount,
      error: errorOf(opened.head['error'] ?? null),
      adjudications: shownAdjudications(adjudicationHistory(db, attempt.row)).map(({ shown }) => shown),
    };
  });
});

/** The trail takes plain short labels alone; an id that is none is left out, the run and epoch still tell the attempt. */
function viewed(run: StoredRun, attempt: StoredAttempt): DetailOf<'evidence.viewed'> {
  return {
    caseId: run.caseId,
    runId: run.runId,
    ...(isLabel(run.memberName) ? { member: run.memberName } : {}),
    ...(isLabel(attempt.sampleIdText) ? { sampleId: attempt.sampleIdText } : {}),
    ...(attempt.epoch >= 0 ? { epoch: attempt.epoch } : {}),
  };
}

function isLabel(text: string): boolean {
  return /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,256}$/u.test(text) && text.length <= 256;
}

function messageOf({ index, value }: TranscriptItem): Message {
  return {
    index,
    role: textMember(value, 'role') ?? 'unknown',
    text: cut(contentText(member(value, 'content') ?? '')),
    toolCalls: (arrayMember(value, 'tool_calls') ?? []).map((call) => cut(callText(call))),
  };
}

/** A message's content as plain text: texts as they are, everything else named by its kind. */
function contentText(content: JsonValue): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return jsonText(content);
  return content
    .map((part) => {
      const type = textMember(part, 'type') ?? 'unknown';
      const text = textMember(part, 'text');
      if (type === 'text' && text !== undefined) return text;
      if (type === 'reasoning') return `[reasoning] ${textMember(part, 'reasoning') ?? ''}`;
      return text === undefined ? `[${type}]` : `[${type}] ${text}`;
    })
    .join('\n');
}

/** Inspect writes `{function, arguments}`; older logs keep both inside `function`, as the API does. */
function callText(call: JsonValue): string {
  const inner = objectMember(call, 'function');
  const name = textMember(call, 'function') ?? textMember(inner, 'name') ?? 'unknown';
  const given = member(call, 'arguments') ?? member(inner, 'arguments') ?? null;
  return `${name}(${typeof given === 'string' ? given : jsonText(given)})`;
}

function errorOf(error: JsonValue): string | null {
  if (error === null) return null;
  return cut(typeof error === 'string' ? error : (textMember(error, 'message') ?? jsonText(error)));
}

function cut(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST).toWellFormed()}… (${text.length - LONGEST} more characters in the evidence)`;
}
