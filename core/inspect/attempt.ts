import type { JsonNote } from '../json/tolerant.ts';
import { type JsonObject, type JsonValue, member, objectMember, textMember } from '../json/value.ts';
import { type LazyList, pick } from './lazy-list.ts';
import { type Resolved, ranges, resolveReferences } from './references.ts';
import type { SampleDocument, SampleShape } from './sample-document.ts';

/** One message or event at its place, with its attachments put in. */
export interface TranscriptItem extends Resolved {
  readonly index: number;
}

/** A whole sample, read by pages so that its size does not matter. */
export interface Attempt {
  readonly shape: SampleShape;
  /** All but messages, events, pools and attachments, as written. */
  readonly head: JsonObject;
  readonly messageCount: number;
  readonly eventCount: number;
  readonly attachmentCount: number;
  /** What the parser noted so far. */
  readonly notes: readonly JsonNote[];
  /** Messages from `from` up to, not including, `to`. */
  messages(from: number, to: number): Promise<TranscriptItem[]>;
  /** Events as written: a model event's pooled input stays a list of ranges, to be read by `modelInput`. */
  events(from: number, to: number): Promise<TranscriptItem[]>;
  /** The messages that a model event sent, by pages: pooled or written out. */
  modelInput(event: JsonValue): TranscriptList;
  /** The messages of a model event's raw API request, by pages. */
  modelCall(event: JsonValue): TranscriptList;
  /** @returns the whole text of one attachment, or undefined. */
  attachment(key: string): Promise<JsonValue | undefined>;
  /** Puts attachments into any value of this sample, such as its input or output. */
  resolve(value: JsonValue): Promise<Resolved>;
}

/** A list of messages inside an event, read by pages. */
export interface TranscriptList {
  readonly length: number;
  page(from: number, to: number): Promise<TranscriptItem[]>;
}

/** @returns a reader over one sample. */
export function attemptOf(sample: SampleDocument): Attempt {
  const items = async (list: LazyList, from: number, to: number): Promise<TranscriptItem[]> => {
    const first = Math.max(0, from);
    const values = await list.page(first, to);
    const out: TranscriptItem[] = [];
    for (const [i, value] of values.entries()) {
      out.push({ index: first + i, ...(await resolveReferences(value, sample.attachments)) });
    }
    return out;
  };
  const lazy = (list: LazyList): TranscriptList => ({
    length: list.length,
    page: (from, to) => items(list, from, to),
  });
  return {
    shape: sample.shape,
    head: sample.head,
    messageCount: sample.messages.length,
    eventCount: sample.events.length,
    attachmentCount: sample.attachments.size,
    notes: sample.notes,
    messages: (from, to) => items(sample.messages, from, to),
    events: (from, to) => items(sample.events, from, to),
    modelInput: (event) => lazy(pooled(member(event, 'input'), member(event, 'input_refs'), sample.messagePool)),
    modelCall: (event) => {
      const call = objectMember(event, 'call');
      const written = member(objectMember(call, 'request'), textMember(call, 'call_key') ?? 'messages');
      return lazy(pooled(written, member(call, 'call_refs'), sample.callPool));
    },
    attachment: (key) => sample.attachments.get(key),
    resolve: (value) => resolveReferences(value, sample.attachments),
  };
}

/** Never expanded as a whole: over all events of an agent's run the ranges add up to the square of its length. */
function pooled(written: JsonValue | undefined, refs: JsonValue | undefined, pool: LazyList): LazyList {
  const picked = ranges(refs);
  if (picked.length > 0) return pick(pool, picked);
  const values = Array.isArray(written) ? written : [];
  return { length: values.length, page: async (from, to) => values.slice(Math.max(0, from), Math.max(0, to)) };
}
